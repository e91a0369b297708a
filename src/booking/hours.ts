import { z } from 'zod';
import type { Calendar } from '#inventory';
import { type Day, weekday } from '#platform/clock';
import { cellOf } from './cell.ts';

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]0$|^24:00$/, '10分きざみの時刻(09:00 のように)を入れてください');

/** So many desks from one time of day until another. */
export const deskHours = z
  .strictObject({ from: timeOfDay, until: timeOfDay, desks: z.int().min(0).max(200) })
  .refine(({ from, until }) => from < until, '終わりの時刻は、始まりより後にしてください');

/** Desks over one day. Stretches that overlap add up. */
export const dayHours = z.array(deskHours).max(20);
export type DayHours = z.output<typeof dayHours>;

/** Days of the week as the roster names them, Sunday first. */
export const weekdayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type WeekdayName = (typeof weekdayNames)[number];

/** Desks over an ordinary week; a day that is not named has none. */
export const week = z.partialRecord(z.enum(weekdayNames), dayHours);
export type Week = z.output<typeof week>;

/** Desks of a pool cell by cell from `first` on, and how many of them residents may take. */
export interface DayCapacity {
  first: number;
  desks: readonly number[];
  publicDesks: readonly number[];
}

/** The residents' share of some desks; where any share is theirs, at least one desk is. */
export function publicDesksOf(desks: number, percent: number): number {
  if (desks === 0 || percent === 0) return 0;
  return Math.max(1, Math.floor((desks * percent) / 100));
}

/** The cells of one day out of its hours. Nothing where no desk is open. */
export function capacityOf(hours: DayHours, publicPercent: number): DayCapacity {
  const first = Math.min(...hours.map(({ from }) => cellOf(from)));
  const end = Math.max(...hours.map(({ until }) => cellOf(until)));
  if (hours.length === 0) return { first: 0, desks: [], publicDesks: [] };
  const desks = Array.from({ length: end - first }, (_, index) =>
    hours
      .filter(({ from, until }) => cellOf(from) <= first + index && first + index < cellOf(until))
      .reduce((sum, { desks: count }) => sum + count, 0),
  );
  return { first, desks, publicDesks: desks.map((count) => publicDesksOf(count, publicPercent)) };
}

/** The hours of a pool on a day: its exception, otherwise those of the weekday where the hall is open. */
export function hoursOn(
  day: Day,
  { week: usual, exceptions }: { week: Week; exceptions: ReadonlyMap<Day, DayHours> },
  { isOpen }: Pick<Calendar, 'isOpen'>,
): DayHours {
  const exception = exceptions.get(day);
  if (exception) return exception;
  return isOpen(day) ? (usual[weekdayNames[weekday(day)] ?? 'sunday'] ?? []) : [];
}

/** Share of the desks that are left open over lunch (12:00 to 13:00), when clerks eat in turns. */
const lunchShare = 0.7;

/**
 * A roster to begin with, until the city sets its own: half of the seats of a place, so that those who come without an
 * appointment are served too, from its opening to its closing, fewer over lunch.
 */
export function firstWeek(
  seats: number,
  hoursOfWeekday: (name: WeekdayName) => { open: string; close: string } | null,
): Week {
  const desks = Math.max(1, Math.floor(seats / 2));
  const overLunch = Math.max(1, Math.floor(desks * lunchShare));
  return Object.fromEntries(
    weekdayNames.flatMap((name) => {
      const hours = hoursOfWeekday(name);
      if (hours === null) return [];
      const from = roundUp(hours.open);
      const until = roundDown(hours.close);
      return [
        [
          name,
          [
            { from, until: '12:00', desks },
            { from: '12:00', until: '13:00', desks: overLunch },
            { from: '13:00', until, desks },
          ],
        ],
      ];
    }),
  );
}

/** A time of day brought to the ten minutes at or after it, and at or before it. */
function roundUp(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const total = hours * 60 + Math.ceil(minutes / 10) * 10;
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}

function roundDown(time: string): string {
  return `${time.padStart(5, '0').slice(0, 4)}0`;
}
