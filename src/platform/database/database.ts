import { Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely';
import pg from 'pg';
import { DiscreetClient, isRepeatable } from './failures.ts';
import { listenOn, type Stop } from './listen.ts';

/** No table is known to the platform; a store adds its own with `.withTables<{ booking: BookingTable }>()`. */
export type NoTables = Record<never, never>;

/** A running transaction; a store adds its tables with `.withTables<…>()`. */
export type Transaction = KyselyTransaction<NoTables>;

/** Where rows are read: the database itself, or a running transaction. */
export type Executor = Kysely<NoTables>;

/** The house's one database: a pool of connections and what is built on it. */
export interface Database {
  readonly kysely: Kysely<NoTables>;
  readonly pool: pg.Pool;
  /** A sentence for the person who starts the product, when the data lies elsewhere than expected. */
  readonly notice: string | undefined;
  /**
   * Runs `work` in one transaction (READ COMMITTED), and up to twice more when PostgreSQL gave it up for the sake of
   * another one. `work` must therefore do nothing that lasts outside the transaction.
   */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * Calls `hear` with the payload of every NOTIFY on `channel`, on a connection of its own that is opened again when it
   * breaks. `ready` is called each time it listens: what was sent in between has to be looked up then.
   */
  listen(channel: string, hear: (payload: string) => void, ready?: () => void): Promise<Stop>;
  /** Closes every connection; the last user of an embedded cluster stops it. */
  close(): Promise<void>;
}

/** How a pool is opened. */
export interface Connection {
  readonly options: pg.PoolConfig;
  readonly notice?: string | undefined;
  /** Lets go of what the connection stands on, such as the embedded cluster. */
  readonly release: () => Promise<void>;
}

const attempts = 3;

/** bigint as a number: identities and counts stay far below 2⁵³; anything above is an error, never a rounded number. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('bigint beyond 2^53 from the database');
  return value;
}

const parseInstant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text');

/** An instant. In UTC, as our sessions have it, the engine's own reader does; it takes a fifth of the time. */
function instant(text: string): unknown {
  if (!text.endsWith('+00')) return parseInstant(text);
  const read = new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
  return Number.isNaN(read.getTime()) ? parseInstant(text) : read;
}

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, safeInteger],
  [pg.types.builtins.TIMESTAMPTZ, instant],
  // A day has no time zone: pg would make it an instant at midnight of the machine's own zone.
  [pg.types.builtins.DATE, (text) => text],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format as 'text'),
};

/** Opens the pool over `connection`. No connection is made before the first query. */
export function connect(connection: Connection): Database {
  const options: pg.PoolConfig = { ...connection.options, types };
  const pool = new pg.Pool({ ...options, Client: DiscreetClient });
  // A connection that breaks fails its query or, idle, is replaced by the next one; without listeners it would end the
  // process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) });
  const listeners = new Set<Stop>();

  return {
    kysely,
    pool,
    notice: connection.notice,
    async transaction(work) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await kysely.transaction().execute(work);
        } catch (error) {
          if (attempt === attempts || !isRepeatable(error)) throw error;
        }
      }
    },
    async listen(channel, hear, ready) {
      const stop = await listenOn(() => new DiscreetClient(options), channel, hear, ready);
      listeners.add(stop);
      return async () => {
        listeners.delete(stop);
        await stop();
      };
    },
    async close() {
      await Promise.all([...listeners].map((stop) => stop()));
      await kysely.destroy();
      if (!pool.ended) await pool.end();
      await connection.release();
    },
  };
}
