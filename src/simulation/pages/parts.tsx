import type { ReactNode } from 'react';
import { DataTable, type StaffIdentity, StaffPage } from '#ui';
import { minuteOf } from '../plan.ts';
import { hoursOf, type Sheet } from '../sheet.ts';
import type { Interval } from '../statistics.ts';

/** A page of the simulation. */
export function SimulationPage({
  title,
  staff,
  hasErrors,
  children,
}: {
  title: string;
  staff: StaffIdentity;
  hasErrors?: boolean;
  children: ReactNode;
}) {
  return (
    <StaffPage title={title} language="ja" staff={staff} nav="simulation" hasErrors={hasErrors}>
      {children}
    </StaffPage>
  );
}

/** 「9時」; 「8:45」 and 「17:00〜17:15」 where the hall is open for a part of the hour only. */
export function hourLabel({ open, close }: Pick<Sheet, 'open' | 'close'>, hour: number): string {
  if (minuteOf(open) > hour * 60) return `${open.replace(/^0/, '')}から`;
  if (minuteOf(close) < (hour + 1) * 60) return `${hour}時〜${close}`;
  return `${hour}時`;
}

/** The hours of a sheet as columns of a table. */
export const hourColumns = (sheet: Sheet) =>
  hoursOf(sheet).map((hour) => ({ key: String(hour), label: hourLabel(sheet, hour), numeric: true }));

export const minutes = (value: number): string => `${value.toFixed(1)}分`;
export const percent = (value: number): string => `${Math.round(value)}%`;

/** An estimate of minutes with its interval: 「6.2分(5.1〜7.3)」. */
export const minutesBetween = ({ mean, low, high }: Interval): string =>
  `${minutes(mean)}(${Math.max(0, low).toFixed(1)}〜${high.toFixed(1)})`;

/** An estimate of percent with its interval: 「83%(78〜88)」. */
export const percentBetween = ({ mean, low, high }: Interval): string =>
  `${percent(mean)}(${Math.round(Math.max(0, low))}〜${Math.round(Math.min(100, high))})`;

/** 「86時間」 of desks. */
export const deskHoursText = (hours: number): string => `${hours.toFixed(hours % 1 === 0 ? 0 : 1)}時間`;

/** A table of hours × places with something in each cell. */
export function HourTable({
  caption,
  sheet,
  cell,
}: {
  caption: string;
  sheet: Sheet;
  cell: (place: number, hour: number, index: number) => ReactNode;
}) {
  const hours = hoursOf(sheet);
  return (
    <div className="hours">
      <DataTable
        caption={caption}
        captionShown
        columns={[{ key: 'place', label: '窓口' }, ...hourColumns(sheet)]}
        rows={sheet.places.map(({ id }, place) => ({
          key: id,
          cells: [id, ...hours.map((hour, index) => cell(place, hour, index))],
        }))}
        empty="窓口がありません。"
      />
    </div>
  );
}
