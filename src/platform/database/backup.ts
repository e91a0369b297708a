import { createInterface } from 'node:readline';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { z } from 'zod';
import { OperatorError } from '#platform/errors';
import type { Database } from './database.ts';
import { listTables, qualified, RowHash, readRows, type Table, type TextRow, writeRows } from './tables.ts';

/** The lines of a backup: one JSON value each. Rows (arrays) follow the line of their table. */
const head = z.object({
  kind: z.literal('backup'),
  format: z.literal(1),
  migrations: z.array(z.object({ name: z.string(), hash: z.string() })),
});
const marker = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), schema: z.string(), name: z.string(), columns: z.array(z.string()) }),
  z.object({ kind: z.literal('tableEnd'), rows: z.number(), sha256: z.string() }),
  z.object({
    kind: z.literal('sequences'),
    values: z.array(z.object({ schema: z.string(), name: z.string(), value: z.string() })),
  }),
  z.object({ kind: z.literal('end') }),
]);
const row = z.array(z.string().nullable());

type Marker = z.infer<typeof marker>;
type Head = z.infer<typeof head>;

/** One table of a backup: how many rows it has, and the SHA-256 over them. */
export interface TableSummary {
  readonly name: string;
  readonly rows: number;
  readonly sha256: string;
}

/** What an export holds. */
export interface Contents {
  readonly migrations: Head['migrations'];
  readonly tables: readonly TableSummary[];
}

const batch = 500;

async function history(client: pg.ClientBase): Promise<Head['migrations']> {
  const { rows } = await client.query('select name, hash from migration order by name collate "C"');
  return rows;
}

