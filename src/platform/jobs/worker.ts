import { EventEmitter } from 'node:events';
import { Logger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Database } from '#platform/database';
import { describeError, type Log } from '#platform/log';
import { cronPattern, type Schedule } from './schedule.ts';

/** Does one job. It can be called again for the same payload (after a crash), so it must bear that. */
export type JobHandler = (payload: unknown, context: { readonly signal: AbortSignal }) => Promise<void>;

/** The jobs of this process. */
export interface Jobs {
  /** Begins to take jobs. */
  start(): Promise<void>;
  /** Takes no more jobs and waits for those that run; after 25 s their signal tells them to give up. */
  stop(): Promise<void>;
}

/** How jobs run in this process. */
export interface JobsOptions {
  readonly log: Log;
  readonly schedules?: readonly Schedule[];
  /** Jobs that run at once; each may take one connection of the pool. */
  readonly concurrency?: number;
}

const patience = 25_000;
const defaultConcurrency = 3;

/** The job queue's own log quotes payloads and errors; failures are logged by their events instead. */
const silent = new Logger(() => () => undefined);

/** What the jobs log. */
const jobEvents = {
  'job.failed': { level: 'error', fields: ['job', 'attempt', 'final', 'error', 'code', 'at'] },
} as const;

/** The jobs `handlers` by name, not yet started. Several processes share the queue; each job runs in one of them. */
export function defineJobs(
  database: Database,
  handlers: Readonly<Record<string, JobHandler>>,
  { log, schedules = [], concurrency = defaultConcurrency }: JobsOptions,
): Jobs {
  log.declare(jobEvents);
  const taskList: TaskList = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (payload: unknown, { abortSignal }: { abortSignal: AbortSignal }) => handle(payload, { signal: abortSignal }),
    ]),
  );
  const strange = schedules.find(({ name }) => !(name in handlers));
  if (strange) throw new Error(`the schedule ${strange.name} names no job`);
  const parsedCronItems = parseCronItems(
    schedules.map((schedule) => ({ task: schedule.name, identifier: schedule.name, match: cronPattern(schedule) })),
  );
  const events: WorkerEvents = new EventEmitter();
  events.on('job:error', ({ job, error }) => {
    const final = job.attempts >= job.max_attempts;
    log.event('job.failed', { job: job.task_identifier, attempt: job.attempts, final, ...describeError(error) });
  });
  let runner: Runner | undefined;
  return {
    async start() {
      runner = await run({
        pgPool: database.pool,
        taskList,
        parsedCronItems,
        concurrency,
        events,
        logger: silent,
        noHandleSignals: true,
        gracefulShutdownAbortTimeout: patience,
      });
    },
    async stop() {
      await runner?.stop();
      runner = undefined;
    },
  };
}
