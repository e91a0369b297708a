import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { testDatabase } from '#platform/testing';
import { appendEvent } from './event.ts';

test('X5 an event exists exactly when the business transaction committed', async (t) => {
  const database = await testDatabase();
  t.after(() => database.close());
  const event = { topic: 'hall:main', subject: 'ticket-1', kind: 'ticket.called', payload: { counter: 'c3' } };
  await database.transaction((transaction) => appendEvent(transaction, event));
  const failing = database.transaction(async (transaction) => {
    await appendEvent(transaction, { ...event, subject: 'ticket-2' });
    throw new Error('the business rule said no');
  });
  await assert.rejects(failing, /said no/);
  const { rows } = await sql`select topic, subject_id, kind, payload from event`.execute(database.kysely);
  assert.deepEqual(rows, [
    { topic: 'hall:main', subject_id: 'ticket-1', kind: 'ticket.called', payload: { counter: 'c3' } },
  ]);
});
