import type { Inventory } from '#inventory';
import type { Executor, Transaction } from '#platform/database';
import type { Subject } from '#platform/http';
import { enqueuePrint, findPrinter, jobsByKey, type Printer } from '#platform/print';
import { legsOf, type Snapshot, turnOf } from '../queue/board.ts';
import { inCallingOrder } from '../queue/line.ts';
import { currentLeg, type Leg, type Visit } from '../queue/visit.ts';
import { printerIdOf } from './printer-store.ts';
import { ticketPaper } from './ticket-paper.ts';
import { stopsOf } from './ticket-props.ts';

/** Where a ticket comes out, and the scheme and host of the address in its code. */
export interface TicketPrinter {
  readonly printer: Pick<Printer, 'id' | 'columns'>;
  readonly origin: string;
}

/** More copies of one ticket nobody needs. */
export const mostCopies = 9;

const keyOf = (visitId: string, copy: number): string => `ticket:${visitId}:${copy}`;

const jobsOfVisit = (executor: Executor, visitId: string) =>
  jobsByKey(
    executor,
    Array.from({ length: mostCopies }, (_, index) => keyOf(visitId, index + 1)),
  );

/** How many copies of a visit's ticket were queued. */
export async function copiesOf(executor: Executor, visitId: string): Promise<number> {
  return (await jobsOfVisit(executor, visitId)).length;
}

/** The printer of a machine of the hall; for others the one that the visit's ticket came out of last. Null without one in use. */
export async function printerFor(executor: Executor, subject: Subject, visitId?: string): Promise<Printer | null> {
  const own = subject.kind === 'device' ? await printerIdOf(executor, subject.deviceId) : undefined;
  const id = own ?? (visitId === undefined ? undefined : (await jobsOfVisit(executor, visitId))[0]?.printerId);
  return (id === undefined ? undefined : await findPrinter(executor, id)) ?? null;
}

/** The hall as it is once a visit is in it. */
export function withVisit(snapshot: Snapshot, visit: Visit, legs: readonly Leg[]): Snapshot {
  return {
    ...snapshot,
    visits: new Map([...snapshot.visits, [visit.id, visit]]),
    legs: inCallingOrder([...snapshot.legs, ...legs], {
      now: snapshot.at,
      mostOvertaken: snapshot.rules.mostOvertaken,
    }),
  };
}

/** Queues a copy of a ticket in the caller's transaction; each copy is printed exactly once. */
export async function queueTicket(
  transaction: Transaction,
  { inventory, tokenOf }: { readonly inventory: Inventory; readonly tokenOf: (visitId: string) => string },
  { printer, origin }: TicketPrinter,
  { visit, snapshot, copy }: { readonly visit: Visit; readonly snapshot: Snapshot; readonly copy: number },
): Promise<void> {
  const legs = legsOf(snapshot, visit.id);
  const current = currentLeg(legs);
  const document = ticketPaper({
    visit,
    inventory,
    stops: stopsOf(snapshot, legs),
    turn: current ? turnOf(snapshot, current.id) : null,
    address: `${origin}/turn/${tokenOf(visit.id)}`,
    columns: printer.columns,
    now: snapshot.at,
  });
  const job = { printerId: printer.id, label: visit.ticket, document, idempotencyKey: keyOf(visit.id, copy) };
  await enqueuePrint(transaction, job, snapshot.at);
}
