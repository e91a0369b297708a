import type { JobState, Printer, PrintJob } from '#platform/print';
import { Badge, type BadgeState, Button, Card, DataTable, Form, Stack } from '#ui';
import { timeText } from '../../texts.ts';

interface JobsProps {
  /** The jobs of today, newest first. */
  jobs: readonly PrintJob[];
  printers: readonly Printer[];
}

const jobStates: Readonly<Record<JobState, { readonly badge: BadgeState; readonly name: string }>> = {
  queued: { badge: 'waiting', name: '順番待ち' },
  sending: { badge: 'serving', name: '印刷しています' },
  printed: { badge: 'done', name: '出ました' },
  failed: { badge: 'caution', name: '出ませんでした' },
  unknown: { badge: 'look', name: '出たか分かりません' },
};

const printerName = (printers: readonly Printer[], { printerId }: PrintJob): string =>
  printers.find(({ id }) => id === printerId)?.name ?? '外したプリンター';

/** What a person must look at and decide: whether the ticket lies at the printer. */
export function OpenJobs({ jobs, printers }: JobsProps) {
  const open = jobs.filter(({ state }) => state === 'unknown' || state === 'failed');
  if (open.length === 0) return null;
  return (
    <Card kind="key">
      <Stack>
        <h2>確かめてください</h2>
        <p>プリンターのところに番号札が出ているかを見て、選んでください。同じ番号札が2枚出ることはありません。</p>
        {open.map((job) => (
          <Form key={job.id} action={`/staff/printers/jobs/${job.id}`} layout="row">
            <input type="hidden" name="attempts" value={job.attempts} />
            <b className="num">{job.label}</b>
            <span>{`${printerName(printers, job)} ${timeText(job.queuedAt)}`}</span>
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

/** All jobs of today. */
export function JobTable({ jobs, printers }: JobsProps) {
  return (
    <DataTable
      caption="今日の印刷"
      columns={[
        { key: 'label', label: '番号' },
        { key: 'queued', label: '受け付けた時刻' },
        { key: 'printer', label: 'プリンター' },
        { key: 'state', label: '状態' },
      ]}
      rows={jobs.map((job) => ({
        key: job.id,
        cells: [
          job.label,
          timeText(job.queuedAt),
          printerName(printers, job),
          <Badge key="state" state={jobStates[job.state].badge} language="ja">
            {jobStates[job.state].name}
          </Badge>,
        ],
      }))}
      empty="今日はまだ印刷していません。"
    />
  );
}
