import { addDays, type Day } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import {
  Banner,
  Button,
  Card,
  DataTable,
  Form,
  Inline,
  Stack,
  type StaffIdentity,
  StaffPage,
  TextAreaField,
} from '#ui';
import { moment } from '../times.ts';
import type { WeekLine } from '../trail.ts';
import type { Week } from '../trail-reader.ts';
import { EmergencyTable } from './emergency-table.tsx';
import { TrailTabs } from './trail-page.tsx';

export interface WeekPageProps {
  staff: StaffIdentity;
  week: Week;
  /** Addresses of the weeks around; no later one when this one is not over. */
  before: string;
  after: string | undefined;
  remark?: string;
  /** Why the week could not be signed off. */
  problem?: string;
}

/** The looks of one week that somebody has to go through and sign. */
export function WeekPage({ staff, week, before, after, remark, problem }: WeekPageProps) {
  return (
    <StaffPage title="週ごとの確認" language="ja" staff={staff} nav="audit" hasErrors={problem !== undefined}>
      <Stack gap="large">
        <h1>週ごとの確認</h1>
        <TrailTabs current="week" />
        {problem !== undefined && <Banner kind="err" title={problem} announce />}
        <Inline spread>
          <a href={before}>前の週</a>
          <b>{weekName(week.monday)}</b>
          {after === undefined ? <span className="mut">次の週はまだありません</span> : <a href={after}>次の週</a>}
        </Inline>
        <EmergencyTable lines={week.emergencies} week={week.monday} />
        <WeekTable lines={week.lines} />
        <SignOffCard week={week} remark={remark} />
      </Stack>
    </StaffPage>
  );
}

function weekName(monday: Day): string {
  return `${formatDay(monday, 'ja', { year: true })}〜${formatDay(addDays(monday, 6), 'ja')}`;
}

function WeekTable({ lines }: { lines: readonly WeekLine[] }) {
  return (
    <DataTable
      caption="担当の外で受け付けを見た職員"
      captionShown
      columns={[
        { key: 'who', label: '職員' },
        { key: 'outside', label: '担当の外で見た件数', numeric: true },
        { key: 'emergency', label: '非常時に見た件数', numeric: true },
        { key: 'denied', label: '開けなかった回数', numeric: true },
        { key: 'reception', label: '受付・案内で見た件数', numeric: true },
      ]}
      rows={lines.map(({ person, outside, emergency, denied, reception }) => ({
        key: person.id,
        marked: emergency + denied > 0,
        cells: [
          <a key="who" href={`/staff/audit?person=${person.id}`}>
            {person.name}
          </a>,
          outside,
          emergency,
          denied,
          reception,
        ],
      }))}
      empty="担当の外で受け付けを見た職員はいません。"
    />
  );
}

function SignOffCard({ week: { monday, over, review }, remark }: Pick<WeekPageProps, 'week' | 'remark'>) {
  if (review !== undefined) {
    return (
      <Banner kind="ok" title={`${review.reviewer}さんが${moment.format(review.reviewedAt)}に確認しました。`}>
        {review.remark}
      </Banner>
    );
  }
  if (!over) return <p>この週は、日曜日を過ぎてから確認できます。</p>;
  return (
    <Card>
      <Form action="/staff/audit/week">
        <TextAreaField
          name="remark"
          label="気づいたこと"
          hint="住民の名前は書かないでください。"
          language="ja"
          value={remark}
          rows={3}
          maxLength={400}
          required={false}
        />
        <Button icon="check">この週の記録を確認した</Button>
        <input type="hidden" name="week" value={monday} />
      </Form>
    </Card>
  );
}
