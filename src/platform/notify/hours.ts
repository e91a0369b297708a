import { addDays, instantOf, toDay } from '#platform/clock';

/** A span of each day in Asia/Tokyo, `HH:MM`, `to` not included. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

/** The first instant from `now` on that lies in `hours`: `now` itself, or the next opening. */
export function nextWithin(hours: Hours, now: Date): Date {
  const today = toDay(now);
  const [opens, closes] = [instantOf(today, hours.from), instantOf(today, hours.to)];
  if (now < opens) return opens;
  return now < closes ? now : instantOf(addDays(today, 1), hours.from);
}
