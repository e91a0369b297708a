import { sql } from 'kysely';
import type { Day } from '#platform/clock';
import { UserError } from '#platform/errors';
import { announce, type Hall } from './commands.ts';
import { lockText } from './visit-store.ts';

const dayHasBegun = (): UserError =>
  new UserError('queue.dayHasBegun', 'その日の番号札がもう出ています。番号が重なるので、列を移せません。', 409);

/**
 * Keeps the line for another day, in an emergency that closes the hall: everybody who still waits, was put aside or was
 * absent keeps number, rank and places; the numbers of that day go on after theirs. Who is at a seat stays in today.
 * Refuses when numbers of that day are out already.
 */
export async function keepOvernight(hall: Hall, day: Day, actor: string): Promise<number> {
  const { database, clock, facilityId } = hall;
  const today = clock.today();
  const now = clock.now();
  return database.transaction(async (transaction) => {
    await lockText(transaction, `hall:${facilityId}:overnight`);
    const begun = await sql`select from visit where facility_id = ${facilityId} and day = ${day}::date limit 1`.execute(
      transaction,
    );
    if (begun.rows.length > 0) throw dayHasBegun();
    await sql`insert into ticket_series (facility_id, day, series, last_number)
      select facility_id, ${day}::date, series, last_number from ticket_series
      where facility_id = ${facilityId} and day = ${today}::date
      on conflict (facility_id, day, series) do update set last_number = excluded.last_number`.execute(transaction);
    const { rows } = await sql<{ id: string }>`update visit set day = ${day}::date
      where facility_id = ${facilityId} and day = ${today}::date and state = 'active'
        and not exists (select from leg where leg.visit_id = visit.id and leg.state in ('called', 'serving'))
      returning id`.execute(transaction);
    for (const { id } of rows) {
      await sql`insert into queue_event (at, facility_id, visit_id, kind, actor)
        values (${now}, ${facilityId}, ${id}, 'keptOvernight', ${actor})`.execute(transaction);
      await announce(transaction, facilityId, { kind: 'visit.keptOvernight', visitId: id });
    }
    return rows.length;
  });
}
