import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '#platform/clock';
import type { Database, Transaction } from '#platform/database';
import {
  type AuditEntry,
  type AuditQuery,
  type AuditRow,
  type AuditTally,
  genesis,
  hashOf,
  nextRow,
  streamCount,
  streamOf,
} from './entry.ts';
import { type Head, publishHeads, readPublishedHeads } from './heads.ts';
import * as store from './store.ts';

/** What a check of the trail found; `seq` is the first row that is wrong or missing. */
export type Verification =
  | { readonly state: 'ok'; readonly rows: number }
  /** A row was changed, taken out, put in or moved. */
  | { readonly state: 'broken'; readonly stream: number; readonly seq: number }
  /** A published head names a row that is no longer there. */
  | { readonly state: 'truncated'; readonly stream: number; readonly seq: number }
  /** The chain is whole but not the one that was published: it was made anew. */
  | { readonly state: 'headMismatch'; readonly stream: number; readonly seq: number }
  /** The file of heads was not written by this city. */
  | { readonly state: 'forgedHeads' };

export interface Audit {
  /** Writes entries in the transaction of what they tell. */
  append(transaction: Transaction, ...entries: readonly AuditEntry[]): Promise<void>;
  /** Writes a look, reads, and gives out what was read only once the look is kept: no trail, no data. */
  look<T>(entry: AuditEntry, read: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Publishes the signed heads of all chains to the file outside the database. */
  publishHeads(): Promise<void>;
  /** Checks every chain against itself and against the published heads (`headsPath`: another copy of the file). */
  verify(headsPath?: string): Promise<Verification>;
  /** All that is written about one case, oldest first. */
  ofCase(caseId: string): Promise<readonly AuditRow[]>;
  /** What is written of a time, newest first, a part at a time. */
  find(query: AuditQuery): Promise<readonly AuditRow[]>;
  /** How often who acted on cases in a time, by purpose and outcome. */
  tally(from: Date, until: Date): Promise<readonly AuditTally[]>;
}

export interface AuditParts {
  readonly database: Database;
  readonly clock: Clock;
  /** Ed25519, from the key ring. */
  readonly signingKey: KeyObject;
  readonly dataFolder: string;
}

/** The file of published heads, outside the database. */
export function publishedHeadsPath(dataFolder: string): string {
  return join(dataFolder, 'audit-heads.log');
}

/** The audit trail: what was done and looked at, in chains that show every change made to them afterwards. */
export function openAudit({ database, clock, signingKey, dataFolder }: AuditParts): Audit {
  const ownHeads = publishedHeadsPath(dataFolder);
  const append: Audit['append'] = async (transaction, ...entries) => {
    // Always in the same order, so that two transactions never wait for each other's chain.
    const ordered = entries.toSorted((one, other) => streamOf(one.resource) - streamOf(other.resource));
    for (const entry of ordered) {
      const last = await store.lockStream(transaction, streamOf(entry.resource));
      await store.insertRow(transaction, nextRow(entry, clock.now(), last));
    }
  };
  return {
    append,
    look: (entry, read) =>
      database.transaction(async (transaction) => {
        await append(transaction, entry);
        return await read(transaction);
      }),
    async publishHeads() {
      const heads = await store.readHeads(database.kysely);
      await publishHeads(
        ownHeads,
        signingKey,
        clock.now(),
        heads.map(({ stream, seq, hash }) => ({ stream, seq, hash: hash.toString('hex') })),
      );
    },
    async verify(headsPath = ownHeads) {
      const published = await readPublishedHeads(headsPath, signingKey);
      if (published === 'forged') return { state: 'forgedHeads' };
      let rows = 0;
      for (let stream = 0; stream < streamCount; stream += 1) {
        const heads = published.filter((head) => head.stream === stream);
        const result = await verifyStream(stream, store.readStream(database.kysely, stream), heads);
        if (result.state !== 'ok') return result;
        rows += result.rows;
      }
      return { state: 'ok', rows };
    },
    ofCase: (caseId) => store.readCase(database.kysely, caseId),
    find: (query) => store.readRows(database.kysely, query),
    tally: (from, until) => store.countRows(database.kysely, from, until),
  };
}

async function verifyStream(
  stream: number,
  rows: AsyncIterable<AuditRow>,
  heads: readonly Head[],
): Promise<Verification> {
  const expected = new Map(heads.map(({ seq, hash }) => [seq, hash]));
  let last: { readonly seq: number; readonly hash: Buffer } = { seq: 0, hash: genesis };
  for await (const row of rows) {
    if (!follows(row, last)) return { state: 'broken', stream, seq: last.seq + 1 };
    const head = expected.get(row.seq);
    if (head !== undefined && head !== row.hash.toString('hex')) {
      return { state: 'headMismatch', stream, seq: row.seq };
    }
    last = row;
  }
  const cut = heads.some(({ seq }) => seq > last.seq);
  return cut ? { state: 'truncated', stream, seq: last.seq + 1 } : { state: 'ok', rows: last.seq };
}

function follows(row: AuditRow, last: { readonly seq: number; readonly hash: Buffer }): boolean {
  const { hash, ...content } = row;
  return row.seq === last.seq + 1 && row.prev.equals(last.hash) && hash.equals(hashOf(content));
}
