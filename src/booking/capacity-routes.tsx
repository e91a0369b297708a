import { z } from 'zod';
import { decide, shownStaff } from '#identity';
import { addDays, type Day, instantOf } from '#platform/clock';
import { type Application, notFound, page, type Result, redirect, type Staff } from '#platform/http';
import { formatDay } from '#platform/i18n';
import { dayAndTime } from '#reception';
import type { FormError } from '#ui';
import { type DayHours, type WeekdayName, weekdayNames } from './hours.ts';
import { CapacityListPage, PoolPage, RosterPage, weekdayLabels } from './pages/capacity.tsx';
import type { Pool } from './pool-store.ts';
import {
  readRules,
  readStretches,
  rulesBody,
  stretchCount,
  stretchesOf,
  stretchFields,
  type TypedRules,
  typedStretches,
} from './roster-form.ts';
import { dayPattern } from './shapes.ts';
import { actorOf, placeNames, type StaffPagesParts, staffOf } from './staff-parts.ts';

const path = '/booking/capacity';
const poolParameter = z.object({ pool: z.coerce.number().int().min(1).max(2_000_000_000) });
const whenParameter = poolParameter.extend({ when: z.union([z.enum(weekdayNames), dayPattern]) });
const closedBody = z.object({ day: z.string().max(20).default(''), reason: z.string().max(200).default('') });
const rosterBody = z.object({
  ...stretchFields,
  revision: z.coerce.number().int().min(1).optional().catch(undefined),
  reason: z.string().max(200).default(''),
  action: z.enum(['save', 'usual', 'closed']).default('save').catch('save'),
});
/** Days that the page of a place lists. */
const daysShown = 21;
/** An empty line or two beside what stands there. */
const spareLines = 2;
const changedMeanwhile = 'ほかの人が先に変えました。今の内容を確かめて、もう一度変えてください。';

const isWeekday = (when: string): when is WeekdayName => (weekdayNames as readonly string[]).includes(when);

