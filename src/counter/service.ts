import type { CaseEntry, CaseNote, CaseService } from '#cases';
import { decide } from '#identity';
import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Database, Transaction } from '#platform/database';
import { UserError } from '#platform/errors';
import { appendEvent } from '#platform/events';
import type { Staff } from '#platform/http';
import {
  currentLeg,
  type Leg,
  leftFrom,
  legsOf,
  type Queued,
  type ReceptionService,
  type Seat,
  type SeatQueue,
  type Service,
  type Snapshot,
  seatQueue,
  type Visit,
  type VisitStep,
} from '#reception';
import { factBadges } from './facts.ts';
import { type DeskName, deskName } from './name.ts';
import { type DeskProcedure, stepsFor } from './steps.ts';
import { type CheckState, checksOf, removeTick, setCheck, setTick, type Tick, ticksOf } from './store.ts';

export interface CounterParts {
  database: Database;
  clock: Clock;
  reception: ReceptionService;
  cases: CaseService;
  inventory: () => Inventory;
  /** Where invented visitors are let in; only in demo mode. */
  demoVisitorsPath?: string;
  /** The names of the staff by their ids, for sending a visitor to one of them; without it seats stand for people. */
  staffNames?: StaffNames;
}

/** The names of the staff by their ids. */
export type StaffNames = () => Promise<ReadonlyMap<string, string>>;

/** An entry with what staff found about it; `null` is まだ. */
export interface DeskEntry {
  entry: CaseEntry;
  check: CheckState | null;
}

/** What the desk shows of the case: only what this member of staff may see. */
export interface DeskCase {
  code: string;
  /** Null where nothing was entered, and for protected persons: their name stands on no screen that others can see. */
  person: DeskName | null;
  badges: readonly string[];
  entries: readonly DeskEntry[];
  notes: readonly CaseNote[];
  /** Whether there is more that this role does not see. */
  withheld: boolean;
  revision: number;
}

/** One visitor on the desk. */
export interface DeskVisitor {
  visit: Visit;
  /** The leg at this place that is being looked at. */
  leg: Leg;
  legs: readonly Leg[];
  case: DeskCase | null;
  /** There is a case, and this member of staff may not open it now: a protected person who was not called yet. */
  withheld: boolean;
  procedures: readonly DeskProcedure[];
  history: readonly VisitStep[];
}

/** The whole desk of a seat. */
export interface Desk {
  seat: Seat;
  service: Service;
  snapshot: Snapshot;
  queue: SeatQueue;
  visitor: DeskVisitor | null;
  /** Who left this place last, while that can still be taken back. */
  left: Queued | null;
}

export interface CounterService {
  /** Takes a seat. Throws a UserError (403) at a counter that is none of theirs. */
  sit(staff: Staff, counterId: number): Promise<void>;
  /** Throws a UserError (409) unless they sit there: somebody else may have taken the seat over. */
  requireSeat(staff: Staff, counterId: number): Promise<void>;
  /** The seats of the hall, with who sits there. */
  hall(): Promise<Snapshot>;
  /** The desk of a seat; the visitor is the one asked for, or who is at the seat. Null when there is no such seat. */
  desk(staff: Staff, counterId: number, legId?: string): Promise<Desk | null>;
  /** Whether a visitor is at this seat now, and the seat is theirs. */
  isAssigned(staff: Staff, counterId: number, legId: string): Promise<boolean>;
  /** Says in the visitor's case that the procedures of a leg are done, or are to be done after all. */
  markProcedures(staff: Staff, leg: Leg, state: 'done' | 'wanted'): Promise<void>;
  tick(staff: Staff, tick: Omit<Tick, 'staffId' | 'at'>, done: boolean): Promise<void>;
  check(staff: Staff, check: { visitId: string; entry: string; revision: number; state: CheckState }): Promise<void>;
}

/** Whether a visitor is at this seat now: only then may the desk see what is sensitive. */
function isAtSeat(leg: Leg, seat: Seat): boolean {
  return leg.counterId === seat.id && ['called', 'serving'].includes(leg.state);
}

/** Whether somebody may work at a counter. */
export function mayServe(staff: Staff, counter: string, now: Date): boolean {
  return decide(staff, 'counter:act', { kind: 'counter', counter }, { now }).permit;
}

const otherCounter = (): UserError =>
  new UserError(
    'counter.other',
    { ja: 'この窓口は、あなたの担当ではありません。担当を変えるときは、職員の登録をする人(管理)に頼んでください。' },
    403,
  );

const seatTaken = (): UserError =>
  new UserError(
    'counter.seatTaken',
    { ja: 'この席には、いまあなたが座っていません。ほかの職員が引き継いだようです。席を選び直してください。' },
    409,
  );

/** A case that this member of staff may not open leaves the desk without it; every other fault stays a fault. */
function whenDenied(error: unknown): null {
  if (error instanceof UserError && error.code === 'case.notFound') return null;
  throw error;
}

