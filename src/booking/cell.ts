import { type Day, instantOf, toDay } from '#platform/clock';

/** Minutes of a cell, the grain of all capacity. A day has 144 cells; cell 54 begins at 9:00 in Asia/Tokyo. */
export const cellMinutes = 10;
const cellsOfHour = 60 / cellMinutes;
const lastCell = 144;

/** The cell that begins at a time of day (`HH:MM`), or in which it lies. `24:00` is the end of the day. */
export function cellOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  const cell = Number(hours) * cellsOfHour + Math.floor(Number(minutes) / cellMinutes);
  if (!Number.isInteger(cell) || cell < 0 || cell > lastCell) throw new RangeError(`no time of day: ${time}`);
  return cell;
}

/** The time of day at which a cell begins, as people read it: 「9:00」. */
export function timeOf(cell: number): string {
  return `${Math.floor(cell / cellsOfHour)}:${String((cell % cellsOfHour) * cellMinutes).padStart(2, '0')}`;
}

/** The instant at which a cell of a day begins. */
export function instantOfCell(day: Day, cell: number): Date {
  return new Date(instantOf(day).getTime() + cell * cellMinutes * 60_000);
}

/** The first cell of a day that begins at `instant` or later; beyond the day's end where the day is over. */
export function firstCellFrom(day: Day, instant: Date): number {
  const today = toDay(instant);
  if (today < day) return 0;
  if (today > day) return lastCell;
  return Math.ceil((instant.getTime() - instantOf(day).getTime()) / (cellMinutes * 60_000));
}

/** How many cells a stay of so many minutes takes. */
export function cellsFor(minutes: number): number {
  return Math.max(1, Math.ceil(minutes / cellMinutes));
}
