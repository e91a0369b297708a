import { drawText, type Printer, type PrintJob } from '#platform/print';
import { Button, LiveRegion, Stack, type StaffIdentity, StaffPage } from '#ui';
import { timeText } from '../../texts.ts';

export interface PaperPageProps {
  staff: StaffIdentity;
  printer: Printer;
  /** The jobs of today, newest first. */
  jobs: readonly PrintJob[];
}

/** The paper of a printer that has none: what would lie in its tray, newest on top. */
export function PaperPage({ staff, printer, jobs }: PaperPageProps) {
  const path = `/staff/printers/${printer.id}/paper`;
  return (
    <StaffPage title={`「${printer.name}」の紙`} language="ja" staff={staff} nav="printers">
      <Stack gap="large">
        <h1>{`「${printer.name}」の紙`}</h1>
        <p>今日出た紙を、新しい順に表示します。新しい紙は、ひとりでに現れます。</p>
        <Button kind="outline" href="/staff/printers">
          プリンターの一覧へ
        </Button>
        <LiveRegion id="papers" source="/staff/printers/events">
          {jobs.length === 0 && <p>まだ何も出ていません。</p>}
          <ol className="papers">
            {jobs.map((job) => (
              <li key={job.id}>
                <h2>{`${job.label} ${timeText(job.queuedAt)}`}</h2>
                <img
                  src={`${path}/${job.id}.svg`}
                  width={360}
                  alt={drawText({ document: job.document, columns: printer.columns })}
                />
              </li>
            ))}
          </ol>
        </LiveRegion>
      </Stack>
    </StaffPage>
  );
}
