import { formatDay } from '#platform/i18n';
import { DataTable, LiveRegion, type StaffIdentity } from '#ui';
import { timeOf } from '../cell.ts';
import type { Conflict } from '../conflict-store.ts';
import { BookingStaffPage } from './staff-frame.tsx';

export interface ConflictsPageProps {
  staff: StaffIdentity;
  mayServe: boolean;
  rows: readonly (Conflict & { place: string; code: string })[];
}

/** Appointments that have no desk any more, to be decided one by one. */
export function ConflictsPage({ staff, mayServe, rows }: ConflictsPageProps) {
  return (
    <BookingStaffPage staff={staff} title="収まらない予約" tab="conflicts" conflicts={rows.length}>
      <p>
        窓口の数を減らしたため、席がなくなった予約です。別の時間に移す、そのまま受ける、お詫びして取り消す、のどれかを選んでください。
      </p>
      <LiveRegion id="conflicts" source="/booking/events">
        <DataTable
          caption="収まらない予約"
          columns={[
            { key: 'when', label: '日時' },
            { key: 'code', label: '受付コード' },
            { key: 'place', label: '場所' },
            { key: 'do', label: '決める' },
          ]}
          rows={rows.map(({ bookingId, day, first, code, place }) => ({
            key: bookingId,
            cells: [
              `${formatDay(day, 'ja')} ${timeOf(first)}`,
              code,
              place,
              mayServe ? (
                <a key="do" href={`/booking/appointments/${bookingId}`}>
                  決める<span className="sr">({code})</span>
                </a>
              ) : (
                '受付か窓口の職員が決めます'
              ),
            ],
          }))}
          empty="収まらない予約はありません。"
        />
      </LiveRegion>
    </BookingStaffPage>
  );
}
