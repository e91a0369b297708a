import { type Kysely, type Selectable, sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import type { ReceptionTables } from '../queue/tables.ts';
import type { MessageKind } from './message.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

export type InboxState = 'waiting' | 'applied' | 'refused' | 'aside';

/** A number of a machine on a day. */
export interface TicketKey {
  readonly day: Day;
  /** The letters as the machine prints them. */
  readonly series: string;
  readonly number: number;
}

/** A message as it stands in the inbox. */
export interface StoredMessage extends Partial<TicketKey> {
  readonly sequence: string;
  readonly messageId: string;
  readonly raw: string;
  readonly origin: string;
  readonly day: Day;
  readonly kind: MessageKind | null;
  readonly at: Date | null;
  readonly counter: string | null;
  readonly service: string | null;
  readonly receivedAt: Date;
  readonly state: InboxState;
  readonly error: string | null;
  readonly forced: boolean;
  readonly decidedWhy: string | null;
}

function toMessage(row: Selectable<ReceptionTables['machine_inbox']>): StoredMessage {
  return {
    sequence: String(row.sequence),
    messageId: row.message_id,
    raw: row.raw,
    origin: row.origin,
    day: row.day,
    kind: row.kind,
    series: row.series ?? undefined,
    number: row.number ?? undefined,
    at: row.happened_at,
    counter: row.counter,
    service: row.service,
    receivedAt: row.received_at,
    state: row.state,
    error: row.error,
    forced: row.forced,
    decidedWhy: row.decided_why,
  };
}

export interface NewMessage {
  readonly messageId: string;
  readonly raw: string;
  readonly origin: string;
  readonly day: Day;
  readonly kind: MessageKind | null;
  readonly series: string | null;
  readonly number: number | null;
  readonly at: Date | null;
  readonly counter: string | null;
  readonly service: string | null;
  /** Why it could not be read. */
  readonly error: string | null;
}

/** Puts messages into the inbox; those whose id is there already change nothing. Gives the ids of the new ones. */
export async function insertMessages(
  executor: Executor,
  source: string,
  messages: readonly NewMessage[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (messages.length === 0) return new Set();
  const rows = await on(executor)
    .insertInto('machine_inbox')
    .values(
      messages.map((message) => ({
        source,
        message_id: message.messageId,
        raw: message.raw,
        origin: message.origin,
        day: message.day,
        kind: message.kind,
        series: message.series,
        number: message.number,
        happened_at: message.at,
        counter: message.counter,
        service: message.service,
        received_at: now,
        state: message.error === null ? ('waiting' as const) : ('refused' as const),
        error: message.error,
      })),
    )
    .onConflict((conflict) => conflict.columns(['source', 'message_id']).doNothing())
    .returning('message_id')
    .execute();
  return new Set(rows.map(({ message_id }) => message_id));
}

/** All that counts of one number: what was applied and what waits. */
export async function messagesOfTicket(executor: Executor, source: string, key: TicketKey): Promise<StoredMessage[]> {
  const rows = await on(executor)
    .selectFrom('machine_inbox')
    .selectAll()
    .where('source', '=', source)
    .where('day', '=', key.day)
    .where('series', '=', key.series)
    .where('number', '=', key.number)
    .where('state', 'in', ['waiting', 'applied'])
    .orderBy('sequence')
    .execute();
  return rows.map(toMessage);
}

/** When the next number was called at one of these counters of a machine after `at`; null when none was yet. */
export async function nextCallAt(
  executor: Executor,
  source: string,
  key: TicketKey,
  { counters, at }: { counters: readonly string[]; at: Date },
): Promise<Date | null> {
  if (counters.length === 0) return null;
  const { rows } = await sql<{ at: Date | null }>`
    select min(called.happened_at) as at from machine_inbox as called
    where called.source = ${source} and called.day = ${key.day}::date and called.kind = 'called'
      and called.state in ('waiting', 'applied') and called.counter = any(${[...counters]}::text[])
      and called.happened_at > ${at} and (called.series, called.number) <> (${key.series}, ${key.number}::int)
      and (called.state = 'applied' or exists (
        select from machine_inbox as issued where issued.source = called.source and issued.day = called.day
          and issued.series = called.series and issued.number = called.number and issued.kind = 'issued'
          and issued.state in ('waiting', 'applied')
      ))`.execute(executor);
  return rows[0]?.at ?? null;
}

/** The number that was called to a seat before `at` and was taken in; null where there was none. */
export async function calledBefore(
  executor: Executor,
  source: string,
  key: TicketKey,
  { counters, at }: { counters: readonly string[]; at: Date },
): Promise<TicketKey | null> {
  const row = await on(executor)
    .selectFrom('machine_inbox')
    .select(['series', 'number'])
    .where('source', '=', source)
    .where('day', '=', key.day)
    .where('kind', '=', 'called')
    .where('state', '=', 'applied')
    .where('counter', 'in', [...counters])
    .where('happened_at', '<', at)
    .where(sql<boolean>`(series, number) <> (${key.series}, ${key.number}::int)`)
    .where('visit_id', 'is not', null)
    .orderBy('happened_at', 'desc')
    .executeTakeFirst();
  return row && row.series !== null && row.number !== null
    ? { day: key.day, series: row.series, number: row.number }
    : null;
}

/** Notes what became of the messages of a number. */
export async function settleMessages(
  transaction: Transaction,
  source: string,
  {
    applied,
    pending,
    visitId,
  }: { applied: readonly string[]; pending: ReadonlyMap<string, string>; visitId: string | null },
  now: Date,
): Promise<void> {
  if (applied.length > 0) {
    await sql`update machine_inbox set state = 'applied', error = null, visit_id = ${visitId}::uuid,
        applied_at = coalesce(applied_at, ${now})
      where source = ${source} and message_id = any(${[...applied]}::text[]) and state <> 'aside'
        and (state <> 'applied' or visit_id is distinct from ${visitId}::uuid)`.execute(transaction);
  }
  if (pending.size > 0) {
    await sql`update machine_inbox set state = 'waiting', error = given.error
      from unnest(${[...pending.keys()]}::text[], ${[...pending.values()]}::text[]) as given (message_id, error)
      where source = ${source} and machine_inbox.message_id = given.message_id and state <> 'aside'
        and (state <> 'waiting' or machine_inbox.error is distinct from given.error)`.execute(transaction);
  }
}

/** The numbers of a day about which something waits. */
export async function openTickets(executor: Executor, source: string, day: Day): Promise<TicketKey[]> {
  const rows = await on(executor)
    .selectFrom('machine_inbox')
    .select(['series', 'number'])
    .distinct()
    .where('source', '=', source)
    .where('day', '=', day)
    .where('state', '=', 'waiting')
    .where('kind', 'is not', null)
    .execute();
  return rows.flatMap(({ series, number }) => (series === null || number === null ? [] : [{ day, series, number }]));
}

/** Everything that a machine said on a day, in the order of its numbers and times. */
export async function messagesOfDay(executor: Executor, source: string, day: Day): Promise<StoredMessage[]> {
  const rows = await on(executor)
    .selectFrom('machine_inbox')
    .selectAll()
    .where('source', '=', source)
    .where('day', '=', day)
    .orderBy('series')
    .orderBy('number')
    .orderBy('happened_at')
    .orderBy('sequence')
    .execute();
  return rows.map(toMessage);
}

export async function messageBySequence(
  executor: Executor,
  source: string,
  sequence: string,
): Promise<StoredMessage | null> {
  const row = await on(executor)
    .selectFrom('machine_inbox')
    .selectAll()
    .where('source', '=', source)
    .where('sequence', '=', Number(sequence))
    .executeTakeFirst();
  return row ? toMessage(row) : null;
}

/** Writes down what was read of a message that could not be read before. */
export async function readAgain(transaction: Transaction, sequence: string, message: NewMessage): Promise<void> {
  await on(transaction)
    .updateTable('machine_inbox')
    .set({
      day: message.day,
      kind: message.kind,
      series: message.series,
      number: message.number,
      happened_at: message.at,
      counter: message.counter,
      service: message.service,
      state: message.error === null ? 'waiting' : 'refused',
      error: message.error,
    })
    .where('sequence', '=', Number(sequence))
    .where('state', '=', 'refused')
    .execute();
}

/** Staff decide on a message that is not applied: taken without what should come before, or set aside with a reason. */
export async function decideMessage(
  transaction: Transaction,
  sequence: string,
  decision: { force: true; actor: string } | { aside: string; actor: string },
): Promise<void> {
  await on(transaction)
    .updateTable('machine_inbox')
    .set({
      decided_by: decision.actor,
      ...('force' in decision ? { forced: true } : { state: 'aside', decided_why: decision.aside }),
    })
    .where('sequence', '=', Number(sequence))
    .where('state', 'in', ['waiting', 'refused'])
    .execute();
}

/** When a machine was heard last. */
export async function lastHeard(executor: Executor, source: string): Promise<Date | null> {
  const row = await on(executor)
    .selectFrom('machine_inbox')
    .select('received_at')
    .where('source', '=', source)
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  return row?.received_at ?? null;
}

/** Deletes what machines said before a day; gives how much. */
export async function forgetMessages(executor: Executor, before: Day): Promise<number> {
  const { numDeletedRows } = await on(executor)
    .deleteFrom('machine_inbox')
    .where('day', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
