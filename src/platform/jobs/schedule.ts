/** A job that comes again by itself: each day at a time of day in Asia/Tokyo (`HH:MM`), or every so many minutes. */
export type Schedule =
  | { readonly name: string; readonly daily: string }
  /** A divisor of 60. */
  | { readonly name: string; readonly everyMinutes: number };

const tokyoHours = 9;
const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** The schedule as a cron pattern in UTC, which is what the job queue reads. Throws a RangeError when it cannot be one. */
export function cronPattern(schedule: Schedule): string {
  if ('everyMinutes' in schedule) {
    const { everyMinutes } = schedule;
    if (!Number.isInteger(60 / everyMinutes)) throw new RangeError(`${schedule.name}: minutes must divide 60`);
    return everyMinutes === 60 ? '0 * * * *' : `*/${everyMinutes} * * * *`;
  }
  const [, hours, minutes] = timeOfDay.exec(schedule.daily) ?? [];
  if (hours === undefined) throw new RangeError(`${schedule.name}: the time must be HH:MM`);
  return `${Number(minutes)} ${(Number(hours) + 24 - tokyoHours) % 24} * * *`;
}
