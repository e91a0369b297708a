import { addDays, type Day } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import {
  Button,
  DataTable,
  Form,
  Inline,
  LiveRegion,
  PrintPage,
  SelectField,
  type StaffIdentity,
  TextField,
} from '#ui';
import type { BookingState } from '../tables.ts';
import { BookingStaffPage, ConflictBanner } from './staff-frame.tsx';

/** One appointment of a list: no name, only the code that the visitor shows. */
export interface DayRow {
  id: string;
  time: string;
  code: string;
  /** The places in the order of walking. */
  places: readonly string[];
  minutes: number;
  state: BookingState;
}

export const stateLabels: Record<BookingState, string> = {
  held: '入力中',
  confirmed: '予約',
  checked_in: '受付済み',
  fulfilled: '終了',
  no_show: '来られませんでした',
  cancelled: '取り消し',
  expired: '期限切れ',
};

export interface DayPageProps {
  staff: StaffIdentity;
  conflicts: number;
  day: Day;
  place: string;
  places: readonly { value: string; label: string }[];
  rows: readonly DayRow[];
  /** Whether they may open an appointment. */
  mayServe: boolean;
}

const columns = [
  { key: 'time', label: '時刻' },
  { key: 'code', label: '受付コード' },
  { key: 'places', label: '場所(回る順)' },
  { key: 'minutes', label: '所要', numeric: true },
  { key: 'state', label: '状態' },
];

const query = (day: Day, place: string) => `day=${day}${place === '' ? '' : `&place=${encodeURIComponent(place)}`}`;

/** The appointments of a day. */
export function DayPage({ staff, conflicts, day, place, places, rows, mayServe }: DayPageProps) {
  return (
    <BookingStaffPage staff={staff} title={`${formatDay(day, 'ja')}の予約`} tab="day" conflicts={conflicts}>
      <ConflictBanner count={conflicts} />
      <Inline>
        <Button kind="outline" href={`/booking/day?${query(addDays(day, -1), place)}`}>
          前の日
        </Button>
        <Button kind="outline" href={`/booking/day?${query(addDays(day, 1), place)}`}>
          次の日
        </Button>
        <Button kind="outline" icon="print" href={`/booking/day/print?${query(day, place)}`}>
          紙の一覧
        </Button>
      </Inline>
      <Form action="/booking/day" method="get" layout="row">
        <TextField name="day" type="date" label="日" language="ja" width={12} value={day} />
        <SelectField name="place" label="場所" language="ja" options={places} value={place} empty="すべての場所" />
        <Button kind="outline">見る</Button>
      </Form>
      <LiveRegion id="day" source="/booking/events">
        <DataTable
          caption={`${formatDay(day, 'ja')}の予約 ${rows.length}件`}
          captionShown
          columns={columns}
          rows={rows.map((row) => ({
            key: row.id,
            cells: [
              row.time,
              mayServe ? (
                <a key="code" href={`/booking/appointments/${row.id}`}>
                  {row.code}
                </a>
              ) : (
                row.code
              ),
              row.places.join(' → '),
              `${row.minutes}分`,
              stateLabels[row.state],
            ],
          }))}
          empty="この日の予約はありません。"
        />
      </LiveRegion>
    </BookingStaffPage>
  );
}

/** The same on paper, for the day when the screens fail. No names: the code is enough to receive somebody. */
export function DayPaper({ day, rows, printedAt }: Pick<DayPageProps, 'day' | 'rows'> & { printedAt: string }) {
  return (
    <PrintPage title={`${formatDay(day, 'ja')}の予約`} language="ja" paper="a4">
      <h1>{`${formatDay(day, 'ja')}の予約`}</h1>
      <p>{`${printedAt} に印刷 ${rows.length}件。名前は載せていません。受付コードで受け付けてください。`}</p>
      <DataTable
        caption="予約の一覧"
        columns={[...columns.slice(0, 4), { key: 'here', label: '受付した時刻' }]}
        rows={rows.map((row) => ({
          key: row.id,
          cells: [row.time, row.code, row.places.join(' → '), `${row.minutes}分`, ''],
        }))}
        empty="この日の予約はありません。"
      />
    </PrintPage>
  );
}
