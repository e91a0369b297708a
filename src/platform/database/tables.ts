import { createHash, type Hash } from 'node:crypto';
import pg from 'pg';

/** A table as a backup sees it: its name, and the columns that are not worked out from others. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  /** The columns of the primary key; all columns when there is none. */
  readonly key: readonly string[];
}

interface Column {
  readonly name: string;
  readonly type: string;
}

/** A row as PostgreSQL writes its values as text, which it reads back without loss. */
export type TextRow = readonly (string | null)[];

const batch = 500;
/** Kept by the migrations themselves, on either side. */
const ownedByMigrations = ['public.migration', 'graphile_worker.migrations'];

/** The name for SQL, quoted. */
export function qualified({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}

/** All tables that hold data, in order of their names. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname as schema, c.relname as name,
       (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
          from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select jsonb_agg(a.attname order by a.attnum)
          from pg_attribute a
          left join pg_index i on i.indrelid = c.oid and i.indisprimary
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
           and (i.indrelid is null or a.attnum = any(i.indkey))) as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and n.nspname || '.' || c.relname <> all($1)
     order by 1, 2`,
    [ownedByMigrations],
  );
  return rows;
}

/** The rows of `table` in the order of its key, the same on every server; inside a transaction of `client`. */
export async function* readRows(client: pg.ClientBase, table: Table): AsyncGenerator<TextRow> {
  const values = table.columns.map(({ name }) => `${pg.escapeIdentifier(name)}::text`);
  const order = table.key.map((name) => `${pg.escapeIdentifier(name)}::text collate "C"`);
  await client.query(
    `declare backup_rows no scroll cursor for
     select array[${values}]::text[] as row from ${qualified(table)} order by ${order}`,
  );
  for (;;) {
    const { rows } = await client.query<{ row: TextRow }>(`fetch ${batch} from backup_rows`);
    for (const { row } of rows) yield row;
    if (rows.length < batch) break;
  }
  await client.query('close backup_rows');
}

/** Writes rows, in the form that `readRows` gives, into `table`; identities keep their numbers. */
export async function writeRows(client: pg.ClientBase, table: Table, rows: readonly TextRow[]): Promise<void> {
  if (rows.length === 0) return;
  const names = table.columns.map(({ name }) => pg.escapeIdentifier(name));
  const values = table.columns.map(({ type }, index) => `(r ->> ${index})::${type}`);
  await client.query(
    `insert into ${qualified(table)} (${names}) overriding system value
     select ${values} from jsonb_array_elements($1::jsonb) with ordinality as rows (r, position) order by position`,
    [JSON.stringify(rows)],
  );
}

/** The running SHA-256 over rows, one JSON line each. */
export class RowHash {
  readonly #hash: Hash = createHash('sha256');

  add(row: TextRow): void {
    this.#hash.update(`${JSON.stringify(row)}\n`);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
