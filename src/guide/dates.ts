import type { NamedDate } from '#inventory';
import type { Day } from '#platform/clock';
import type { Fields } from '#platform/http';
import { checkEraDate, type Problem, type TypedDate } from '#platform/japanese';

/** The dates of a posted form: those that could be read, and for the others what was typed and what is wrong. */
export interface PostedDates {
  dates: Record<string, Day>;
  typed: Record<string, TypedDate>;
  problems: Record<string, DateProblem>;
}

export type DateProblem = { kind: 'text'; problem: Problem } | { kind: 'past' | 'future'; today: Day };

/**
 * Reads the days that deadlines count from. An empty date stays unanswered: nobody has to know it here. `today` bounds
 * days that must have passed (a birth) or must still come.
 */
export function readDates(asked: readonly NamedDate[], body: Fields, today: Day): PostedDates {
  const posted: PostedDates = { dates: {}, typed: {}, problems: {} };
  for (const { id, bounds } of asked) {
    const typed = typedDate(body, id);
    if ([typed.year, typed.month, typed.day].every((part) => (part ?? '').trim() === '')) continue;
    posted.typed[id] = typed;
    const checked = checkEraDate(typed);
    if ('problem' in checked) posted.problems[id] = { kind: 'text', problem: checked.problem };
    else if (bounds === 'past' && checked.value > today) posted.problems[id] = { kind: 'past', today };
    else if (bounds === 'future' && checked.value < today) posted.problems[id] = { kind: 'future', today };
    else posted.dates[id] = checked.value;
  }
  return posted;
}

function typedDate(body: Fields, id: string): TypedDate {
  const part = (name: string): string => {
    const value = body[`${id}.${name}`];
    return typeof value === 'string' ? value.slice(0, 20) : '';
  };
  return { era: part('era'), year: part('year'), month: part('month'), day: part('day') };
}