/** The desk: who waits, what this visitor entered, and how their procedures are done. */
export function createCounterService(parts: CounterParts): CounterService {
  const { database, clock, reception, cases, inventory } = parts;

  async function deskCase(staff: Staff, visit: Visit, assigned: boolean) {
    if (visit.caseId === null) return null;
    // Whoever stands in the queue of this place comes to it today.
    const standing = { assigned, expected: true };
    const view = await cases.viewForCounter(staff, visit.caseId, standing).catch(whenDenied);
    if (view === null) return null;
    const facts = view.facts.reveal();
    const revision = view.overview.entriesRevision;
    const checks = await checksOf(database.kysely, visit.id, revision);
    const entries = view.entries.reveal();
    const shown: DeskCase = {
      code: view.overview.code,
      person: deskName(entries, view.isProtected),
      badges: factBadges(inventory(), facts),
      entries: entries.map((entry) => ({ entry, check: checks.get(entry.key) ?? null })),
      notes: view.notes.reveal(),
      withheld: view.withheld,
      revision,
    };
    return { shown, facts };
  }

  /** Who left a place of this seat last, while that can still be taken back. */
  async function lastWhoLeft(snapshot: Snapshot, seat: Seat): Promise<Queued | null> {
    const left = [...snapshot.visits.values()].flatMap((visit) => {
      const leg = leftFrom(snapshot, visit);
      return leg?.endedAt && seat.skills.includes(leg.serviceId) ? [{ leg, visit, at: leg.endedAt.getTime() }] : [];
    });
    const last = left.sort((one, other) => other.at - one.at)[0];
    return last && (await reception.isUndoable(last.leg)) ? last : null;
  }

  async function deskVisitor(
    staff: Staff,
    desk: Pick<Desk, 'seat' | 'service' | 'snapshot' | 'queue'>,
    leg: Leg,
  ): Promise<DeskVisitor | null> {
    const visit = desk.snapshot.visits.get(leg.visitId);
    if (!visit) return null;
    const opened = await deskCase(staff, visit, isAtSeat(leg, desk.seat));
    const withheld = visit.caseId !== null && opened === null;
    const { facts, shown } = opened ?? { facts: {}, shown: null };
    return {
      visit,
      leg,
      legs: legsOf(desk.snapshot, visit.id),
      case: shown,
      withheld,
      // What somebody came for says as much about them as what they entered.
      procedures: withheld
        ? []
        : stepsFor(
            inventory(),
            { procedures: leg.procedures, facts, ticks: await ticksOf(database.kysely, visit.id) },
            desk.service.departments,
          ),
      history: await reception.history(visit.id),
    };
  }

  /** Writes what staff noted, and tells the other desks that have the visitor open. */
  function note(
    visitId: string,
    kind: string,
    write: (transaction: Transaction, at: Date) => Promise<void>,
  ): Promise<void> {
    return database.transaction(async (transaction) => {
      await write(transaction, clock.now());
      await appendEvent(transaction, { topic: `visit:${visitId}`, subject: visitId, kind });
    });
  }

  return {
    hall: () => reception.snapshot(),
    async sit(staff, counterId) {
      const { seats } = await reception.snapshot();
      const seat = seats.find(({ id }) => id === counterId);
      if (seat && !mayServe(staff, seat.serviceId, clock.now())) throw otherCounter();
      await reception.takeSeat(counterId, staff.staffId);
    },
    async requireSeat({ staffId }, counterId) {
      const { seats } = await reception.snapshot();
      if (seats.find(({ id }) => id === counterId)?.staffId !== staffId) throw seatTaken();
    },
    async desk(staff, counterId, legId) {
      const snapshot = await reception.snapshot();
      const seat = snapshot.seats.find(({ id }) => id === counterId);
      const service = snapshot.services.find(({ id }) => id === seat?.serviceId);
      if (!seat || !service) return null;
      const queue = seatQueue(snapshot, seat);
      const asked = [queue.current, ...queue.waiting, ...queue.forOthers, ...queue.aside].find(
        (one) => one?.leg.id === legId,
      );
      const desk = { seat, service, snapshot, queue };
      const leg = (asked ?? queue.current)?.leg;
      const left = await lastWhoLeft(snapshot, seat);
      return { ...desk, left, visitor: leg ? await deskVisitor(staff, desk, leg) : null };
    },
    async isAssigned({ staffId }, counterId, legId) {
      const { seats, legs } = await reception.snapshot();
      const seat = seats.find(({ id }) => id === counterId);
      const leg = legs.find(({ id }) => id === legId);
      return seat?.staffId === staffId && leg !== undefined && isAtSeat(leg, seat);
    },
    async markProcedures(staff, leg, state) {
      const caseId = (await reception.visit(leg.visitId))?.visit.caseId;
      if (!caseId) return;
      for (const procedure of leg.procedures) {
        await cases.setProcedureState(staff, caseId, procedure, state, { assigned: true });
      }
    },
    tick: ({ staffId }, tick, done) =>
      note(tick.visitId, 'step.ticked', (transaction, at) =>
        done ? setTick(transaction, { ...tick, staffId, at }) : removeTick(transaction, tick),
      ),
    check: ({ staffId }, check) =>
      note(check.visitId, 'entry.checked', (transaction, at) => setCheck(transaction, { ...check, staffId, at })),
  };
}

/** The place that a visitor goes to next, if any. */
export function nextPlace(legs: readonly Leg[]): Leg | null {
  const current = currentLeg(legs);
  return legs.find(({ state, position }) => state === 'planned' && position > (current?.position ?? 0)) ?? null;
}
