import { sql } from 'kysely';
import type { Day } from '#platform/clock';
import { hashToken, newId } from '#platform/codes';
import type { Database, Executor } from '#platform/database';
import { claim, type WantedPart } from './claim-store.ts';
import { capacityOf, type DayHours } from './hours.ts';
import { insertPools, poolsOf, setDesks } from './pool-store.ts';
import type { BookingChannel } from './tables.ts';
import { addArrivals } from './waiting-room-store.ts';

/** Writes places of the hall and a pool for each; gives the ids of the pools. */
export async function somePools(database: Database, count: number): Promise<number[]> {
  const names = Array.from({ length: count }, (_, index) => `1階 ${index + 1}番窓口`);
  await sql`insert into facility (id, name) values ('main', '市役所') on conflict do nothing`.execute(database.kysely);
  for (const [index, name] of names.entries()) {
    await sql`insert into service (id, facility_id, floor, window_label, name, departments, series, letter, standard_minutes)
      values (${name}, 'main', 1, ${String(index + 1)}, ${name}, '{}', ${String.fromCharCode(65 + index)}, ${String.fromCharCode(65 + index)}, 10)
      on conflict do nothing`.execute(database.kysely);
  }
  await database.transaction((transaction) =>
    insertPools(
      transaction,
      names.map((serviceId) => ({ serviceId, week: {} })),
    ),
  );
  return (await poolsOf(database.kysely)).map(({ id }) => id);
}

/** Opens desks of some pools on a day. */
export async function openDay(
  database: Database,
  pools: readonly number[],
  day: Day,
  hours: DayHours,
  publicPercent = 100,
): Promise<void> {
  for (const pool of pools) await setDesks(database.kysely, pool, day, capacityOf(hours, publicPercent));
}

/** Empty cases, to book for. */
export async function someCases(database: Database, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await sql`insert into "case" (id, reference_code, link_token_hash, state, language, inventory_revision, protected, created_at, expires_at)
    select id, 'code ' || id, 'token ' || id, 'entering', 'ja', 'none', ''::bytea, now(), now() + interval '60 days'
    from unnest(${ids}::uuid[]) as id`.execute(database.kysely);
  return ids;
}

/** Claims places for a case, as the service does. */
export function claimFor(
  executor: Executor,
  caseId: string,
  wanted: {
    day: Day;
    parts: readonly WantedPart[];
    now: Date;
    holdMinutes?: number;
    channel?: BookingChannel;
    commandId?: string;
  },
) {
  const id = newId();
  return claim(executor, {
    id,
    caseId,
    commandId: wanted.commandId ?? newId(),
    channel: wanted.channel ?? 'web',
    language: 'ja',
    tokenHash: hashToken(id),
    day: wanted.day,
    parts: wanted.parts,
    now: wanted.now,
    holdUntil: new Date(wanted.now.getTime() + (wanted.holdMinutes ?? 10) * 60_000),
  });
}

/** So many people come before an opening. */
export async function arriveEarly(database: Database, opensAt: Date, count: number): Promise<void> {
  await database.transaction((transaction) => addArrivals(transaction, opensAt, new Map([[0, count]])));
}

/** So many people who had their turn book. */
export async function bookWithTurns(database: Database, opensAt: Date, count: number): Promise<void> {
  await sql`insert into waiting_room_pass (opens_at, ticket, case_id)
    select ${opensAt}, 'ticket ' || place, gen_random_uuid() from generate_series(1, ${count}::integer) as place`.execute(
    database.kysely,
  );
}

/** How many have been let in at an opening. */
export async function admittedTo(database: Database, opensAt: Date): Promise<number> {
  const { rows } = await sql<{
    admitted: number;
  }>`select admitted from waiting_room where opens_at = ${opensAt}`.execute(database.kysely);
  return rows[0]?.admitted ?? 0;
}

/** What must never be: in words, empty when all is well. */
export async function contradictions(executor: Executor): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    select format('pool %s %s cell %s: used %s, counted %s', pool_id, day, cell, used, counted) as what from (
      select cell.pool_id, cell.day, cell.cell, cell.used, count(part.*) as counted
      from capacity_cell as cell left join booking_part as part
        on part.pool_id = cell.pool_id and part.day = cell.day and part.cells @> cell.cell and part.is_live
      group by cell.pool_id, cell.day, cell.cell, cell.used
    ) as counts where used <> counted
    union all
    select format('pool %s %s cell %s: %s of %s desks', pool_id, day, cell, used, desks) from capacity_cell where used > desks
    union all
    select format('pool %s %s cell %s: residents %s of %s', pool_id, day, cell, public_used, public_desks)
      from capacity_cell where public_used > public_desks
    union all
    select format('two at desk %s of pool %s', one.desk, one.pool_id) from booking_part as one join booking_part as other
      on one.pool_id = other.pool_id and one.day = other.day and one.desk = other.desk and one.cells && other.cells
      and (one.booking_id, one.position) < (other.booking_id, other.position)
      where one.is_live and other.is_live
    union all
    select format('appointment %s without its places', id) from booking
      where state in ('confirmed', 'checked_in') and not exists (select from booking_part where booking_id = booking.id)
    union all
    select format('appointment %s has lost a place', id) from booking
      where state in ('confirmed', 'checked_in')
        and exists (select from booking_part where booking_id = booking.id and not is_live)`.execute(executor);
  return rows.map(({ what }) => what);
}
