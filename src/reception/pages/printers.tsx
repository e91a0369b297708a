import { canPrint, type JobState, type Printer, type PrinterState, type PrintJob, stateNow } from '#platform/print';
import {
  Badge,
  type BadgeState,
  Banner,
  Button,
  Card,
  DataTable,
  Form,
  Inline,
  LiveRegion,
  SelectField,
  Stack,
  type StaffIdentity,
  StaffPage,
} from '#ui';
import { dayAndTime, timeText } from '../texts.ts';
import { AddPrinter, type PrinterForm } from './add-printer.tsx';

const path = '/staff/printers';

/** A machine of the hall that gives tickets. */
export interface TicketDevice {
  readonly id: string;
  readonly kind: 'kiosk' | 'concierge';
  readonly place: string;
  readonly printerId: string | undefined;
}

export interface PrintersPageProps {
  staff: StaffIdentity;
  now: Date;
  printers: readonly Printer[];
  devices: readonly TicketDevice[];
  /** The jobs of today, newest first. */
  jobs: readonly PrintJob[];
  /** Printers may be added and taken away: by an administrator who proved who they are a moment ago. */
  administers: 'yes' | 'afterProof' | 'no';
  /** The address to type into the printer that was just added; it is shown this once. */
  address?: string;
  /** What was typed for a new printer, and what is wrong with it. */
  form?: PrinterForm;
  commandId: () => string;
}

/** A state in words and what to do about it. */
const states: Readonly<
  Record<PrinterState, { readonly badge: BadgeState; readonly name: string; readonly advice: string }>
> = {
  unseen: {
    badge: 'unconfirmed',
    name: 'まだつながっていません',
    advice: '「試しに印刷」を押すか、プリンターの設定を確かめてください。',
  },
  ready: { badge: 'confirmed', name: '使えます', advice: '' },
  paperLow: { badge: 'look', name: '紙が残り少ないです', advice: '替えの紙を用意してください。' },
  paperOut: {
    badge: 'caution',
    name: '紙がありません',
    advice: '紙を入れてください。入れると、待っている番号札が出ます。',
  },
  coverOpen: { badge: 'caution', name: 'ふたが開いています', advice: 'ふたを閉めてください。' },
  error: {
    badge: 'caution',
    name: 'プリンターの異常',
    advice: '電源を入れ直してください。直らないときは、係に連絡してください。',
  },
  silent: { badge: 'caution', name: '応答がありません', advice: '電源とケーブルを確かめてください。' },
};

const jobStates: Readonly<Record<JobState, { readonly badge: BadgeState; readonly name: string }>> = {
  queued: { badge: 'waiting', name: '順番待ち' },
  sending: { badge: 'serving', name: '印刷しています' },
  printed: { badge: 'done', name: '出ました' },
  failed: { badge: 'caution', name: '出ませんでした' },
  unknown: { badge: 'look', name: '出たか分かりません' },
};

function StateText({ printer, now }: { printer: Printer; now: Date }) {
  const { badge, name, advice } = states[stateNow(printer, now)];
  return (
    <>
      <Badge state={badge} language="ja">
        {name}
      </Badge>
      {advice !== '' && <p className="cap">{advice}</p>}
      {printer.seenAt !== null && <p className="cap num">{`最後の応答 ${timeText(printer.seenAt)}`}</p>}
    </>
  );
}

function PrinterTable({ printers, now, administers, commandId }: PrintersPageProps) {
  return (
    <DataTable
      caption="プリンターの一覧"
      columns={[
        { key: 'name', label: '名前' },
        { key: 'state', label: 'いまの状態' },
        { key: 'actions', label: '操作' },
      ]}
      rows={printers.map((printer) => ({
        key: printer.id,
        marked: !canPrint(stateNow(printer, now)) && printer.state !== 'unseen' && printer.kind !== 'virtual',
        cells: [
          printer.name,
          printer.kind === 'virtual' ? '画面に出します' : <StateText key="state" printer={printer} now={now} />,
          <Inline key="actions">
            {printer.kind === 'virtual' && (
              <Button kind="outline" href={`${path}/${printer.id}/paper`}>
                {`「${printer.name}」の紙を見る`}
              </Button>
            )}
            <Form action={`${path}/${printer.id}/test`} layout="row">
              <input type="hidden" name="commandId" value={commandId()} />
              <Button kind="outline">{`「${printer.name}」で試しに印刷`}</Button>
            </Form>
            {administers === 'yes' && (
              <Form action={`${path}/${printer.id}/remove`} layout="row">
                <Button kind="danger">{`「${printer.name}」を外す`}</Button>
              </Form>
            )}
          </Inline>,
        ],
      }))}
      empty="プリンターはまだありません。番号札は、受付機の画面から印刷できます。"
    />
  );
}

