import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { createLog } from '#platform/log';
import { testDatabase } from '#platform/testing';
import { addJob, defineJobs, removeJob } from './index.ts';
import { cronPattern } from './schedule.ts';

const noLog = createLog({ write: () => undefined }, 'error');

test('X5 a job runs once its transaction committed, and never when it did not', async (t) => {
  const database = await testDatabase();
  const done: unknown[] = [];
  const progress = new EventEmitter();
  const jobs = defineJobs(
    database,
    {
      note: async (payload) => {
        done.push(payload);
        progress.emit('done');
      },
    },
    { log: noLog },
  );
  await jobs.start();
  t.after(async () => {
    await jobs.stop();
    await database.close();
  });
  const failing = database.transaction(async (transaction) => {
    await addJob(transaction, 'note', { id: 'rolled back' });
    throw new Error('the business rule said no');
  });
  await assert.rejects(failing, /said no/);
  const first = once(progress, 'done');
  await database.transaction((transaction) => addJob(transaction, 'note', { id: 'kept' }));
  await first;
  assert.deepEqual(done, [{ id: 'kept' }]);
});

test('X5 a job with a key can be moved and taken back', async (t) => {
  const database = await testDatabase();
  t.after(() => database.close());
  const later = (minutes: number) => new Date(Date.UTC(2027, 0, 1, 0, minutes));
  const jobs = async () => {
    const { rows } = await database.pool.query('select run_at, key from graphile_worker.jobs');
    return rows;
  };
  await database.transaction((transaction) => addJob(transaction, 'remind', {}, { runAt: later(0), key: 'booking-1' }));
  await database.transaction((transaction) => addJob(transaction, 'remind', {}, { runAt: later(5), key: 'booking-1' }));
  assert.deepEqual(await jobs(), [{ run_at: later(5), key: 'booking-1' }]);
  await database.transaction((transaction) => removeJob(transaction, 'booking-1'));
  assert.deepEqual(await jobs(), []);
});

test('X2 the log of a failed job names the job and the error, and nothing of its payload', async (t) => {
  const database = await testDatabase();
  const lines = new EventEmitter();
  const log = createLog({ write: (line) => lines.emit('line', line) }, 'info');
  const jobs = defineJobs(database, { fail: async () => Promise.reject(new TypeError('山田花子')) }, { log });
  await jobs.start();
  t.after(async () => {
    await jobs.stop();
    await database.close();
  });
  const line = once(lines, 'line');
  await addJob(database.kysely, 'fail', { name: '山田花子' });
  const [text] = await line;
  assert.match(text, /"job":"fail".*"error":"TypeError"/);
  assert.doesNotMatch(text, /山田/);
});

test('X5 schedules are times of day in Japan', () => {
  assert.equal(cronPattern({ name: 'clean', daily: '02:30' }), '30 17 * * *');
  assert.equal(cronPattern({ name: 'clean', daily: '09:00' }), '0 0 * * *');
  assert.equal(cronPattern({ name: 'clean', everyMinutes: 5 }), '*/5 * * * *');
  assert.throws(() => cronPattern({ name: 'clean', daily: '25:00' }), RangeError);
  assert.throws(() => cronPattern({ name: 'clean', everyMinutes: 7 }), RangeError);
});