/** Adds the pages on which staff set how much can be booked. */
export function addCapacityRoutes(app: Application, parts: StaffPagesParts): void {
  const { capacity, clock, inventory } = parts;
  const reading = { action: 'booking:list', rate: 'staff', method: 'GET' } as const;
  const changing = { action: 'booking:arrange', rate: 'staff', method: 'POST' } as const;

  async function common(staff: Staff) {
    const mayChange = decide(staff, 'booking:arrange', { kind: 'route' }, { now: staff.authenticatedAt }).permit;
    return { staff: shownStaff(staff, inventory()), conflicts: await capacity.conflictCount(), mayChange };
  }

  async function list(
    staff: Staff,
    typed = { day: '', reason: '' },
    errors: readonly FormError[] = [],
  ): Promise<Result> {
    const names = await placeNames(parts);
    const exceptions = await capacity.exceptions();
    const places = (await capacity.pools()).map((pool) => ({
      pool,
      place: names.get(pool.serviceId) ?? pool.serviceId,
      today: parts.booking.layout.hoursOf(pool, clock.today(), exceptions),
    }));
    const opensAt = await parts.room.opensAt();
    const opening = opensAt && dayAndTime(opensAt, 'ja');
    const shown = { ...(await common(staff)), places, opening, closed: { typed, errors } };
    return page(<CapacityListPage {...shown} />, { status: errors.length > 0 ? 422 : 200 });
  }

  app.route({ ...reading, url: path, handle: async (request) => list(staffOf(request)) });

  app.route({
    ...changing,
    url: `${path}/closed`,
    schema: { body: closedBody },
    handle: async (request) => {
      const { day, reason } = request.body;
      const errors: FormError[] = [];
      if (!dayPattern.safeParse(day).success || day < clock.today()) {
        errors.push({ name: 'day', message: '今日からあとの日を選んでください。' });
      }
      if (reason.trim() === '')
        errors.push({ name: 'reason', message: '理由を入れてください。あとで見る職員に伝わります。' });
      if (errors.length > 0) return list(staffOf(request), request.body, errors);
      await capacity.setDay(await capacity.pools(), day, [], reason.trim(), actorOf(request.subject));
      return redirect((await capacity.conflictCount()) > 0 ? '/booking/conflicts' : path);
    },
  });

  /** When booking begins for everybody at once, through the waiting room; empty lifts it. */
  app.route({
    ...changing,
    url: `${path}/opening`,
    schema: {
      body: z.object({ openingDay: z.string().max(20).default(''), openingTime: z.string().max(20).default('') }),
    },
    handle: async (request) => {
      const { openingDay: day, openingTime: time } = request.body;
      if (day.trim() === '') await parts.room.setOpening(null);
      else {
        const at =
          dayPattern.safeParse(day).success && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? instantOf(day, time) : null;
        if (at === null || at <= clock.now()) {
          const message = '今からあとの日と時刻を入れてください。やめるときは、日を空にしてください。';
          return list(staffOf(request), undefined, [{ name: 'openingDay', message }]);
        }
        await parts.room.setOpening(at);
      }
      return redirect(path);
    },
  });

  async function showPool(
    staff: Staff,
    pool: Pool,
    typed: TypedRules = typedOf(pool),
    errors: readonly FormError[] = [],
  ): Promise<Result> {
    const exceptions = await capacity.exceptions(pool.id);
    const days = Array.from({ length: daysShown }, (_, ahead) => addDays(clock.today(), ahead)).map((day) => ({
      day,
      hours: parts.booking.layout.hoursOf(pool, day, exceptions),
      reason: exceptions.find((one) => one.day === day)?.reason ?? null,
    }));
    const place = (await placeNames(parts)).get(pool.serviceId) ?? pool.serviceId;
    const shown = { ...(await common(staff)), pool, place, typed, errors, days };
    return page(<PoolPage {...shown} />, { status: errors.length > 0 ? 422 : 200 });
  }

  app.route({
    ...reading,
    url: `${path}/:pool`,
    schema: { params: poolParameter },
    handle: async (request) => {
      const pool = await capacity.pool(request.params.pool);
      return pool === null ? notFound() : showPool(staffOf(request), pool);
    },
  });

  app.route({
    ...changing,
    url: `${path}/:pool`,
    schema: { params: poolParameter, body: rulesBody },
    handle: async (request) => {
      const pool = await capacity.pool(request.params.pool);
      if (pool === null) return notFound();
      const { rules, errors } = readRules(request.body);
      if (errors.length > 0) return showPool(staffOf(request), pool, request.body, errors);
      const { revision = pool.revision } = request.body;
      if (await capacity.setRules(pool, revision, rules, actorOf(request.subject)))
        return redirect(`${path}/${pool.id}`);
      return showPool(staffOf(request), pool, request.body, [{ name: 'publicPercent', message: changedMeanwhile }]);
    },
  });

  async function showRoster(
    staff: Staff,
    pool: Pool,
    when: string,
    shown: { lines: readonly { from: string; until: string; desks: string }[]; reason: string },
    errors: readonly FormError[] = [],
  ): Promise<Result> {
    const place = (await placeNames(parts)).get(pool.serviceId) ?? pool.serviceId;
    const count = Math.min(stretchCount, shown.lines.length + spareLines);
    const lines = Array.from({ length: count }, (_, index) => shown.lines[index] ?? { from: '', until: '', desks: '' });
    const isDay = !isWeekday(when);
    const title = isDay ? formatDay(when, 'ja') : weekdayLabels[when];
    const all = { ...(await common(staff)), pool, place, title, when, isDay, lines, reason: shown.reason, errors };
    return page(<RosterPage {...all} />, { status: errors.length > 0 ? 422 : 200 });
  }

  app.route({
    ...reading,
    action: 'booking:arrange',
    url: `${path}/:pool/:when`,
    schema: { params: whenParameter, query: z.object({ copy: z.literal('1').optional().catch(undefined) }) },
    handle: async (request) => {
      const { params, query } = request;
      const pool = await capacity.pool(params.pool);
      if (pool === null) return notFound();
      if (isWeekday(params.when)) {
        const lines = stretchesOf(pool.week[params.when] ?? []);
        return showRoster(staffOf(request), pool, params.when, { lines, reason: '' });
      }
      const own = await capacity.dayOf(pool, params.when);
      const { hours } = query.copy ? await capacity.dayOf(pool, addDays(params.when, -7)) : own;
      return showRoster(staffOf(request), pool, params.when, { lines: stretchesOf(hours), reason: own.reason ?? '' });
    },
  });

  app.route({
    ...changing,
    url: `${path}/:pool/:when`,
    schema: { params: whenParameter, body: rosterBody },
    handle: async (request) => {
      const { params, body } = request;
      const pool = await capacity.pool(params.pool);
      if (pool === null) return notFound();
      const actor = actorOf(request.subject);
      const typed = {
        lines: typedStretches(body).filter(({ from, until, desks }) => from + until + desks !== ''),
        reason: body.reason,
      };
      const { hours, errors } = body.action === 'save' ? readStretches(typed.lines) : { hours: [], errors: [] };
      if (!isWeekday(params.when) && body.action !== 'usual' && body.reason.trim() === '') {
        errors.push({ name: 'reason', message: 'いつもと違う理由を入れてください。あとで見る職員に伝わります。' });
      }
      if (errors.length > 0) return showRoster(staffOf(request), pool, params.when, typed, errors);
      const { revision = pool.revision } = body;
      if (
        !(await save(pool, params.when, {
          hours,
          revision,
          actor,
          usual: body.action === 'usual',
          reason: body.reason.trim(),
        }))
      ) {
        return showRoster(staffOf(request), pool, params.when, typed, [{ name: 'from-0', message: changedMeanwhile }]);
      }
      return redirect(`${path}/${pool.id}`);
    },
  });

  async function save(
    pool: Pool,
    when: WeekdayName | Day,
    {
      hours,
      revision,
      actor,
      usual,
      reason,
    }: { hours: DayHours; revision: number; actor: string; usual: boolean; reason: string },
  ): Promise<boolean> {
    if (isWeekday(when)) return capacity.setWeekday(pool, revision, when, hours, actor);
    if (usual) await capacity.resetDay(pool, when, actor);
    else await capacity.setDay([pool], when, hours, reason, actor);
    return true;
  }
}

const typedOf = ({ isOpen, publicPercent, leadMinutes, horizonDays }: Pool): TypedRules => ({
  isOpen: isOpen ? 'yes' : 'no',
  publicPercent: String(publicPercent),
  leadMinutes: String(leadMinutes),
  horizonDays: String(horizonDays),
});