/** What a person must look at and decide: whether the ticket lies at the printer. */
function OpenJobs({ jobs, printers }: Pick<PrintersPageProps, 'jobs' | 'printers'>) {
  const open = jobs.filter(({ state }) => state === 'unknown' || state === 'failed');
  if (open.length === 0) return null;
  const nameOf = (job: PrintJob) => printers.find(({ id }) => id === job.printerId)?.name ?? '外したプリンター';
  return (
    <Card kind="key">
      <Stack>
        <h2>確かめてください</h2>
        <p>プリンターのところに番号札が出ているかを見て、選んでください。同じ番号札が2枚出ることはありません。</p>
        {open.map((job) => (
          <Form key={job.id} action={`${path}/jobs/${job.id}`} layout="row">
            <input type="hidden" name="attempts" value={job.attempts} />
            <b className="num">{job.label}</b>
            <span>{`${nameOf(job)} ${timeText(job.queuedAt)}`}</span>
            <Badge state={jobStates[job.state].badge} language="ja">
              {jobStates[job.state].name}
            </Badge>
            {job.state === 'unknown' && (
              <Button kind="outline" name="decision" value="wasPrinted">
                {`${job.label}は出ていました`}
              </Button>
            )}
            <Button kind="outline" name="decision" value="again">
              {`${job.label}をもう一度印刷する`}
            </Button>
          </Form>
        ))}
      </Stack>
    </Card>
  );
}

function JobTable({ jobs, printers }: Pick<PrintersPageProps, 'jobs' | 'printers'>) {
  return (
    <DataTable
      caption="今日の印刷"
      columns={[
        { key: 'label', label: '番号' },
        { key: 'queued', label: '受け付けた時刻' },
        { key: 'printer', label: 'プリンター' },
        { key: 'state', label: '状態' },
      ]}
      rows={jobs.map(({ id, label, queuedAt, printerId, state }) => ({
        key: id,
        cells: [
          label,
          timeText(queuedAt),
          printers.find((printer) => printer.id === printerId)?.name ?? '外したプリンター',
          <Badge key="state" state={jobStates[state].badge} language="ja">
            {jobStates[state].name}
          </Badge>,
        ],
      }))}
      empty="今日はまだ印刷していません。"
    />
  );
}

const deviceNames = { kiosk: '受付機', concierge: '総合案内のタブレット' } as const;

function Assignments({ devices, printers, administers }: PrintersPageProps) {
  const options = printers.map(({ id, name }) => ({ value: id, label: name }));
  const nameOf = (id: string | undefined) => printers.find((printer) => printer.id === id)?.name ?? '画面から印刷';
  if (administers !== 'yes') {
    return (
      <DataTable
        caption="どの機器の番号札が、どのプリンターから出るか"
        columns={[
          { key: 'device', label: '機器' },
          { key: 'printer', label: '番号札が出るところ' },
        ]}
        rows={devices.map(({ id, kind, place, printerId }) => ({
          key: id,
          cells: [`${deviceNames[kind]} ${place}`, nameOf(printerId)],
        }))}
        empty="受付機はまだ登録されていません。"
      />
    );
  }
  return (
    <Stack>
      {devices.length === 0 && <p>受付機はまだ登録されていません。</p>}
      {devices.map(({ id, kind, place, printerId }) => (
        <Form key={id} action={`${path}/assign`} layout="row">
          <input type="hidden" name="device" value={id} />
          <SelectField
            name={`printer-${id}`}
            label={`${deviceNames[kind]} ${place}`}
            language="ja"
            options={options}
            value={printerId ?? ''}
            empty="画面から印刷"
          />
          <Button kind="outline">{`${place}の設定を変える`}</Button>
        </Form>
      ))}
    </Stack>
  );
}

/** The printers of the house, where tickets come out, and what became of those of today. */
export function PrintersPage(props: PrintersPageProps) {
  const { staff, administers, address, form } = props;
  return (
    <StaffPage title="プリンター" language="ja" staff={staff} nav="printers" hasErrors={form?.problems !== undefined}>
      <Stack gap="large">
        <h1>プリンター</h1>
        {address !== undefined && (
          <Banner
            kind="ok"
            title="プリンターを加えました。次のアドレスを、プリンターの設定画面に入れてください。"
            announce
          >
            <code>{address}</code>
            <br />
            このアドレスは、いまだけ表示します。ほかの人に見せないでください。
          </Banner>
        )}
        <LiveRegion id="printers" source={`${path}/events`}>
          <Stack gap="large">
            <OpenJobs {...props} />
            <PrinterTable {...props} />
          </Stack>
        </LiveRegion>
        <h2>番号札が出るところ</h2>
        <Assignments {...props} />
        {administers === 'afterProof' && (
          <Banner kind="info" title="プリンターを加えたり外したりする前に、本人確認をしてください。">
            <Button href={`/staff/sign-in?return=${encodeURIComponent(path)}`} kind="outline" icon="lock">
              本人確認をする
            </Button>
          </Banner>
        )}
        {administers === 'yes' && <AddPrinter action={path} {...form} />}
        <h2>{`今日の印刷(${dayAndTime(props.now, 'ja')} 現在)`}</h2>
        <LiveRegion id="jobs" source={`${path}/events`}>
          <JobTable {...props} />
        </LiveRegion>
      </Stack>
    </StaffPage>
  );
}
