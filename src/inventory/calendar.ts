import holidayJp from '@holiday-jp/holiday_jp';
import { addDays, type Day, weekday } from '#platform/clock';
import { weekdays } from './schema/city.ts';
import type { CityRecord } from './schema.ts';

/** The days and hours of a city's town hall, in Asia/Tokyo. */
export interface Calendar {
  isOpen(day: Day): boolean;
  /** `day` itself if the hall is open, else the first open day after it. */
  nextOpenDay(day: Day): Day;
  /** `day` itself if the hall is open, else the last open day before it. */
  previousOpenDay(day: Day): Day;
  /** Opening hours (`HH:MM`) of a department, or of the hall; null on a closed day. */
  hours(day: Day, department?: string): { open: string; close: string } | null;
}

/**
 * The calendar of a city: its closed weekdays, the public holidays (国民の祝日に関する法律, with 振替休日 and 国民の休日)
 * and its own periods such as the turn of the year.
 */
export function calendar(city: Pick<CityRecord, 'closed' | 'hours'>): Calendar {
  const { closed, hours } = city;
  const isOpen = (day: Day): boolean =>
    !closed.weekdays.includes(nameOfWeekday(day)) &&
    !(closed.publicHolidays && day in holidayJp.holidays) &&
    !closed.periods.some((period) => isWithin(day.slice(5), period));
  const openDay = (day: Day, step: 1 | -1): Day => {
    let candidate = day;
    while (!isOpen(candidate)) candidate = addDays(candidate, step);
    return candidate;
  };
  return {
    isOpen,
    nextOpenDay: (day) => openDay(day, 1),
    previousOpenDay: (day) => openDay(day, -1),
    hours: (day, department) => {
      if (!isOpen(day)) return null;
      const late = hours.late.find((late) => late.department === department && late.weekday === nameOfWeekday(day));
      return { open: hours.open, close: late?.until ?? hours.close };
    },
  };
}

function nameOfWeekday(day: Day): (typeof weekdays)[number] {
  return weekdays[(weekday(day) + 6) % 7] ?? 'monday';
}

/** Whether a month and day (`MM-DD`) lies in a period, which may run over the turn of the year. */
function isWithin(monthDay: string, { from, to }: { from: string; to: string }): boolean {
  return from <= to ? from <= monthDay && monthDay <= to : from <= monthDay || monthDay <= to;
}
