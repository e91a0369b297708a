import type { CaseService } from '#cases';
import { type Inventory, orderProcedures } from '#inventory';
import { type Clock, toDay } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { type DemoAnswers, type DemoVisitor, demoVisitors } from './demo-visitors.ts';
import { createReception, type ReceptionService } from './queue/service.ts';
import type { Leg } from './queue/visit.ts';

/** What the demonstration stands on. */
export interface DemoParts {
  database: Database;
  clock: Clock;
  inventory: () => Inventory;
  tokenOf: ReceptionService['tokenOf'];
  cases: Pick<CaseService, 'createCase'>;
  /** Enters at home what a visitor prepared: fills in the pre-entry of their case and hands it in. */
  fillIn(caseId: string, answers: DemoAnswers): Promise<void>;
}

/** Something that happens some minutes before now. */
interface Moment {
  minutesAgo: number;
  happens(): Promise<unknown>;
}

/** A clock that stands at the moment that is being played. */
interface StageClock extends Clock {
  moveTo(minutesAgo: number): void;
}

/** Times of the morning on the same day; just after midnight there is no morning yet, and all happens now. */
function stageClock(clock: Clock, earliest: number): StageClock {
  const end = clock.now();
  const at = (minutesAgo: number): Date => new Date(end.getTime() - minutesAgo * 60_000);
  const hasPast = toDay(at(earliest)) === toDay(end);
  let now = end;
  return {
    now: () => now,
    today: () => toDay(now),
    moveTo: (minutesAgo) => {
      now = hasPast ? at(minutesAgo) : end;
    },
  };
}

/** The way of one visitor to their number: guide, pre-entry and kiosk, or the kiosk alone. */
async function arrive(parts: DemoParts, reception: ReceptionService, visitor: DemoVisitor): Promise<void> {
  const { prepared, language = 'ja', priorityReason } = visitor;
  const arrival = { commandId: newId(), actor: 'visitor', source: 'kiosk', language, priorityReason } as const;
  if (!prepared) {
    await reception.checkIn({ ...arrival, caseId: null, procedures: visitor.procedures ?? [] });
    return;
  }
  const inventory = parts.inventory();
  const verdicts = inventory.program.verdicts(prepared.facts, 'no');
  const needed = inventory.procedures.filter(({ id }) => verdicts.get(id) === true);
  const procedures = orderProcedures(needed).map(({ id }) => id);
  const { caseId } = await parts.cases.createCase(
    { kind: 'anonymous' },
    { facts: prepared.facts, procedures, undecided: [], language },
  );
  await parts.fillIn(caseId, prepared.answers);
  await reception.checkIn({ ...arrival, caseId, procedures });
}

/** A colleague at one seat, who calls whoever is next and goes on with whoever is there. */
interface Colleague {
  callNext(): Promise<void>;
  act(
    work: (command: { commandId: string; actor: string; counterId: number; legId: string }) => Promise<Leg>,
  ): Promise<void>;
}

/** Sits down at a free seat of a place, never at the first one: that is for whoever tries the product. */
async function sitDown(reception: ReceptionService, serviceId: string): Promise<Colleague> {
  const { seats } = await reception.snapshot();
  const seat = seats.find((one) => one.serviceId === serviceId && one.number > 1 && one.staffId === null);
  const actor = newId();
  if (seat) await reception.takeSeat(seat.id, actor);
  let leg: Leg | null = null;
  return {
    async callNext() {
      if (seat) leg = await reception.callNext({ commandId: newId(), actor, counterId: seat.id });
    },
    async act(work) {
      if (seat && leg) await work({ commandId: newId(), actor, counterId: seat.id, legId: leg.id });
    },
  };
}

/** What the colleagues do with the visitors: some are done, one is served, one put aside, one did not come. */
function work(
  reception: ReceptionService,
  clock: Clock,
  desks: Readonly<Record<'first' | 'second' | 'cards' | 'papers', Colleague>>,
): Moment[] {
  const { first, second, cards, papers } = desks;
  const serve = (desk: Colleague) => desk.act((command) => reception.act(command, 'startServing'));
  const finish = (desk: Colleague) => desk.act((command) => reception.done(command));
  const miss = (desk: Colleague) => desk.act((command) => reception.act(command, 'noAnswer'));
  const putAside = (desk: Colleague) =>
    desk.act((command) =>
      reception.hold(command, { reason: '書類待ち', until: new Date(clock.now().getTime() + 30 * 60_000) }),
    );
  return [
    { minutesAgo: 40, happens: first.callNext },
    { minutesAgo: 39, happens: () => serve(first) },
    { minutesAgo: 36, happens: cards.callNext },
    { minutesAgo: 35, happens: () => serve(cards) },
    { minutesAgo: 31, happens: second.callNext },
    { minutesAgo: 30, happens: papers.callNext },
    { minutesAgo: 27, happens: () => miss(second) },
    { minutesAgo: 26, happens: second.callNext },
    { minutesAgo: 25, happens: () => serve(papers) },
    { minutesAgo: 22, happens: () => finish(first) },
    { minutesAgo: 21, happens: () => finish(papers) },
    { minutesAgo: 18, happens: () => putAside(second) },
    { minutesAgo: 12, happens: () => finish(cards) },
    { minutesAgo: 8, happens: first.callNext },
    { minutesAgo: 7, happens: () => serve(first) },
    { minutesAgo: 3, happens: cards.callNext },
  ];
}

/**
 * Plays a morning at the counters for trying the product out: invented visitors come, colleagues call and serve some of
 * them, the others wait. All of it goes through the services that real visitors use. Gives the number of visitors.
 */
export async function letDemoVisitorsIn(parts: DemoParts): Promise<number> {
  const clock = stageClock(parts.clock, Math.max(...demoVisitors.map(({ minutesAgo }) => minutesAgo)));
  const reception = createReception({ ...parts, clock });
  await reception.furnish();
  const desks = {
    first: await sitDown(reception, '1階 3番窓口'),
    second: await sitDown(reception, '1階 3番窓口'),
    cards: await sitDown(reception, '2階 12番窓口'),
    papers: await sitDown(reception, '1階 5番窓口'),
  };
  const arrivals = demoVisitors.map((visitor): Moment => {
    return { minutesAgo: visitor.minutesAgo, happens: () => arrive(parts, reception, visitor) };
  });
  const moments = [...arrivals, ...work(reception, clock, desks)].sort(
    (one, other) => other.minutesAgo - one.minutesAgo,
  );
  for (const { minutesAgo, happens } of moments) {
    clock.moveTo(minutesAgo);
    await happens();
  }
  return demoVisitors.length;
}
