import { sql } from 'kysely';
import type { Executor } from '#platform/database';

/** When and under which name a job runs. */
export interface JobOptions {
  /** Not before this instant; at once when it is left out. */
  readonly runAt?: Date;
  /** A job of the same key that has not begun is replaced, so that a reminder can be moved. */
  readonly key?: string;
}

/**
 * Adds a job in the business transaction: it runs after that has committed, or never. `payload` holds ids and codes
 * only, never what a person entered. A job that fails is tried again, with growing intervals, up to 25 times.
 */
export async function addJob(
  transaction: Executor,
  name: string,
  payload: Readonly<Record<string, unknown>>,
  { runAt, key }: JobOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    ${name}::text, ${JSON.stringify(payload)}::json, run_at => ${runAt ?? null}::timestamptz, job_key => ${key ?? null}::text
  )`.execute(transaction);
}

/** Takes back the job of `key`, if it has not begun. */
export async function removeJob(transaction: Executor, key: string): Promise<void> {
  await sql`select graphile_worker.remove_job(${key}::text)`.execute(transaction);
}
