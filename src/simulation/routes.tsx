import { z } from 'zod';
import { roomsOf } from '#identity';
import { calendar, type Inventory } from '#inventory';
import { addDays, type Clock, type Day, weekday } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { type Application, notFound, page, redirect, type Staff, UploadedFile } from '#platform/http';
import { formatDay } from '#platform/i18n';
import { dayAndTime, type ReceptionService } from '#reception';
import { PlanPage } from './pages/plan.tsx';
import { PlansPage, type PlansPageProps } from './pages/plans.tsx';
import { ComparisonPage, ResultPage, SmallestPage } from './pages/result.tsx';
import { timeOfDay } from './plan.ts';
import { type LineProblem, readRecords } from './recording.ts';
import { workApart } from './run.ts';
import { planOfSheet, type Sheet } from './sheet.ts';
import { entriesOf, filled, readSheet } from './sheet-form.ts';
import { planById, removePlan, type SavedPlan, savedPlans, savePlan } from './store.ts';
import {
  type FurnishedPlace,
  hoursOfRecords,
  sheetOfPlaces,
  sheetOfRecords,
  usualHours,
  withBookings,
} from './usual-day.ts';

/** Somebody who is expected on a day: minutes after midnight, and the places in the order of walking. */
export interface ExpectedVisit {
  minute: number;
  places: readonly string[];
}

/** The other modules that the simulation works with. */
export interface SimulationNeighbours {
  inventory: () => Inventory;
  reception: ReceptionService;
  bookedOn(day: Day): Promise<readonly ExpectedVisit[]>;
}

/** How far back days are looked at. */
const recordedDays = 56;
/** Fewer records than this say nothing of a usual day. */
const enoughRecords = 30;
const mostFileBytes = 4 * 1024 * 1024;
const noRecords = '記録がまだ少ないため、手続きの目安から作りました。';

const idParams = z.object({ id: z.uuid() });
const text = z.string().max(200);
/** Fields of the form of a plan; what came twice is none of them. */
const planFields = z.record(z.string().max(60), text).catch({});
const nameOf = (typed: string | undefined, otherwise: string): string =>
  (typed ?? '').replaceAll('\u0000', '').trim().slice(0, 60) || otherwise;
const unnamed = '名前のない計画';

