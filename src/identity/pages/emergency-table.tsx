import type { Day } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import { Badge, Button, DataTable, Form } from '#ui';
import { emergencyCategories } from '../emergency.ts';
import { moment } from '../times.ts';
import type { EmergencyLine } from '../trail-reader.ts';

export interface EmergencyTableProps {
  lines: readonly EmergencyLine[];
  /** The week that the page is about; reviewing comes back to it. */
  week?: Day;
}

/** What was opened as an emergency: red until somebody else has looked at it. */
export function EmergencyTable({ lines, week }: EmergencyTableProps) {
  return (
    <DataTable
      caption="非常時の閲覧"
      captionShown
      columns={[
        { key: 'at', label: '日時' },
        { key: 'who', label: 'だれが' },
        { key: 'code', label: '受付コード' },
        { key: 'why', label: '理由' },
        { key: 'review', label: '確認' },
      ]}
      rows={lines.map((line) => ({
        key: line.emergency.id,
        marked: line.emergency.reviewedAt === null,
        cells: [
          moment.format(line.emergency.openedAt),
          `${line.who}（${line.department}）`,
          <span key="code" className="nw">
            {line.code}
          </span>,
          `${emergencyCategories[line.emergency.category]}：${line.emergency.reason}`,
          <ReviewCell key="review" line={line} week={week} />,
        ],
      }))}
      empty="非常時の閲覧はありません。"
    />
  );
}

function ReviewCell({ line, week }: { line: EmergencyLine; week?: Day }) {
  const { emergency, reviewer, reviewBy, overdue } = line;
  if (emergency.reviewedAt !== null) {
    return (
      <Badge state="confirmed" language="ja">
        {`${reviewer} ${moment.format(emergency.reviewedAt)}`}
      </Badge>
    );
  }
  const until = formatDay(reviewBy, 'ja');
  return (
    <Form action={`/staff/audit/emergency/${emergency.id}`} layout="row">
      {week !== undefined && <input type="hidden" name="week" value={week} />}
      <Badge state="caution" language="ja">
        {overdue ? `期限の${until}を過ぎました` : `${until}までに確認`}
      </Badge>
      <Button kind="outline">確認した</Button>
    </Form>
  );
}
