import { type Day, toDay } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import { Banner, Button, DataTable, Form, Inline, Stack, type StaffIdentity, StaffPage, TextField } from '#ui';
import { givenTicket } from '../../queue/numbers.ts';
import { timeText } from '../../texts.ts';
import type { StoredMessage } from '../inbox-store.ts';
import { messageKinds } from '../message.ts';
import { type Finding, findingKinds } from '../reconcile.ts';
import type { Machine } from '../settings.ts';
import { machinesPath } from './machines.tsx';

export interface ReportPageProps {
  readonly staff: StaffIdentity;
  readonly machine: Machine;
  readonly day: Day;
  readonly now: Date;
  readonly findings: readonly Finding[];
  /** Not applied, or not readable. */
  readonly open: readonly StoredMessage[];
  readonly aside: readonly StoredMessage[];
  readonly counts: { readonly messages: number; readonly tickets: number };
  readonly problem?: { readonly sequence: string; readonly why: string; readonly message: string };
}

/** What a message says, in the words of the page. */
export function messageText({ kind, series, number, at, counter, raw }: StoredMessage): string {
  if (kind === null || at === null) return `読めない行：${raw}`;
  const ticket = givenTicket({ series: series ?? '', number: number ?? 0 });
  return `${messageKinds[kind]} ${ticket} ${timeText(at)}${counter === null ? '' : ` ${counter}`}`;
}

function OpenMessages({ machine, open, problem }: ReportPageProps) {
  const path = `${machinesPath}/${machine.id}/messages`;
  return (
    <DataTable
      caption="反映していない知らせ"
      columns={[
        { key: 'message', label: '知らせ' },
        { key: 'origin', label: '届いたところ' },
        { key: 'reason', label: '反映していない理由' },
        { key: 'actions', label: '操作' },
      ]}
      rows={open.map((message) => ({
        key: message.sequence,
        cells: [
          messageText(message),
          message.origin,
          message.error ?? 'まもなく反映します',
          <Stack key="actions">
            <Inline>
              <Form action={`${path}/${message.sequence}/again`} layout="row">
                <Button kind="outline">もう一度反映する</Button>
              </Form>
              {message.kind !== null && (
                <Form action={`${path}/${message.sequence}/force`} layout="row">
                  <Button kind="outline">前の知らせを待たずに反映する</Button>
                </Form>
              )}
            </Inline>
            <Form action={`${path}/${message.sequence}/aside`} layout="row">
              <TextField
                name={`why-${message.sequence}`}
                label="外す理由"
                language="ja"
                maxLength={200}
                autoComplete="off"
                value={problem?.sequence === message.sequence ? problem.why : ''}
                error={problem?.sequence === message.sequence ? problem.message : undefined}
              />
              <Button kind="outline">外す</Button>
            </Form>
          </Stack>,
        ],
      }))}
      empty="反映していない知らせはありません。"
    />
  );
}

/** One day of a machine against ours. */
export function ReportPage(props: ReportPageProps) {
  const { staff, machine, day, now, findings, aside, counts, problem } = props;
  const path = `${machinesPath}/${machine.id}`;
  const title = `発券機との突き合わせ：${machine.name}`;
  return (
    <StaffPage
      title="発券機との突き合わせ"
      language="ja"
      staff={staff}
      nav="machines"
      hasErrors={problem !== undefined}
    >
      <Stack gap="large">
        <h1>{title}</h1>
        <Form method="get" action={`${path}/report`} layout="row">
          <TextField name="day" label="日" type="date" language="ja" value={day} />
          <Button kind="outline">この日を見る</Button>
        </Form>
        <p>
          {`${formatDay(day, 'ja', { year: true })}。知らせ ${counts.messages}件、ひとまどの番号 ${counts.tickets}件。`}
          {day === toDay(now) && `${timeText(now)} 現在。`}
        </p>
        {findings.length === 0 && props.open.length === 0 && <Banner kind="ok" title="食い違いはありません。" />}
        <h2>{`食い違い ${findings.length}件`}</h2>
        <DataTable
          caption="食い違い"
          columns={[
            { key: 'ticket', label: '番号' },
            { key: 'kind', label: '種類' },
            { key: 'detail', label: '内容' },
          ]}
          rows={findings.map(({ ticket, kind, detail }, index) => ({
            key: `${ticket}-${String(index)}`,
            cells: [ticket, findingKinds[kind], detail],
          }))}
          empty="番号と時刻は、どちらも同じです。"
        />
        <h2>{`反映していない知らせ ${props.open.length}件`}</h2>
        <OpenMessages {...props} />
        {aside.length > 0 && (
          <>
            <h2>{`外した知らせ ${aside.length}件`}</h2>
            <DataTable
              caption="外した知らせ"
              columns={[
                { key: 'message', label: '知らせ' },
                { key: 'why', label: '理由' },
              ]}
              rows={aside.map((message) => ({
                key: message.sequence,
                cells: [messageText(message), message.decidedWhy ?? ''],
              }))}
              empty=""
            />
          </>
        )}
        <Inline>
          <Button kind="outline" href={`${path}/report.csv?day=${day}`}>
            CSVで保存する
          </Button>
          <Button kind="text" href={machinesPath}>
            発券機の一覧へ
          </Button>
        </Inline>
      </Stack>
    </StaffPage>
  );
}
