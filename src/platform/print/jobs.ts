import { newToken } from '#platform/codes';
import type { Database, Executor, Transaction } from '#platform/database';
import { appendEvent } from '#platform/events';
import * as store from './job-store.ts';
import type { PrintJob } from './printer.ts';
import { lockPrinter } from './printer-store.ts';

/** Events of printers and their jobs; the subject is the printer. */
export const printTopic = 'print';

/** A ticket that comes out later than this is of use to nobody; milliseconds. */
const life = 10 * 60_000;
/** Longer than any printer takes from being given a job to saying that it is done; milliseconds. */
export const answerWithin = 40_000;

export const announce = (transaction: Transaction, printerId: string, kind: string): Promise<number> =>
  appendEvent(transaction, { topic: printTopic, subject: printerId, kind });

/**
 * Queues a document in the caller's transaction, to be printed exactly once after that has committed. The same key again,
 * and a printer that was taken out of use, change nothing; gives whether it was queued.
 */
export async function enqueuePrint(transaction: Transaction, job: store.NewJob, now: Date): Promise<boolean> {
  const isQueued = await store.insertJob(transaction, job, now, new Date(now.getTime() + life));
  if (isQueued) await announce(transaction, job.printerId, 'job.queued');
  return isQueued;
}

/** An attempt to print: the job and the token that names the attempt. */
export interface Attempt {
  readonly job: PrintJob;
  readonly token: string;
}

/** Runs `work` while no other process changes the jobs of this printer. */
export function atPrinter<Result>(
  database: Database,
  printerId: string,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction(async (transaction) => {
    await lockPrinter(transaction, printerId);
    return work(transaction);
  });
}

/**
 * What a printer that asks is to fetch now: the same until it fetches it. Nothing while it has one in hand. `isIdle`: the
 * printer says that it is doing nothing, so what it had in hand is not coming back.
 */
export async function offerNext(
  transaction: Transaction,
  printerId: string,
  now: Date,
  isIdle = false,
): Promise<Attempt | undefined> {
  await giveUp(transaction, now);
  const job = await store.currentJob(transaction, printerId);
  if (job === undefined) return undefined;
  if (job.state === 'sending') {
    if (!isIdle) return undefined;
    await store.setState(transaction, job.id, 'unknown');
    await announce(transaction, printerId, 'job.unknown');
    return offerNext(transaction, printerId, now);
  }
  const token = job.token ?? newToken();
  if (job.token === null) await store.setToken(transaction, job.id, token);
  return { job, token };
}

/**
 * Hands the attempt of a token over: from now on it may be on paper. Asked again before anything else was said it is
 * handed over again, as the protocols want it; a token that is no longer good gives nothing.
 */
export async function handOver(
  transaction: Transaction,
  printerId: string,
  token: string,
  now: Date,
): Promise<PrintJob | undefined> {
  const job = await store.findAttempt(transaction, printerId, token);
  if (job?.state === 'sending') return job;
  if (job?.state !== 'queued') return undefined;
  await store.setSending(transaction, job.id, token, now);
  return job;
}

/** What is known of an attempt. `retry`: it is surely not on paper and may be tried again until it expires. */
export type Outcome = 'printed' | 'retry' | 'failed' | 'unknown';

/**
 * Takes what is known of an attempt. An answer that comes late settles what was unknown; one that comes again, or that is
 * about an attempt before the last, changes nothing.
 */
export async function finish(
  transaction: Transaction,
  printerId: string,
  token: string,
  outcome: Outcome,
  now: Date,
): Promise<void> {
  const job = await store.findAttempt(transaction, printerId, token);
  if (job === undefined || (job.state !== 'sending' && job.state !== 'unknown')) return;
  // A refusal after the time was up may be about something else: the person who looks at the unknown ones decides.
  if (outcome === 'retry' && job.state === 'unknown') return;
  if (outcome === 'printed') await store.setPrinted(transaction, job.id, now);
  else if (outcome === 'retry') await store.setQueued(transaction, job.id);
  else await store.setState(transaction, job.id, outcome);
  await announce(transaction, printerId, `job.${outcome}`);
}

/** What a person found at the printer, or wants. */
export type Decision = 'wasPrinted' | 'again';

/**
 * Settles a job that is unknown or failed by the word of a person. `attempts` is what they saw: when the job has moved on
 * since, or the button was pressed twice, nothing happens.
 */
export async function decideJob(
  transaction: Transaction,
  { jobId, attempts, decision }: { readonly jobId: string; readonly attempts: number; readonly decision: Decision },
  now: Date,
): Promise<void> {
  const seen = await store.findJob(transaction, jobId);
  if (seen === undefined) return;
  await lockPrinter(transaction, seen.printerId);
  const job = await store.findJob(transaction, jobId);
  if (job === undefined || job.attempts !== attempts || (job.state !== 'unknown' && job.state !== 'failed')) return;
  if (decision === 'wasPrinted') await store.setPrinted(transaction, jobId, now);
  else await store.setQueued(transaction, jobId, new Date(now.getTime() + life));
  await announce(transaction, job.printerId, `job.${decision}`);
}

/** Gives up what nobody will answer for any more, and what waited too long. */
export async function giveUp(transaction: Transaction, now: Date): Promise<void> {
  const unknown = await store.giveUpWaiting(transaction, new Date(now.getTime() - answerWithin));
  const failed = await store.giveUpExpired(transaction, now);
  for (const printerId of new Set(unknown)) await announce(transaction, printerId, 'job.unknown');
  for (const printerId of new Set(failed)) await announce(transaction, printerId, 'job.failed');
}

/** Deletes the jobs of days before; gives how many. */
export const expireJobs = (executor: Executor, before: Date): Promise<number> => store.deleteJobs(executor, before);
