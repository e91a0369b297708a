import {
  Banner,
  Button,
  Card,
  DataTable,
  ErrorSummary,
  Form,
  type FormError,
  Inline,
  Stack,
  type StaffIdentity,
  StaffPage,
  TextField,
} from '#ui';
import { dayAndTime } from '../../texts.ts';
import type { Machine } from '../settings.ts';

export const machinesPath = '/hall/machines';

/** A machine with how it is doing today. */
export interface ListedMachine {
  readonly machine: Machine;
  readonly heardAt: Date | null;
  /** Messages of today that are not applied. */
  readonly open: number;
}

/** Whether the reader may change machines: an administrator who proved who they are a moment ago. */
export type Administers = 'yes' | 'afterProof' | 'no';

export interface MachinesPageProps {
  readonly staff: StaffIdentity;
  readonly machines: readonly ListedMachine[];
  readonly administers: Administers;
  readonly typed?: { readonly id: string; readonly name: string };
  readonly problems?: readonly FormError[];
}

export function AskForProof({ path }: { path: string }) {
  return (
    <Banner kind="info" title="発券機の設定を変える前に、本人確認をしてください。">
      <Button href={`/staff/sign-in?return=${encodeURIComponent(path)}`} kind="outline" icon="lock">
        本人確認をする
      </Button>
    </Banner>
  );
}

function leadsText({ settings }: Machine): string {
  const named = (leads: 'machine' | 'hitomado') =>
    settings.series
      .filter((series) => series.leads === leads)
      .map(({ ours }) => ours)
      .join('、');
  const parts = [
    named('machine') === '' ? '' : `${named('machine')}は発券機`,
    named('hitomado') === '' ? '' : `${named('hitomado')}はひとまど`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '系列がまだ決まっていません' : `番号を出すのは、${parts.join('、')}`;
}

/** The ticket machines of the hall. */
export function MachinesPage({ staff, machines, administers, typed, problems = [] }: MachinesPageProps) {
  const errorOf = (name: string) => problems.find((problem) => problem.name === name)?.message;
  return (
    <StaffPage title="発券機" language="ja" staff={staff} nav="machines" hasErrors={problems.length > 0}>
      <Stack gap="large">
        <h1>発券機</h1>
        <DataTable
          caption="発券機の一覧"
          columns={[
            { key: 'name', label: '名前' },
            { key: 'leads', label: '番号' },
            { key: 'heard', label: '最後の知らせ' },
            { key: 'open', label: '今日、反映していない知らせ', numeric: true },
            { key: 'actions', label: '開く' },
          ]}
          rows={machines.map(({ machine, heardAt, open }) => ({
            key: machine.id,
            marked: open > 0,
            cells: [
              `${machine.name}(${machine.id})`,
              leadsText(machine),
              heardAt === null ? 'まだありません' : dayAndTime(heardAt, 'ja'),
              `${open}件`,
              <Inline key="actions">
                <Button kind="outline" href={`${machinesPath}/${machine.id}/report`}>
                  {`「${machine.name}」の突き合わせ`}
                </Button>
                {administers !== 'no' && (
                  <Button kind="outline" href={`${machinesPath}/${machine.id}`}>
                    {`「${machine.name}」の設定`}
                  </Button>
                )}
              </Inline>,
            ],
          }))}
          empty="発券機はまだ登録されていません。いまある発券機とつなぐときに登録してください。"
        />
        {administers === 'afterProof' && <AskForProof path={machinesPath} />}
        {administers === 'yes' && (
          <Card>
            <Stack>
              <h2>発券機を登録する</h2>
              <ErrorSummary errors={problems} language="ja" />
              <Form action={machinesPath}>
                <TextField
                  name="name"
                  label="名前"
                  hint="例：1階 正面の発券機"
                  language="ja"
                  maxLength={40}
                  required
                  value={typed?.name}
                  error={errorOf('name')}
                />
                <TextField
                  name="id"
                  label="つなぐときの名前"
                  hint="半角の英小文字・数字・ハイフン。例：front-1。あとから変えられません。"
                  language="ja"
                  maxLength={32}
                  required
                  autoComplete="off"
                  value={typed?.id}
                  error={errorOf('id')}
                />
                <Button>発券機を登録する</Button>
              </Form>
            </Stack>
          </Card>
        )}
      </Stack>
    </StaffPage>
  );
}
