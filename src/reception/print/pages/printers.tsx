import { canPrint, type Printer, type PrintJob, stateNow } from '#platform/print';
import {
  Banner,
  Button,
  DataTable,
  Form,
  Inline,
  LiveRegion,
  SelectField,
  Stack,
  type StaffIdentity,
  StaffPage,
} from '#ui';
import { dayAndTime } from '../../texts.ts';
import { AddPrinter, type PrinterForm } from './add-printer.tsx';
import { JobTable, OpenJobs } from './print-jobs.tsx';
import { StateText } from './printer-state.tsx';

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
