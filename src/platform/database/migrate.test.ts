import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { testDatabase } from '#platform/testing';
import { type Database, isUniqueViolation, type MigrationFolder, migrate, migrationsOf } from './index.ts';

interface Place {
  readonly database: Database;
  readonly folders: MigrationFolder[];
  readonly write: (name: string, text: string) => void;
}

/** A database with the platform's schema, and an empty folder of migrations of a module of the test. */
async function place(t: TestContext): Promise<Place> {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-migrations-'));
  t.after(async () => {
    rmSync(folder, { recursive: true });
    await database.close();
  });
  const folders = [migrationsOf('platform'), { module: 'sample', folder: pathToFileURL(folder) }];
  return { database, folders, write: (name, text) => writeFileSync(join(folder, name), text) };
}

test('X5 migrations run once, in the order of their numbers', async (t) => {
  const { database, folders, write } = await place(t);
  write('0002-fill.sql', `insert into sample values (1); insert into sample values (2);`);
  write('0001-make.sql', 'create table sample (n int primary key)');
  assert.deepEqual(await migrate(database, folders), ['sample/0001-make.sql', 'sample/0002-fill.sql']);
  assert.deepEqual(await migrate(database, folders), []);
  write('0003-more.sql', 'insert into sample values (3)');
  assert.deepEqual(await migrate(database, folders), ['sample/0003-more.sql']);
});

test('X5 processes that start together run each migration once', async (t) => {
  const { database, folders, write } = await place(t);
  write('0001-make.sql', 'create table sample (n int primary key); select pg_sleep(0.05)');
  const ran = await Promise.all([1, 2, 3].map(() => migrate(database, folders)));
  assert.deepEqual(ran.flat(), ['sample/0001-make.sql']);
});

test('X5 a migration that fails leaves nothing of itself, and the ones before it stay', async (t) => {
  const { database, folders, write } = await place(t);
  write('0001-make.sql', 'create table sample (n int primary key)');
  write('0002-wrong.sql', 'insert into sample values (1); select 1 / 0');
  await assert.rejects(migrate(database, folders));
  const { rows } = await database.pool.query('select n from sample');
  assert.deepEqual(rows, []);
  write('0002-wrong.sql', 'insert into sample values (1)');
  assert.deepEqual(await migrate(database, folders), ['sample/0002-wrong.sql']);
});

test('X5 a migration that was changed after it ran is refused', async (t) => {
  const { database, folders, write } = await place(t);
  write('0001-make.sql', 'create table sample (n int primary key)');
  await migrate(database, folders);
  write('0001-make.sql', 'create table sample (n bigint primary key)');
  await assert.rejects(migrate(database, folders), { name: 'OperatorError', message: /sample\/0001-make\.sql/ });
});

test('X5 a database that a newer version has made is refused', async (t) => {
  const { database, folders, write } = await place(t);
  write('0001-make.sql', 'create table sample (n int primary key)');
  await migrate(database, folders);
  await assert.rejects(migrate(database, folders.slice(0, 1)), { name: 'OperatorError', message: /新しい版/ });
});

test('X5 a transaction that PostgreSQL gave up for another one is run again', async (t) => {
  const { database } = await place(t);
  await database.pool.query(
    'create table sample (n int primary key, value int); insert into sample values (1, 0), (2, 0)',
  );
  let begun = 0;
  let bothBegun: () => void = () => undefined;
  const meeting = new Promise<void>((resolve) => {
    bothBegun = resolve;
  });
  const change = (first: number, second: number) =>
    database.transaction(async (transaction) => {
      const sample = transaction.withTables<{ sample: { n: number; value: number } }>().updateTable('sample');
      const add = (n: number) =>
        sample
          .set((row) => ({ value: row('value', '+', 1) }))
          .where('n', '=', n)
          .execute();
      await add(first);
      begun += 1;
      if (begun === 2) bothBegun();
      await meeting;
      await add(second);
    });
  await Promise.all([change(1, 2), change(2, 1)]);
  const { rows } = await database.pool.query('select value from sample');
  assert.deepEqual(rows, [{ value: 2 }, { value: 2 }]);
  assert.equal(begun, 3);
});

test('X5 days and numbers come out of the database as days and numbers', async (t) => {
  const { database } = await place(t);
  const { rows } = await database.pool.query(`select date '2026-11-22' as day, 9007199254740991::bigint as count`);
  assert.deepEqual(rows, [{ day: '2026-11-22', count: Number.MAX_SAFE_INTEGER }]);
  await assert.rejects(database.pool.query('select 9007199254740993::bigint'), RangeError);
});

test('X5 a key that is there already is told from other errors', async (t) => {
  const { database } = await place(t);
  await database.pool.query(
    'create table sample (n int constraint sample_n primary key); insert into sample values (1)',
  );
  const failure = await database.pool.query('insert into sample values (1)').catch((error: unknown) => error);
  assert.ok(isUniqueViolation(failure));
  assert.ok(isUniqueViolation(failure, 'sample_n'));
  assert.ok(!isUniqueViolation(failure, 'other'));
});
