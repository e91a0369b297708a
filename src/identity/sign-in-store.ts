import { sql } from 'kysely';
import type { Executor } from '#platform/database';

/** How many tries are free before a pause begins. A block is a whole office, so it has more. */
const freeTries = { account: 5, block: 20 } as const;

type Kind = keyof typeof freeTries;

/**
 * Counts a try before the password is looked at, in one statement, so that parallel guesses cannot slip past. Gives
 * whether the try may go on. From the last free try on, each one starts a pause: 1 minute, doubling to 15, never for
 * ever, because locking people out is an attack as well. A day without tries forgets all.
 */
export async function admitTry(executor: Executor, kind: Kind, key: string, now: Date): Promise<boolean> {
  const free = freeTries[kind];
  const { rows } = await sql`
    insert into sign_in_try as t (kind, key, tries, tried_at) values (${kind}, ${key}, 1, ${now})
    on conflict (kind, key) do update set
      tries = case when t.tried_at < ${now}::timestamptz - interval '1 day' then 1 else t.tries + 1 end,
      tried_at = ${now},
      locked_until = case when t.tries + 1 >= ${free} and t.tried_at >= ${now}::timestamptz - interval '1 day'
        then ${now}::timestamptz + least(15, power(2, least(t.tries + 1 - ${free}, 10))) * interval '1 minute' end
    where t.locked_until is null or t.locked_until <= ${now}
    returning tries`.execute(executor);
  return rows.length === 1;
}

/** A right password ends the count of the account, and takes its own try off the count of the block. */
export async function forgiveTries(executor: Executor, account: string, block: string): Promise<void> {
  await sql`delete from sign_in_try where kind = 'account' and key = ${account}`.execute(executor);
  await sql`
    update sign_in_try set tries = greatest(0, tries - 1),
      locked_until = case when tries - 1 >= ${freeTries.block} then locked_until end
    where kind = 'block' and key = ${block}`.execute(executor);
}