/** Runs `work` on one connection in one transaction that is begun with `begin`. */
async function inTransaction<Result>(
  database: Database,
  begin: string,
  work: (client: pg.ClientBase) => Promise<Result>,
): Promise<Result> {
  const client = await database.pool.connect();
  try {
    await client.query(begin);
    // The other end of the stream may take its time.
    await client.query('set local idle_in_transaction_session_timeout = 0');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function* exportedLines(
  client: pg.ClientBase,
  migrations: Head['migrations'],
  tables: TableSummary[],
): AsyncGenerator<Head | Marker | TextRow> {
  yield { kind: 'backup', format: 1, migrations };
  for (const table of await listTables(client)) {
    const { schema, name, columns } = table;
    yield { kind: 'table', schema, name, columns: columns.map((column) => column.name) };
    const hash = new RowHash();
    let rows = 0;
    for await (const values of readRows(client, table)) {
      hash.add(values);
      rows += 1;
      yield values;
    }
    const sha256 = hash.digest();
    tables.push({ name: qualified(table), rows, sha256 });
    yield { kind: 'tableEnd', rows, sha256 };
  }
  const { rows: values } = await client.query(
    `select schemaname as schema, sequencename as name, last_value::text as value
     from pg_sequences where last_value is not null order by 1, 2`,
  );
  yield { kind: 'sequences', values };
  yield { kind: 'end' };
}

/**
 * Writes everything the database holds to `output` as JSON lines, as it stood at one moment, while others go on working:
 * the list of migrations, every table with the SHA-256 of its rows, and the sequences. What is encrypted stays
 * encrypted; keys are not part of it. Used to move to another server or version, and by the backup. Gives what it wrote.
 */
export async function exportAll(database: Database, output: Writable): Promise<Contents> {
  return inTransaction(database, 'begin isolation level repeatable read read only', async (client) => {
    const [migrations, tables] = [await history(client), [] as TableSummary[]];
    const toLine = async function* (values: AsyncIterable<unknown>) {
      for await (const value of values) yield `${JSON.stringify(value)}\n`;
    };
    await pipeline(Readable.from(exportedLines(client, migrations, tables)), toLine, output);
    return { migrations, tables };
  });
}

function damaged(cause?: unknown): OperatorError {
  return new OperatorError(
    'バックアップのファイルが壊れているか、途中で切れています。別のバックアップを使ってください。',
    {
      cause,
    },
  );
}

function parseLine<Value>(schema: z.ZodType<Value>, line: string): Value {
  try {
    return schema.parse(JSON.parse(line));
  } catch (cause) {
    throw damaged(cause);
  }
}

async function refuseOtherVersion(client: pg.ClientBase, { migrations }: Head): Promise<void> {
  if (JSON.stringify(migrations) !== JSON.stringify(await history(client))) {
    throw new OperatorError(
      'バックアップは、このプログラムとは別の版で作られています。作ったときの版のプログラムで読み込んでください。',
    );
  }
}

async function refuseUnlessFresh(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query('select from event limit 1');
  if (rows.length > 0) {
    throw new OperatorError(
      'このデータベースはすでに使われています。空のデータのフォルダーをHITOMADO_DATAに指定してください。いまの内容を捨ててよいときは、--replaceを付けます。',
    );
  }
}

/** Takes foreign keys and triggers off while rows come in any order; the returned function checks and sets them again. */
async function withoutConstraints(client: pg.ClientBase, tables: readonly Table[]): Promise<() => Promise<void>> {
  const names = tables.map(qualified);
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conrelid = any($1::regclass[])`,
    [names],
  );
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  return async () => {
    for (const name of names) await client.query(`alter table ${name} enable trigger user`);
    for (const { table, name, definition } of rows) {
      await client.query(`alter table ${table} add constraint ${name} ${definition}`);
    }
  };
}

async function storedHash(client: pg.ClientBase, table: Table): Promise<string> {
  const hash = new RowHash();
  for await (const values of readRows(client, table)) hash.add(values);
  return hash.digest();
}

/** Reads the rows of one table up to its closing line and writes them; checks them as read and again as stored. */
async function importTable(client: pg.ClientBase, table: Table, lines: AsyncIterator<string>): Promise<TableSummary> {
  const hash = new RowHash();
  let count = 0;
  let waiting: TextRow[] = [];
  for (;;) {
    const { value: line = '' } = await lines.next();
    if (!line.startsWith('[')) {
      await writeRows(client, table, waiting);
      const end = parseLine(marker, line);
      const isWhole = end.kind === 'tableEnd' && end.rows === count && end.sha256 === hash.digest();
      if (!isWhole || end.sha256 !== (await storedHash(client, table))) throw damaged();
      return { name: qualified(table), rows: count, sha256: end.sha256 };
    }
    const values = parseLine(row, line);
    hash.add(values);
    count += 1;
    waiting.push(values);
    if (waiting.length === batch) {
      await writeRows(client, table, waiting);
      waiting = [];
    }
  }
}

async function importLines(client: pg.ClientBase, lines: AsyncIterator<string>): Promise<readonly TableSummary[]> {
  const first = await lines.next();
  await refuseOtherVersion(client, parseLine(head, first.done ? '' : first.value));
  const imported: TableSummary[] = [];
  const tables = await listTables(client);
  const restoreConstraints = await withoutConstraints(client, tables);
  await client.query(`truncate ${tables.map(qualified)}`);
  const awaited = new Map(tables.map((table) => [qualified(table), table]));
  for (;;) {
    const { value: line = '' } = await lines.next();
    const found = parseLine(marker, line);
    if (found.kind === 'end') break;
    if (found.kind === 'table') {
      const table = awaited.get(qualified(found));
      const columns = table?.columns.map(({ name }) => name);
      if (!table || JSON.stringify(columns) !== JSON.stringify(found.columns)) throw damaged();
      awaited.delete(qualified(table));
      imported.push(await importTable(client, table, lines));
    } else if (found.kind === 'sequences') {
      for (const { schema, name, value } of found.values) {
        await client.query('select setval($1::regclass, $2::bigint)', [qualified({ schema, name }), value]);
      }
    } else {
      throw damaged();
    }
  }
  if (awaited.size > 0) throw damaged();
  await restoreConstraints();
  return imported;
}

/**
 * Fills a fresh, migrated database with what `exportAll` wrote: all or nothing, and only when every hash is right, in
 * the file and again in the tables. Gives what stands there now. With `replace` a database that has been used is emptied
 * first, in the same transaction. Throws an OperatorError when the file is damaged, was made by another version, or the
 * database is in use already.
 */
export async function importAll(
  database: Database,
  input: Readable,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<readonly TableSummary[]> {
  const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  // Taken before anything is awaited: lines that come before there is an iterator are lost.
  const lines = reader[Symbol.asyncIterator]();
  try {
    return await inTransaction(database, 'begin', async (client) => {
      if (!replace) await refuseUnlessFresh(client);
      return importLines(client, lines);
    });
  } finally {
    reader.close();
  }
}
