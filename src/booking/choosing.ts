import type { CaseService } from '#cases';
import { addDays, type Clock, type Day } from '#platform/clock';
import type { Subject } from '#platform/http';
import { formatDay, type Language } from '#platform/i18n';
import { timeOf } from './cell.ts';
import type { ChooseTimeProps } from './pages/choose-time.tsx';
import type { Plan } from './plan.ts';
import type { BookingService } from './service.ts';
import type { Asked } from './shapes.ts';
import type { Booking } from './store.ts';

/** Days beside each other (design guide: five, no empty weekend columns). */
const stripDays = 5;
/** How far the first free day is looked for. */
const searchDays = 60;

/** 「11月25日(水) 10:30」 */
export function whenText({ day, firstCell }: Pick<Booking, 'day' | 'firstCell'>, language: Language): string {
  return `${formatDay(day, language)} ${timeOf(firstCell)}`;
}

/** The procedures that a time is booked for: those that are needed; where nothing is certain, those to be asked about. */
export async function proceduresToBook(
  cases: Pick<CaseService, 'overview'>,
  subject: Subject,
  caseId: string,
): Promise<string[]> {
  const { procedures } = await cases.overview(subject, caseId);
  const needed = procedures.filter(({ state }) => state === 'wanted').map(({ id }) => id);
  return needed.length > 0 ? needed : procedures.filter(({ state }) => state === 'undecided').map(({ id }) => id);
}

/** The days that are shown to choose from, and the one that is open. */
export type ShownDays = Pick<ChooseTimeProps, 'strip' | 'month' | 'chosen'>;

/** Finds the days that a page of choosing shows: a few beside each other, or a month. */
export function daysToChoose(booking: BookingService, clock: Clock) {
  const firstDayOf = async (plan: Plan, wanted: Day | undefined): Promise<Day> => {
    const today = clock.today();
    if (wanted !== undefined && wanted >= today) return wanted;
    const days = await booking.openDays(plan, today, searchDays);
    return (days.find(({ mark }) => mark === 'open' || mark === 'few') ?? days[0])?.day ?? today;
  };

  /** The days to choose from, as they are asked for. */
  async function daysFor(plan: Plan, query: Asked): Promise<ShownDays> {
    const chosen = query.day === undefined ? null : await booking.day(plan, query.day);
    if (query.month !== undefined) return { strip: null, month: await monthOf(plan, query.month), chosen };
    const from = await firstDayOf(plan, query.from ?? query.day);
    const days = await booking.openDays(plan, from, stripDays);
    const later = days.at(-1) && addDays(days.at(-1)?.day ?? from, 1);
    const earlier = addDays(from, -7);
    const today = clock.today();
    return {
      strip: {
        days,
        earlier: from > today ? laterOf(earlier, today) : null,
        later: later && later <= (await booking.lastDay(plan)) ? later : null,
      },
      month: null,
      chosen: chosen ?? days.find(({ mark }) => mark === 'open' || mark === 'few') ?? null,
    };
  }

  async function monthOf(plan: Plan, asked: string): Promise<NonNullable<ChooseTimeProps['month']>> {
    const [year = 0, month = 0] = asked.split('-').map(Number);
    const at = (offset: number) => new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 7);
    const last = (await booking.lastDay(plan)).slice(0, 7);
    const today = clock.today();
    const first = `${asked}-01`;
    const days =
      asked < today.slice(0, 7) || asked > last
        ? []
        : (await booking.openDays(plan, first > today ? first : today, 31)).filter(({ day }) => day.startsWith(asked));
    return {
      year,
      month,
      days,
      earlier: asked > today.slice(0, 7) ? at(-1) : null,
      later: asked < last ? at(1) : null,
    };
  }

  return daysFor;
}

/** The later of two days. */
export const laterOf = (one: Day, other: Day): Day => (one > other ? one : other);
