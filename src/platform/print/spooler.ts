import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { EventBus } from '#platform/events';
import { describeError, type Log } from '#platform/log';
import { LineLost, type Patience, PrinterLine, patience, readState, sendJob } from './escpos.ts';
import { announce, atPrinter, finish, giveUp, handOver, type Outcome, offerNext, printTopic } from './jobs.ts';
import { drawCommands } from './paper.ts';
import { canPrint, type Printer, type PrinterState } from './printer.ts';
import { leasePrinter, noteState, releasePrinter } from './printer-store.ts';

export interface SpoolerParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** How long printers may take; the usual where nothing is said. */
  readonly limits?: Patience;
}

/** Longer than one job can take from connecting to the last answer; milliseconds. */
const leaseTime = 60_000;
/** How long a printer that cannot print is left alone, and how often one that is idle is looked at; milliseconds. */
const pause = 5_000;
const idleLook = 60_000;
/** How often what is due is looked for, beside being told of new jobs; milliseconds. */
const look = 5_000;

const printEvents = {
  'print.unknown': { level: 'warning', fields: ['printer', 'job'] },
  'print.state': { level: 'info', fields: ['printer', 'state'] },
  'print.failed': { level: 'error', fields: ['error', 'code', 'at'] },
} as const;

/** Keeps how a printer is, and tells the screens when that is news. */
export async function keepState(
  database: Database,
  printerId: string,
  state: PrinterState,
  now: Date,
): Promise<boolean> {
  return await database.transaction(async (transaction) => {
    const isNews = await noteState(transaction, printerId, state, now);
    if (isNews) await announce(transaction, printerId, 'printer.state');
    return isNews;
  });
}

/** One connection: looks at the printer and prints the next job, if there is one. Gives whether the printer can go on. */
async function printNext(
  { database, clock, log, limits = patience }: SpoolerParts,
  printer: Printer,
): Promise<boolean> {
  const line = await PrinterLine.open(printer.address ?? '', limits);
  const look = async () => {
    const state = await readState(line, limits);
    if (await keepState(database, printer.id, state, clock.now())) {
      log.event('print.state', { printer: printer.id, state });
    }
    return canPrint(state);
  };
  try {
    if (!(await look())) return false;
    const attempt = await atPrinter(database, printer.id, async (transaction) => {
      const next = await offerNext(transaction, printer.id, clock.now());
      return next && (await handOver(transaction, printer.id, next.token, clock.now())) && next;
    });
    if (attempt === undefined) return true;
    const settle = (outcome: Outcome) =>
      atPrinter(database, printer.id, (transaction) =>
        finish(transaction, printer.id, attempt.token, outcome, clock.now()),
      );
    if (line.isLost) {
      // Nothing was sent yet, so nothing can have come out.
      await settle('retry');
      return false;
    }
    const commands = drawCommands({ document: attempt.job.document, columns: printer.columns }, 'escpos');
    if (await sendJob(line, commands, limits)) {
      await settle('printed');
      return await look().catch(() => true);
    }
    await settle('unknown');
    log.event('print.unknown', { printer: printer.id, job: attempt.job.id });
    return false;
  } finally {
    line.close();
  }
}

/**
 * Takes one printer that is due, looks at it and prints one job that waits for it; gives false when no printer is due.
 * Several processes may do this at once: each printer is worked at by one of them at a time.
 */
export async function workOnce(parts: SpoolerParts): Promise<boolean> {
  const { database, clock } = parts;
  const { kysely } = database;
  const start = clock.now().getTime();
  const printer = await leasePrinter(kysely, new Date(start), new Date(start + leaseTime));
  if (printer === undefined) return false;
  let canGoOn = false;
  try {
    canGoOn = await printNext(parts, printer);
  } catch (error) {
    if (!(error instanceof LineLost)) throw error;
    await keepState(database, printer.id, 'silent', clock.now());
  } finally {
    const now = clock.now().getTime();
    const pausedUntil = canGoOn ? null : new Date(now + pause);
    await releasePrinter(kysely, printer.id, { dueAt: new Date(now + idleLook), pausedUntil });
  }
  return true;
}

/** How many printers one process works at, at a time. */
const mostWorkers = 8;

/** Prints what is queued for the printers that we connect to, until it is stopped; jobs that have begun are finished. */
export async function startSpooler(
  parts: SpoolerParts & { readonly bus: EventBus },
): Promise<{ stop(): Promise<void> }> {
  const { database, clock, log, bus } = parts;
  log.declare(printEvents);
  const workers = new Set<Promise<void>>();
  let isStopping = false;

  const work = async () => {
    try {
      while (!isStopping && (await workOnce(parts)));
    } catch (error) {
      log.event('print.failed', { ...describeError(error) });
    }
  };
  const begin = () => {
    if (isStopping || workers.size >= mostWorkers) return;
    const worker = work().finally(() => workers.delete(worker));
    workers.add(worker);
  };
  const unsubscribe = await bus.subscribe([printTopic], null, (delivery) => {
    if (delivery.type === 'reset' || ['job.queued', 'job.again'].includes(delivery.event.kind)) begin();
  });
  const timer = setInterval(() => {
    database
      .transaction((transaction) => giveUp(transaction, clock.now()))
      .catch((error: unknown) => log.event('print.failed', { ...describeError(error) }));
    begin();
  }, look);
  begin();
  return {
    async stop() {
      isStopping = true;
      clearInterval(timer);
      unsubscribe();
      await Promise.all(workers);
    },
  };
}
