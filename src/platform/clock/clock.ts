/** A calendar day in Asia/Tokyo, written `YYYY-MM-DD`. Days compare correctly as strings. */
export type Day = string;

/** The only source of time. It is passed in, never read, so that every rule about time can be tested. */
export interface Clock {
  /** The present instant. */
  now(): Date;
  /** The present day in Asia/Tokyo. */
  today(): Day;
}

const millisecondsOfADay = 86_400_000;
/** Japan has kept UTC+9 without summer time since 1952, so the offset needs no time zone table. */
const tokyoOffset = 9 * 3_600_000;

/** The day in Asia/Tokyo on which the instant `date` falls. */
export function toDay(date: Date): Day {
  return new Date(date.getTime() + tokyoOffset).toISOString().slice(0, 10);
}

/** Milliseconds since 1970-01-01 of midnight UTC of `day`. Throws a RangeError for a text that is no day of the calendar. */
function dayNumber(day: Day): number {
  const milliseconds = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || new Date(milliseconds).toISOString().slice(0, 10) !== day) {
    throw new RangeError('not a day of the calendar, expected YYYY-MM-DD');
  }
  return milliseconds;
}

/** The day `count` days after `day`; before it when `count` is negative. */
export function addDays(day: Day, count: number): Day {
  return new Date(dayNumber(day) + count * millisecondsOfADay).toISOString().slice(0, 10);
}

/** Days from `from` to `to`: 1 from one day to the next, negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (dayNumber(to) - dayNumber(from)) / millisecondsOfADay;
}

/** Day of the week: 0 is Sunday, 6 is Saturday. */
export function weekday(day: Day): number {
  return new Date(dayNumber(day)).getUTCDay();
}

/** The instant at which `day` reaches `time` (`HH:MM`) in Asia/Tokyo. */
export function instantOf(day: Day, time = '00:00'): Date {
  const [hours = Number.NaN, minutes = Number.NaN] = time.split(':').map(Number);
  return new Date(dayNumber(day) - tokyoOffset + (hours * 60 + minutes) * 60_000);
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  today: () => toDay(new Date()),
};

/** A clock that stands at `instant` (a Date, or an ISO text with offset), for tests and simulations. */
export function fixedClock(instant: Date | string): Clock {
  const milliseconds = new Date(instant).getTime();
  if (Number.isNaN(milliseconds)) throw new RangeError('not an instant');
  return { now: () => new Date(milliseconds), today: () => toDay(new Date(milliseconds)) };
}