/** Adds the pages on which a counter day is tried out. */
export function registerSimulation(
  app: Application,
  { database, clock }: { database: Database; clock: Clock },
  { inventory, reception, bookedOn }: SimulationNeighbours,
): void {
  const nextOpenDay = (): Day => calendar(inventory().city).nextOpenDay(addDays(clock.today(), 1));

  async function furnishedPlaces(): Promise<FurnishedPlace[]> {
    const { services, seats } = await reception.snapshot();
    return services
      .map(({ id, standardMinutes }) => ({
        id,
        standardMinutes,
        seats: seats.filter(({ serviceId }) => serviceId === id).length,
      }))
      .sort((one, other) => other.seats - one.seats);
  }

  /** A day as the record of the last weeks has it; with a weekday only such days, where there are enough of them. */
  async function usualSheet(places: readonly FurnishedPlace[], on: Day | null): Promise<Sheet> {
    const all = (await reception.waiting.recorded(recordedDays)).filter(({ booked }) => on === null || !booked);
    const same = on === null ? all : all.filter(({ day }) => weekday(day) === weekday(on));
    const used = same.length >= enoughRecords ? same : all;
    if (used.length < enoughRecords) return sheetOfPlaces(places, noRecords);
    return sheetOfRecords(used, {
      origin: `記録のある${new Set(used.map(({ day }) => day)).size}日分から作りました。`,
      hours: usualHours,
      desks: new Map(places.map(({ id, seats }) => [id, Math.max(1, seats)])),
    });
  }

  /** The next open day: its appointments, and who usually comes without one. */
  async function sheetOfNextDay(day: Day): Promise<Sheet> {
    const [places, booked] = await Promise.all([furnishedPlaces(), bookedOn(day)]);
    const bookings = booked.map(({ minute, places: own }) => ({
      at: timeOfDay(minute),
      places: [...own].slice(0, 12),
    }));
    return withBookings(await usualSheet(places, day), bookings, places);
  }

  function shown(staff: Staff) {
    const { name, department } = staff;
    return {
      name,
      department: inventory().departmentById.get(department)?.name.ja ?? department,
      rooms: roomsOf(staff),
    };
  }

  async function keepNew(name: string, sheet: Sheet): Promise<string> {
    const plan: SavedPlan = { id: newId(), name, sheet, savedAt: clock.now() };
    await savePlan(database.kysely, plan);
    return `/simulation/plans/${plan.id}`;
  }

  async function plansPage(staff: Staff, fileProblem?: PlansPageProps['fileProblem']) {
    return page(
      <PlansPage
        staff={shown(staff)}
        nextDay={formatDay(nextOpenDay(), 'ja')}
        plans={await savedPlans(database.kysely)}
        fileProblem={fileProblem}
        savedAt={({ savedAt }) => dayAndTime(savedAt, 'ja')}
      />,
      { status: fileProblem ? 422 : 200 },
    );
  }

  const route = { action: 'simulation:use', rate: 'staff' } as const;

  app.route({
    ...route,
    method: 'GET',
    url: '/simulation',
    handle: async ({ subject }) => (subject.kind === 'staff' ? plansPage(subject) : notFound()),
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/simulation/plans',
    schema: { body: z.object({ from: z.enum(['typical', 'tomorrow']).catch('typical') }) },
    handle: async ({ body }) => {
      if (body.from === 'typical') {
        return redirect(await keepNew('いつもの日', await usualSheet(await furnishedPlaces(), null)));
      }
      const day = nextOpenDay();
      return redirect(await keepNew(formatDay(day, 'ja'), await sheetOfNextDay(day)));
    },
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/simulation/records',
    upload: mostFileBytes,
    schema: { body: z.object({ records: z.instanceof(UploadedFile).optional(), leaveOut: z.literal('1').optional() }) },
    handle: async ({ body, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const read = sheetOfFile(body.records, body.leaveOut === '1');
      if ('message' in read) return plansPage(subject, read);
      return redirect(await keepNew('記録した日', read.sheet));
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/simulation/plans/:id',
    schema: { params: idParams },
    handle: async ({ params, subject }) => {
      const plan = await planById(database.kysely, params.id);
      if (subject.kind !== 'staff' || plan === null) return notFound();
      const { id, name, sheet } = plan;
      return page(
        <PlanPage staff={shown(subject)} id={id} sheet={sheet} entries={entriesOf(name, sheet)} problems={[]} />,
      );
    },
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/simulation/plans/:id',
    schema: { params: idParams, body: planFields },
    handle: async ({ params, body, subject }) => {
      const plan = await planById(database.kysely, params.id);
      if (subject.kind !== 'staff' || plan === null) return notFound();
      const entries = filled(body, plan.sheet);
      const { sheet, problems } = readSheet(entries, plan.sheet);
      if (sheet === null) {
        const typed = { ...entriesOf(plan.name, plan.sheet), ...entries };
        return page(
          <PlanPage staff={shown(subject)} id={plan.id} sheet={plan.sheet} entries={typed} problems={problems} />,
          { status: 422 },
        );
      }
      await savePlan(database.kysely, {
        ...plan,
        name: nameOf(entries.name, body.name === undefined ? plan.name : unnamed),
        sheet,
        savedAt: clock.now(),
      });
      const next: { [action: string]: string } = { run: '/result', smallest: '/smallest', fill: '#desks' };
      return redirect(`/simulation/plans/${plan.id}${next[entries.action ?? ''] ?? ''}`);
    },
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/simulation/plans/:id/copy',
    schema: { params: idParams, body: z.object({ name: text.optional(), desks: z.string().max(10_000).optional() }) },
    handle: async ({ params, body }) => {
      const plan = await planById(database.kysely, params.id);
      const sheet = plan && (body.desks === undefined ? plan.sheet : withDesks(plan.sheet, body.desks));
      if (plan === null || sheet === null) return notFound();
      return redirect(await keepNew(nameOf(body.name, `${plan.name.slice(0, 55)}の写し`), sheet));
    },
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/simulation/plans/:id/remove',
    schema: { params: idParams },
    handle: async ({ params }) => {
      await removePlan(database.kysely, params.id);
      return redirect('/simulation');
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/simulation/plans/:id/result',
    schema: { params: idParams, query: z.object({ open: z.literal('1').optional().catch(undefined) }) },
    handle: async ({ params, query, subject }) => {
      const plan = await planById(database.kysely, params.id);
      if (subject.kind !== 'staff' || plan === null) return notFound();
      const { days, goal } = plan.sheet;
      const ask = { plan: planOfSheet(plan.name, plan.sheet), days, goalMinutes: goal.minutes };
      const worked = await workApart('simulate', ask);
      return page(<ResultPage staff={shown(subject)} plan={plan} worked={worked} open={query.open === '1'} />);
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/simulation/plans/:id/smallest',
    schema: { params: idParams },
    handle: async ({ params, subject }) => {
      const plan = await planById(database.kysely, params.id);
      if (subject.kind !== 'staff' || plan === null) return notFound();
      const { days, goal, places } = plan.sheet;
      const { answer, seconds } = await workApart('smallest', { plan: planOfSheet(plan.name, plan.sheet), days, goal });
      const { desks, holds } = answer.staffing;
      const sheet = {
        ...plan.sheet,
        places: places.map((one, index) => ({ ...one, desks: desks[index] ?? one.desks })),
      };
      return page(
        <SmallestPage
          staff={shown(subject)}
          plan={plan}
          sheet={sheet}
          holds={holds}
          worked={{ answer: answer.result, seconds }}
        />,
      );
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/simulation/compare',
    schema: { query: z.object({ first: z.uuid().catch(''), second: z.uuid().catch('') }) },
    handle: async ({ query, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const [first = null, second = null] = await Promise.all(
        [query.first, query.second].map((id) => (id === '' ? null : planById(database.kysely, id))),
      );
      // A plan that is no more leaves nothing to compare; those that are there can be chosen again.
      if (first === null || second === null) return redirect('/simulation');
      const worked = await workApart('compare', {
        first: planOfSheet(first.name, first.sheet),
        second: planOfSheet(second.name, second.sheet),
        days: Math.max(first.sheet.days, second.sheet.days),
        goalMinutes: first.sheet.goal.minutes,
      });
      return page(<ComparisonPage staff={shown(subject)} plans={[first, second]} worked={worked} />);
    },
  });
}

/** The sheet with other desks, as a page of ours sent them; null when they do not fit it. */
function withDesks(sheet: Sheet, written: string): Sheet | null {
  try {
    const desks = z.array(z.array(z.int().min(0).max(40))).parse(JSON.parse(written));
    const fits = sheet.places.every((place, index) => desks[index]?.length === place.desks.length);
    if (!fits || desks.length !== sheet.places.length) return null;
    return { ...sheet, places: sheet.places.map((place, index) => ({ ...place, desks: desks[index] ?? [] })) };
  } catch {
    return null;
  }
}

/** The sheet that a file of recorded days makes, or why it makes none. */
function sheetOfFile(
  sent: UploadedFile | undefined,
  leaveOut: boolean,
): { sheet: Sheet } | { message: string; lines: readonly LineProblem[]; mayLeaveOut: boolean } {
  const refused = (message: string, lines: readonly LineProblem[] = [], mayLeaveOut = false) => ({
    message,
    lines,
    mayLeaveOut,
  });
  if (sent === undefined || sent.bytes?.length === 0) return refused('記録のファイルをえらんでください。');
  if (sent.bytes === null) {
    return refused('ファイルが大きすぎます。4MBまでです。数日分だけを書き出して、もう一度送ってください。');
  }
  const { records, problems } = readRecords(sent.bytes);
  if (records.length === 0) {
    return refused('使える行がありません。1行目の見出しと、時刻の書き方を確かめてください。', problems);
  }
  if (problems.length > 0 && !leaveOut) {
    return refused(`読めない行が${problems.length}あります。下の行を直して、もう一度送ってください。`, problems, true);
  }
  const days = new Set(records.map(({ day }) => day)).size;
  const left = problems.length > 0 ? `読めない${problems.length}行は除きました。` : '';
  const origin = `ファイルの${days}日分、${records.length}件の記録から作りました。${left}`;
  return { sheet: sheetOfRecords(records, { origin, hours: hoursOfRecords(records) }) };
}
