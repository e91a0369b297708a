import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { appendEvent } from '#platform/events';
import { addJob } from '#platform/jobs';
import { testDatabase } from '#platform/testing';
import { type Database, exportAll, importAll } from './index.ts';

const schema = `
  create table person (id bigint generated always as identity primary key, name text, parent bigint references person);
  create table odd (id uuid default gen_random_uuid() primary key, bytes bytea, amount numeric, share double precision,
    span tstzrange, words text[], body jsonb, day date, length int generated always as (octet_length(bytes)) stored)`;

async function fresh(t: TestContext): Promise<Database> {
  const database = await testDatabase();
  t.after(() => database.close());
  await database.pool.query(schema);
  return database;
}

/** A database with values that are easily lost on the way, and references that point forwards. */
async function filled(t: TestContext): Promise<Database> {
  const database = await fresh(t);
  await database.pool.query(`
    insert into person (name, parent) select '髙﨑 🏛' || n, null from generate_series(1, 1201) n;
    update person set parent = 1202 - id;
    insert into odd (bytes, amount, share, span, words, body, day) values
      ('\\x00ff0a', 12345678901234567890.10, 0.1::float8 + 0.2, '[2026-11-22 08:45+09,infinity)', '{"a,b",null,"改\n行"}',
       '{"n": 1.50, "t": "\\"\\\\"}', '0001-01-01 BC'), (null, 'NaN', '-infinity', null, '{}', 'null', 'infinity')`);
  await database.transaction(async (transaction) => {
    await appendEvent(transaction, { topic: 'hall', subject: 's', kind: 'k', payload: { id: '1' } });
    await addJob(transaction, 'remind', { id: '1' }, { runAt: new Date('2027-01-01T00:00:00Z') });
  });
  return database;
}

async function exported(database: Database): Promise<string> {
  const output = new PassThrough();
  const [written] = await Promise.all([text(output), exportAll(database, output)]);
  return written;
}

test('X2 the drill: what was exported stands row for row in the new database, which goes on from there', async (t) => {
  const [source, target] = await Promise.all([filled(t), fresh(t)]);
  const backup = await exported(source);
  await importAll(target, Readable.from([backup]));
  assert.equal(await exported(target), backup);
  const { rows } = await target.pool.query<{ id: number }>(`insert into person (name) values ('next') returning id`);
  assert.deepEqual(rows, [{ id: 1_202 }]);
  await assert.rejects(target.pool.query('insert into person (parent) values (9999)'), /foreign key/);
});

test('X2 an export is of one moment, whatever is written while it runs', async (t) => {
  const source = await filled(t);
  const output = new PassThrough({ highWaterMark: 1 });
  const exporting = exportAll(source, output);
  await new Promise((resolve) => output.once('readable', resolve));
  await source.pool.query(`insert into person (name) values ('late')`);
  const [written] = await Promise.all([text(output), exporting]);
  assert.match(written, /"rows":1201/);
  assert.doesNotMatch(written, /late/);
});

test('X2 a damaged, cut off or strange backup is refused and leaves the database as it was', async (t) => {
  const [source, target] = await Promise.all([filled(t), fresh(t)]);
  const backup = await exported(source);
  const lines = backup.trimEnd().split('\n');
  const spoiled = [
    '',
    'not a backup',
    backup.replace('髙﨑 🏛700', '高崎 🏛700'),
    lines.toSpliced(-1, 1).join('\n'),
    lines.slice(0, 40).join('\n'),
    lines
      .toSpliced(
        lines.findIndex((line) => line.includes('🏛700')),
        1,
      )
      .join('\n'),
    backup.replace('platform/0001-platform.sql', 'platform/0001-other.sql'),
  ];
  for (const file of spoiled) await assert.rejects(importAll(target, Readable.from([file])), { name: 'OperatorError' });
  const { rows } = await target.pool.query('select count(*)::int as people from person');
  assert.deepEqual(rows, [{ people: 0 }]);
  await importAll(target, Readable.from([backup]));
});

test('X2 a database in use is never overwritten by an import', async (t) => {
  const source = await filled(t);
  const backup = await exported(source);
  await assert.rejects(importAll(source, Readable.from([backup])), /すでに使われています/);
  assert.equal(await exported(source), backup);
});
