import { sql } from 'kysely';
import type { Transaction } from '#platform/database';

/** The channel on which the number of a new event is called out. */
export const eventChannel = 'hitomado_event';

/** Something that happened. `payload` holds ids and codes only, never what a person entered. */
export interface NewEvent {
  /** Who has to hear of it, as `hall:main` or `inventory`. */
  readonly topic: string;
  /** The id of what it happened to. */
  readonly subject: string;
  /** What happened, as `ticket.called`. */
  readonly kind: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** An event as it stands in the outbox. `seq` grows in the order of delivery. */
export interface StoredEvent extends Required<NewEvent> {
  readonly seq: number;
  readonly at: Date;
}

/** Writes `event` in the business transaction and calls its number out when that commits. Returns the number. */
export async function appendEvent(transaction: Transaction, event: NewEvent): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    with appended as (
      insert into event (topic, subject_id, kind, payload)
      values (${event.topic}, ${event.subject}, ${event.kind}, ${JSON.stringify(event.payload ?? {})}::jsonb)
      returning seq
    )
    select seq, pg_notify(${eventChannel}, seq::text) from appended`.execute(transaction);
  const [appended] = rows;
  if (!appended) throw new Error('the outbox returned no number');
  return appended.seq;
}
