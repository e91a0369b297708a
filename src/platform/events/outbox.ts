import { sql } from 'kysely';
import type { Executor } from '#platform/database';
import type { StoredEvent } from './event.ts';

/** What was read at one moment: the events, and the oldest transaction that was still running then. */
export interface Reading {
  readonly events: readonly StoredEvent[];
  readonly oldestRunning: bigint;
}

interface Row extends StoredEvent {
  readonly oldest: string;
}

/** The events after number `after`, at most `limit` of them, in order of their numbers. */
export async function readAfter(executor: Executor, after: number, limit: number): Promise<Reading> {
  const { rows } = await sql<Row>`
    select seq, at, topic, subject_id as subject, kind, payload, pg_snapshot_xmin(pg_current_snapshot())::text as oldest
    from event where seq > ${after} order by seq limit ${limit}`.execute(executor);
  return {
    events: rows.map(({ oldest: _, ...event }) => event),
    oldestRunning: BigInt(rows[0]?.oldest ?? 0),
  };
}

/** The events on `topics` after number `after` up to `last`, at most `limit` of them. */
export async function readTopics(
  executor: Executor,
  topics: readonly string[],
  range: { readonly after: number; readonly last: number },
  limit: number,
): Promise<StoredEvent[]> {
  const { rows } = await sql<StoredEvent>`
    select seq, at, topic, subject_id as subject, kind, payload
    from event where seq > ${range.after} and seq <= ${range.last} and topic = any(${topics})
    order by seq limit ${limit}`.execute(executor);
  return rows;
}

/** The numbers of the oldest and of the newest event that is kept: Infinity and 0 when there is none. */
export async function ends(executor: Executor): Promise<{ oldest: number; newest: number }> {
  const { rows } = await sql<{ oldest: number | null; newest: number | null }>`
    select min(seq) as oldest, max(seq) as newest from event`.execute(executor);
  return { oldest: rows[0]?.oldest ?? Number.POSITIVE_INFINITY, newest: rows[0]?.newest ?? 0 };
}

/** A transaction number that is higher than that of every transaction begun before. */
export async function nextTransaction(executor: Executor): Promise<bigint> {
  const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(executor);
  return BigInt(rows[0]?.id ?? 0);
}

/** Removes events from before `instant`; a screen that was away for longer begins anew. Returns how many. */
export async function forgetEvents(executor: Executor, instant: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from event where at < ${instant}`.execute(executor);
  return Number(numAffectedRows ?? 0);
}
