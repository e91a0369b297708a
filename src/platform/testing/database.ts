import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { PoolConfig } from 'pg';
import { newId } from '#platform/codes';
import { type Database, type MigrationFolder, migrate, migrationsOf, sqlState } from '#platform/database';
import { connect } from '../database/database.ts';
import { alone } from '../database/embedded/lock.ts';
import { readMigrations } from '../database/migrate.ts';
import { testCluster } from './cluster.ts';

function open(server: PoolConfig, name: string, max: number): Database {
  // Tests that fail before they close their database must not keep the process waiting.
  return connect({
    options: { ...server, database: name, max, allowExitOnIdle: true },
    release: async () => undefined,
  });
}

async function command(server: PoolConfig, text: string): Promise<void> {
  const administration = open(server, 'hitomado', 1);
  try {
    await sql.raw(text).execute(administration.kysely);
  } finally {
    await administration.close();
  }
}

/** Not allowed: among other things to end PostgreSQL's own cleaning of a table, which is done in a moment. */
const notPermitted = '42501';
const mostAttempts = 20;

/** Removes a database with all who are connected to it. */
async function remove(server: PoolConfig, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await command(server, `drop database if exists ${name} with (force)`);
    } catch (error) {
      if (sqlState(error) !== notPermitted || attempt === mostAttempts) throw error;
      await wait(100 * attempt);
    }
  }
}

async function exists(server: PoolConfig, name: string): Promise<boolean> {
  const administration = open(server, 'hitomado', 1);
  const { rows } = await sql`select from pg_database where datname = ${name}`.execute(administration.kysely);
  await administration.close();
  return rows.length > 0;
}

/** The migrated database that tests copy; made once for each set of migrations. Returns its name. */
async function template(server: PoolConfig, folders: readonly MigrationFolder[]): Promise<string> {
  const hashes = (await readMigrations(folders)).map(({ name, hash }) => `${name} ${hash}`).join('\n');
  const name = `template_${createHash('sha256').update(hashes).digest('hex').slice(0, 16)}`;
  if (await exists(server, name)) return name;
  const unfinished = `unfinished_${name}`;
  await remove(server, unfinished);
  await command(server, `create database ${unfinished}`);
  const database = open(server, unfinished, 2);
  try {
    await migrate(database, folders);
  } finally {
    await database.close();
  }
  await command(server, `alter database ${unfinished} rename to ${name}`);
  return name;
}

/**
 * A fresh database for one test, with the schema of the platform and of `modules` (in this order): `testDatabase('cases')`.
 * `close()` removes it; what a failed test leaves goes with the run's cluster.
 */
export async function testDatabase(...modules: string[]): Promise<Database> {
  const server = await testCluster();
  const name = `test_${newId().replaceAll('-', '')}`;
  const folders = ['platform', ...modules].map(migrationsOf);
  await alone(`${server.host}/templates`, async () => {
    await command(server, `create database ${name} template ${await template(server, folders)}`);
  });
  const database = open(server, name, 10);
  return {
    ...database,
    async close() {
      await database.close();
      await remove(server, name);
    },
  };
}
