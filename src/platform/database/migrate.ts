import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMigrations as prepareJobTables } from 'graphile-worker';
import { sql } from 'kysely';
import { OperatorError } from '#platform/errors';
import { packageRoot } from '#platform/package';
import type { Database, Executor } from './database.ts';

/** The migrations of one module: plain SQL files `NNNN-name.sql`, forward only. */
export interface MigrationFolder {
  readonly module: string;
  readonly folder: URL | string;
}

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly hash: string;
}

/** Any number will do as long as every process takes the same one. */
const migrationLock = 4_873_101;
const fileName = /^\d{4}-[a-z0-9-]+\.sql$/;

/** Where the module `name` keeps its migrations: `src/<name>/migrations`. */
export function migrationsOf(name: string): MigrationFolder {
  return { module: name, folder: join(packageRoot, 'src', name, 'migrations') };
}

async function readFolder({ module, folder }: MigrationFolder): Promise<Migration[]> {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder;
  const names = (await readdir(path)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      if (!fileName.test(name)) throw new Error(`migration ${module}/${name}: the name must be NNNN-name.sql`);
      const text = await readFile(join(path, name), 'utf8');
      return { name: `${module}/${name}`, text, hash: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** All migrations of `folders`, in the order of the list and then of their numbers. */
export async function readMigrations(folders: readonly MigrationFolder[]): Promise<Migration[]> {
  return (await Promise.all(folders.map(readFolder))).flat();
}

/** Throws when the database was made by a newer program, or by files that were changed afterwards. */
function refuseStrangeHistory(applied: ReadonlyMap<string, string>, known: readonly Migration[]): void {
  const hashes = new Map(known.map(({ name, hash }) => [name, hash]));
  for (const [name, hash] of applied) {
    const expected = hashes.get(name);
    if (expected === undefined) {
      throw new OperatorError(
        `データベースは、このプログラムより新しい版で作られています（${name}）。新しい版のプログラムで起動してください。`,
      );
    }
    if (expected !== hash) {
      throw new OperatorError(
        `すでに使った移行ファイル ${name} の中身が変わっています。配布されたファイルに戻してから起動してください。`,
      );
    }
  }
}

async function appliedMigrations(executor: Executor): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; hash: string }>`select name, hash from migration`.execute(executor);
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}

/**
 * Brings the schema up to date: the tables of the job queue, then every file of `folders` that was not run yet, each in
 * a transaction, once. Processes that start together wait for one another. Returns the names of the files it ran.
 * Throws an OperatorError when the database is newer than the program or when a file that was run has changed.
 */
export async function migrate(database: Database, folders: readonly MigrationFolder[]): Promise<string[]> {
  const known = await readMigrations(folders);
  return database.kysely.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${migrationLock})`.execute(connection);
    try {
      await prepareJobTables({ pgPool: database.pool });
      await sql`
        create table if not exists migration (
          name text primary key,
          hash text not null,
          applied_at timestamptz not null default now()
        )`.execute(connection);
      const applied = await appliedMigrations(connection);
      refuseStrangeHistory(applied, known);
      const pending = known.filter(({ name }) => !applied.has(name));
      for (const { name, text, hash } of pending) {
        await connection.transaction().execute(async (transaction) => {
          await sql.raw(text).execute(transaction);
          await sql`insert into migration (name, hash) values (${name}, ${hash})`.execute(transaction);
        });
      }
      return pending.map(({ name }) => name);
    } finally {
      await sql`select pg_advisory_unlock(${migrationLock})`.execute(connection);
    }
  });
}
