import { sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { Channel, NotificationStatus, State } from './notification.ts';

/** The channel of NOTIFY on which the instant (milliseconds) of a message that may be due soon is called out. */
export const notificationChannel = 'hitomado_notification';

/** A message that this process holds until its lease ends. */
export interface Held {
  readonly id: string;
  readonly kind: string;
  readonly recipient: Buffer;
  readonly subject: string;
  readonly subjectRevision: number;
  readonly notAfter: Date;
  /** How often it was tried, this time included. */
  readonly attempts: number;
  /** How often a person had it sent again. */
  readonly resends: number;
}

/** A row as it is first written. */
export interface NewRow {
  readonly id: string;
  readonly dedupeKey: string;
  readonly kind: string;
  readonly channel: Channel;
  readonly recipient: Buffer;
  readonly recipientHash: Buffer | null;
  readonly subject: string;
  readonly subjectRevision: number;
  readonly dueAt: Date;
  readonly notAfter: Date;
}

/**
 * Writes a message and calls it out when that commits; a key that is there already changes nothing, unless that message was
 * withdrawn before it went: then it is to go after all.
 */
export async function insert(transaction: Transaction, row: NewRow): Promise<void> {
  await sql`
    with written as (
      insert into notification
        (id, dedupe_key, kind, channel, recipient, recipient_hash, subject_id, subject_revision, due_at, not_after, next_at)
      values (${row.id}, ${row.dedupeKey}, ${row.kind}, ${row.channel}, ${row.recipient}, ${row.recipientHash}, ${row.subject},
        ${row.subjectRevision}, ${row.dueAt}, ${row.notAfter}, ${row.dueAt})
      on conflict (dedupe_key) do update
        set state = 'pending', last_error = null, ended_at = null, recipient = excluded.recipient,
          recipient_hash = excluded.recipient_hash, due_at = excluded.due_at, not_after = excluded.not_after, next_at = excluded.next_at
        where notification.state = 'skipped' and notification.last_error = 'withdrawn'
      returning id
    )
    select pg_notify(${notificationChannel}, ${String(row.dueAt.getTime())}) from written`.execute(transaction);
}

/** Ends what is still pending about `subject`; gives how many. */
export async function withdraw(transaction: Transaction, subject: string, kinds: readonly string[] | null) {
  const { numAffectedRows } = await sql`
    update notification set state = 'skipped', last_error = 'withdrawn', ended_at = now(), recipient = null, claim = null
    where subject_id = ${subject} and state = 'pending' and (${kinds}::text[] is null or kind = any(${kinds}))
  `.execute(transaction);
  return Number(numAffectedRows ?? 0);
}

/** Who claims what. */
export interface Claiming {
  readonly channel: Channel;
  readonly kinds: readonly string[];
  readonly claim: string;
  readonly now: Date;
  readonly leaseEnds: Date;
  readonly mostAttempts: number;
  readonly limit: number;
}

/** Takes up to `limit` due messages, the longest waiting first; rows that another process is taking are passed over. */
export async function claim(executor: Executor, wanted: Claiming): Promise<readonly Held[]> {
  const { rows } = await sql<Held>`
    with due as (
      select id from notification
      where channel = ${wanted.channel} and state = 'pending' and next_at <= ${wanted.now}
        and not_after > ${wanted.now} and kind = any(${wanted.kinds}) and attempts < ${wanted.mostAttempts}
      order by next_at limit ${wanted.limit}
      for update skip locked
    )
    update notification n set claim = ${wanted.claim}, attempts = attempts + 1, next_at = ${wanted.leaseEnds}
    from due where n.id = due.id
    returning n.id, kind, recipient, subject_id as subject, subject_revision as "subjectRevision",
      not_after as "notAfter", attempts, resends`.execute(executor);
  return rows;
}

/** The point of no return: true when the message is still ours and may be handed over until `leaseEnds`. */
export async function begin(executor: Executor, id: string, holder: string, now: Date, leaseEnds: Date) {
  const { numAffectedRows } = await sql`
    update notification set state = 'sending', next_at = ${leaseEnds}
    where id = ${id} and claim = ${holder} and state = 'pending' and not_after > ${now}`.execute(executor);
  return Number(numAffectedRows ?? 0) === 1;
}

/** How a message came to its end. */
export interface Ending {
  readonly state: Exclude<State, 'pending' | 'sending'>;
  readonly code?: string | undefined;
  readonly providerId?: string | undefined;
  /** When the provider is asked what became of it, where no receipt comes before. */
  readonly askAt?: Date | undefined;
}

/** Ends a message that `holder` has; also one whose lease ended meanwhile, since its holder knows better. */
export async function end(
  executor: Executor,
  id: string,
  holder: string,
  { state, code, providerId, askAt }: Ending,
  now: Date,
) {
  await sql`
    update notification
    set state = ${state}, last_error = ${code ?? null}, provider_id = ${providerId ?? null}, ended_at = ${now},
      ask_at = ${askAt ?? null}, recipient = case when ${state} in ('failed', 'unknown') then recipient end
    where id = ${id} and claim = ${holder} and state in ('pending', 'sending', 'unknown')`.execute(executor);
}

/** Gives a message back, to be tried at `at`. `counted` – whether this attempt counts. */
export async function giveBack(
  executor: Executor,
  ids: readonly string[],
  holder: string,
  { at, code, counted }: { at: Date; code: string | null; counted: boolean },
) {
  await sql`
    update notification
    set state = 'pending', claim = null, next_at = ${at}, attempts = attempts - ${counted ? 0 : 1},
      last_error = coalesce(${code}, last_error)
    where id = any(${ids}::uuid[]) and claim = ${holder} and state in ('pending', 'sending')`.execute(executor);
}

/** What ended by itself. */
export interface Lapsed {
  readonly channel: Channel;
  readonly state: 'skipped' | 'unknown' | 'failed';
}

/**
 * Ends what time has ended: begun and never answered (`unknown`: whoever sent it is gone), too late (`skipped`), and what
 * took down every process that tried it (`failed`).
 */
export async function endLapsed(executor: Executor, now: Date, mostAttempts: number): Promise<readonly Lapsed[]> {
  const { rows } = await sql<Lapsed>`
    update notification n
    set state = case when n.state = 'sending' then 'unknown' when not_after <= ${now} then 'skipped' else 'failed' end,
      last_error = case when n.state = 'sending' then 'interrupted' when not_after <= ${now} then 'late' else 'attempts' end,
      ended_at = ${now}, recipient = case when not_after > ${now} then recipient end
    from (
      select id from notification
      where (state = 'sending' and next_at <= ${now}) or (state = 'pending' and not_after <= ${now})
        or (state = 'pending' and next_at <= ${now} and attempts >= ${mostAttempts})
      for update skip locked
    ) as lapsed
    where n.id = lapsed.id
    returning n.channel, n.state`.execute(executor);
  return rows;
}

/** The next instant at which something has to be done on one of `channels`, or null. */
export async function nextInstant(executor: Executor, channels: readonly Channel[], kinds: readonly string[]) {
  const { rows } = await sql<{ at: Date | null }>`
    select min(next_at) as at from notification
    where state in ('pending', 'sending') and channel = any(${channels}) and kind = any(${kinds})`.execute(executor);
  return rows[0]?.at ?? null;
}

/** Notes what a receipt says about a message that had been sent or may have been; gives whether there is one. */
export async function noteReceipt(
  executor: Executor,
  message: { readonly channel: Channel; readonly id?: string; readonly providerId?: string },
  { state, code, now }: { state: 'delivered' | 'failed'; code: string | null; now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    with named as (
      select id, state from notification
      where channel = ${message.channel}
        and (id = ${message.id ?? null}::uuid or provider_id = ${message.providerId ?? null})
      for update
    ), noted as (
      update notification n set state = ${state}, last_error = ${code}, ended_at = ${now}, recipient = null,
        ask_at = null
      from named where n.id = named.id and named.state in ('sent', 'unknown')
    )
    select from named where state not in ('pending', 'sending')`.execute(executor);
  return rows.length > 0;
}

/** Notes that nothing can be delivered to the address of a message. */
export async function markAddress(executor: Executor, id: string, code: string, now: Date): Promise<void> {
  await sql`
    insert into dead_address (hash, channel, code, noted_at)
    select recipient_hash, channel, ${code}, ${now} from notification where id = ${id} and recipient_hash is not null
    on conflict (hash) do update set code = excluded.code, noted_at = excluded.noted_at`.execute(executor);
}

/** Whether nothing could be delivered to the address of a message before. */
export async function isDeadAddress(executor: Executor, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from dead_address join notification on hash = recipient_hash where id = ${id}`.execute(executor);
  return rows.length > 0;
}

/** Forgets the marks of addresses that were made before an instant. */
export async function forgetDeadAddresses(executor: Executor, before: Date): Promise<void> {
  await sql`delete from dead_address where noted_at < ${before}`.execute(executor);
}

/** A message that was taken and of which no receipt came. */
export interface Silent {
  readonly id: string;
  readonly providerId: string;
  readonly notAfter: Date;
}

/** Up to `limit` messages of a channel that it is time to ask after. */
export async function listSilent(
  executor: Executor,
  channel: Channel,
  now: Date,
  limit: number,
): Promise<readonly Silent[]> {
  const { rows } = await sql<Silent>`
    select id, provider_id as "providerId", not_after as "notAfter" from notification
    where channel = ${channel} and ask_at <= ${now} and state = 'sent' and provider_id is not null
    order by ask_at limit ${limit}`.execute(executor);
  return rows;
}

/** Asks again at `askAt`; null: never. With a code nobody knows what became of it, and a person decides. */
export async function noteAsked(executor: Executor, id: string, askAt: Date | null, code: string | null) {
  await sql`
    update notification set ask_at = ${askAt}, state = case when ${code}::text is null then state else 'unknown' end,
      last_error = coalesce(${code}, last_error)
    where id = ${id} and state = 'sent'`.execute(executor);
}

/** The messages about `subject`, the first due first. */
export async function listBySubject(executor: Executor, subject: string): Promise<readonly NotificationStatus[]> {
  const { rows } = await sql<NotificationStatus>`
    select id, kind, channel, subject_id as subject, subject_revision as "subjectRevision", state, due_at as "dueAt",
      last_error as code, ended_at as "endedAt"
    from notification where subject_id = ${subject} order by due_at, id`.execute(executor);
  return rows;
}

/** How many messages are in each state, by channel. */
export async function countStates(executor: Executor) {
  const { rows } = await sql<{ channel: Channel; state: State; count: number }>`
    select channel, state, count(*) as count from notification group by channel, state order by channel, state
  `.execute(executor);
  return rows;
}

/** Forgets to whom messages were to go whose time is over. */
export async function forgetRecipients(executor: Executor, now: Date): Promise<void> {
  await sql`update notification set recipient = null where state in ('failed', 'unknown') and recipient is not null
    and not_after <= ${now}`.execute(executor);
}

/** A message as a person looks at it who has to act. Its recipient is not part of it. */
export interface Listed extends NotificationStatus {
  readonly notAfter: Date;
  readonly attempts: number;
  readonly resends: number;
  /** Its recipient is still known and its time is not over, so that it can go again. */
  readonly canGoAgain: boolean;
}

/** What a list shows: `open` – failed or unknown and not settled by a person; `waiting` – on its way; `all`. */
export type ListKind = 'open' | 'waiting' | 'all';

/** Up to `limit` messages for a list, in the order in which somebody wants to read them. */
export async function list(executor: Executor, kind: ListKind, now: Date, limit: number): Promise<readonly Listed[]> {
  const wanted = {
    open: sql`state in ('failed', 'unknown') and settled_at is null`,
    waiting: sql`state in ('pending', 'sending')`,
    all: sql`true`,
  }[kind];
  const order = kind === 'waiting' ? sql`next_at, id` : sql`coalesce(ended_at, due_at) desc, id`;
  const { rows } = await sql<Listed>`
    select id, kind, channel, subject_id as subject, subject_revision as "subjectRevision", state, due_at as "dueAt",
      last_error as code, ended_at as "endedAt", not_after as "notAfter", attempts, resends,
      state in ('failed', 'unknown') and recipient is not null and not_after > ${now} as "canGoAgain"
    from notification where ${wanted} order by ${order} limit ${limit}`.execute(executor);
  return rows;
}

/**
 * Puts a message that failed or is unknown back into the queue, under the same id and so the same Message-ID; gives whether
 * that was still possible. `resends` is what the person saw: two clicks send it once.
 */
export async function sendAgain(transaction: Transaction, id: string, resends: number, now: Date): Promise<boolean> {
  const { rows } = await sql`
    with again as (
      update notification
      set state = 'pending', claim = null, attempts = 0, next_at = ${now}, ended_at = null, last_error = null,
        provider_id = null, settled_at = null, resends = resends + 1
      where id = ${id} and state in ('failed', 'unknown') and recipient is not null and not_after > ${now}
        and resends = ${resends}
      returning id, recipient_hash
    ), unmarked as (
      -- Who sends again says that the address is right; should it come back, it is marked anew.
      delete from dead_address using again where hash = again.recipient_hash
    )
    select pg_notify(${notificationChannel}, ${String(now.getTime())}) from again`.execute(transaction);
  return rows.length > 0;
}

/** Notes that nothing more is to be done about a message that failed or is unknown; gives whether it was one. */
export async function settle(transaction: Transaction, id: string, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update notification set settled_at = ${now}, recipient = null
    where id = ${id} and state in ('failed', 'unknown') and settled_at is null`.execute(transaction);
  return Number(numAffectedRows ?? 0) > 0;
}

/** How many messages that were due since `since` are in each state, by channel. */
export async function countSince(executor: Executor, since: Date) {
  const { rows } = await sql<{ channel: Channel; state: State; count: number }>`
    select channel, state, count(*) as count from notification where due_at >= ${since} or state in ('pending', 'sending')
    group by channel, state order by channel, state`.execute(executor);
  return rows;
}

/** Deletes what ended and was not to be sent after `before`; gives how many. */
export async function deleteOld(executor: Executor, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from notification where not_after < ${before} and state not in ('pending', 'sending')`.execute(executor);
  return Number(numAffectedRows ?? 0);
}
