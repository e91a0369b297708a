import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '#platform/testing';
import { testCluster } from '../testing/cluster.ts';
import { openDatabase } from './index.ts';

const log = { event: () => undefined };

function openServer(databaseUrl: string) {
  return openDatabase({ dataFolder: '/unused', dataFolderChosen: false, databaseUrl, databaseConnections: 2 }, log);
}

/** The address of the database `name` in the cluster of the tests, as an operator writes it. */
async function addressOf(name: string): Promise<string> {
  const { host, user, password } = await testCluster();
  return `postgres://${user}:${password}@/${name}?host=${host}`;
}

test('X5 DATABASE_URL names another server, which is used as it is', async () => {
  const database = await openServer(await addressOf('hitomado'));
  const { rows } = await database.pool.query('select current_database() as name');
  assert.deepEqual(rows, [{ name: 'hitomado' }]);
  await database.close();
});

test('X5 a server that does not answer is an error with a way out', async () => {
  const refused = openServer('postgres://someone:secret@127.0.0.1:1/city');
  await assert.rejects(refused, { name: 'OperatorError', message: /DATABASE_URL/ });
});

test('X5 a database in which Japanese search would find nothing is refused', async (t) => {
  const other = await testDatabase();
  t.after(async () => {
    await other.pool.query('drop database if exists without_japanese');
    await other.pool.query('drop database if exists without_unicode');
    await other.close();
  });
  await other.pool.query(
    `create database without_japanese template template0 encoding 'UTF8' locale_provider libc locale 'C'`,
  );
  await assert.rejects(openServer(await addressOf('without_japanese')), { name: 'OperatorError', message: /C\.UTF-8/ });
  await other.pool.query(
    `create database without_unicode template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`,
  );
  await assert.rejects(openServer(await addressOf('without_unicode')), { name: 'OperatorError', message: /SQL_ASCII/ });
});
