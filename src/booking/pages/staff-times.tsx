import type { Day } from '#platform/clock';
import { formatDay, stripReadings } from '#platform/i18n';
import { DayStrip, SlotGroup } from '#ui';
import { timeOf } from '../cell.ts';
import { firstOfAfternoon, type Start } from '../plan.ts';
import type { BookableDay } from '../timetable.ts';
import { fullness } from './choose-time.tsx';
import { shortWeekdays } from './month.ts';

/** Days to choose from, for staff; `hrefOf` leads to the times of a day. */
export function StaffDays({
  days,
  chosen,
  hrefOf,
}: {
  days: readonly BookableDay[];
  chosen: BookableDay | null;
  hrefOf: (day: Day) => string;
}) {
  return (
    <DayStrip
      label="日を選ぶ"
      days={days.map(({ day, mark }) => ({
        weekday: shortWeekdays.ja[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '',
        number: String(Number(day.slice(8))),
        label: stripReadings(formatDay(day, 'ja')),
        fullness: fullness(mark, 'ja'),
        href: mark === 'open' || mark === 'few' ? hrefOf(day) : null,
        current: day === chosen?.day,
      }))}
    />
  );
}

/** The times of one day with how many desks are free, the part of residents and of staff together. */
export function StaffTimes({ chosen, cell }: { chosen: BookableDay; cell: number | null }) {
  const slots = (accept: (start: Start) => boolean) =>
    chosen.starts.filter(accept).map((start) => ({
      value: String(start.cell),
      time: timeOf(start.cell),
      fullness: { sign: start.left > 0 ? '○' : '×', word: start.left > 0 ? `残り${start.left}` : '満席' },
      full: start.left === 0,
      checked: start.cell === cell,
    }));
  return (
    <div id="field-cell" tabIndex={-1}>
      <SlotGroup name="cell" legend="午前" slots={slots((start) => start.cell < firstOfAfternoon)} />
      <SlotGroup name="cell" legend="午後" slots={slots((start) => start.cell >= firstOfAfternoon)} />
    </div>
  );
}
