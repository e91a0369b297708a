import { addDays, type Day, daysBetween } from '#platform/clock';
import { formatDay, type LocalText } from '#platform/i18n';
import { type Facts, holds } from '#rules';
import type { Calendar } from './calendar.ts';
import type { Deadline, Procedure } from './inventory.ts';
import { inEveryLanguage, messages } from './messages.ts';
import type { Anchor } from './schema.ts';

/** How a deadline stands on some day. */
export interface DeadlineStatus {
  /** `words`: only the rule is known, not the day; `soon`: 14 days or less are left; `none`: there is no deadline. */
  state: 'plain' | 'soon' | 'over' | 'none' | 'words';
  /** Last day on which the procedure can be done; an open day. */
  lastDay?: Day;
  /** Where the last day fell on a closed day: that day. */
  movedFrom?: Day;
  /** First day on which it can be done, where there is one. */
  opensOn?: Day;
  /** Days from today to the last day; 0 today, negative when it has passed. */
  daysLeft?: number;
  /** 「11月30日(月)まで」, or the rule in words. */
  text: LocalText;
}

/** Days left from which a deadline is shown as near. */
const soonDays = 14;

/**
 * The days a procedure's deadline may count from, for this resident (unanswered facts read as no). Empty when the
 * deadline does not apply to them or has no day of its own.
 */
export function anchorsFor({ deadline }: Procedure, facts: Facts): readonly Anchor[] {
  if (!applies(deadline, facts)) return [];
  return deadline.anchors.filter(({ when }) => when === undefined || holds(when, facts));
}

function applies({ appliesWhen }: Deadline, facts: Facts): boolean {
  return appliesWhen === undefined || holds(appliesWhen, facts);
}

/**
 * How the deadline stands, counted from one day. `anchorDay` is the day the rule counts from (null: not known), `today`
 * a day in Asia/Tokyo. A last day on which the hall is closed moves to the next open day (地方自治法4条の2第4項); for
 * deadlines before an event it moves to the open day before.
 */
export function deadlineFor(
  { deadline }: Pick<Procedure, 'deadline'>,
  anchorDay: Day | null,
  today: Day,
  calendar: Calendar,
): DeadlineStatus {
  if (deadline.kind === 'none' && deadline.value === undefined) return { state: 'none', text: deadline.text };
  const span = anchorDay === null ? null : spanOf(deadline, anchorDay);
  if (!span) return { state: 'words', text: deadline.text };
  const lastDay =
    deadline.kind === 'within' ? calendar.nextOpenDay(span.lastDay) : calendar.previousOpenDay(span.lastDay);
  const daysLeft = daysBetween(today, lastDay);
  return {
    state: daysLeft < 0 ? 'over' : daysLeft <= soonDays ? 'soon' : 'plain',
    lastDay,
    movedFrom: lastDay === span.lastDay ? undefined : span.lastDay,
    opensOn: span.opensOn,
    daysLeft,
    text: inEveryLanguage((language) => messages(language)('until', { day: formatDay(lastDay, language) })),
  };
}

/**
 * How the deadline stands for a resident who gave the days `days` (by id of `dates.yaml`): the earliest of those that
 * can be counted. `missing` names the days that are still to be asked.
 */
export function deadlineOf(
  procedure: Procedure,
  facts: Facts,
  days: Readonly<Record<string, Day>>,
  today: Day,
  calendar: Calendar,
): DeadlineStatus & { missing: string[] } {
  if (!applies(procedure.deadline, facts)) return { state: 'none', text: procedure.deadline.text, missing: [] };
  const anchors = anchorsFor(procedure, facts);
  const missing = anchors.map(({ date }) => date).filter((date) => days[date] === undefined);
  const known = anchors.flatMap((anchor) => {
    const day = days[anchor.date];
    return day === undefined ? [] : [deadlineFor(procedure, countedFrom(anchor, day), today, calendar)];
  });
  const [earliest] = known.sort((left, right) => ((left.lastDay ?? '9') < (right.lastDay ?? '9') ? -1 : 1));
  return { ...(earliest ?? deadlineFor(procedure, null, today, calendar)), missing };
}

/** The day that the rule itself names, from the day that the resident knows. */
function countedFrom({ plusDays = 0, nextMonth }: Anchor, day: Day): Day {
  if (nextMonth === undefined) return addDays(day, plusDays);
  const first = sameDayOf(`${day.slice(0, 7)}-01`, nextMonth === 'first' ? 1 : 2).day;
  return nextMonth === 'first' ? first : addDays(first, -1);
}

function spanOf({ kind, value, unit, countsFirstDay }: Deadline, anchor: Day): { opensOn?: Day; lastDay: Day } | null {
  if (kind === 'before') return { lastDay: anchor };
  if (value === undefined || unit === undefined) return null;
  if (kind === 'within') return { lastDay: lastDayOf(anchor, value, unit, countsFirstDay ?? false) };
  if (kind === 'window') return { opensOn: firstDayBefore(anchor, value, unit), lastDay: anchor };
  return null;
}

/**
 * Last day of a period of `value` units from an event on `day`. With `countsFirstDay` the day of the event is day 1
 * (戸籍法43条), else the day after it (民法140条). Months and years run by the calendar: to the day before the one that
 * corresponds to day 1, or to the end of the month where that day does not exist (民法143条).
 */
export function lastDayOf(day: Day, value: number, unit: 'days' | 'months' | 'years', countsFirstDay: boolean): Day {
  const first = countsFirstDay ? day : addDays(day, 1);
  if (unit === 'days') return addDays(first, value - 1);
  const corresponding = sameDayOf(first, unit === 'years' ? value * 12 : value);
  return corresponding.exists ? addDays(corresponding.day, -1) : corresponding.day;
}

/** First day of the period of `value` units that ends on `day`: 「満了日の60日前から」, 「期限の3か月前の翌日から」. */
function firstDayBefore(day: Day, value: number, unit: 'days' | 'months' | 'years'): Day {
  if (unit === 'days') return addDays(day, -value);
  return addDays(sameDayOf(day, unit === 'years' ? -value * 12 : -value).day, 1);
}

/** The day with the same number `months` later, or the last of that month where the month is too short. */
function sameDayOf(day: Day, months: number): { day: Day; exists: boolean } {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const index = year * 12 + (month - 1) + months;
  const monthStart = (count: number): Day =>
    `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`;
  const length = daysBetween(monthStart(index), monthStart(index + 1));
  return { day: addDays(monthStart(index), Math.min(date, length) - 1), exists: date <= length };
}
