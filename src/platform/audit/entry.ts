import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';

/** What is written down of one act or look. Ids and codes only. */
export interface AuditEntry {
  /** Who: `staff:<id>`, `resident:<case>`, `device:<id>`, `system`. */
  readonly actor: string;
  /** The enrolled device it was done at, if any. */
  readonly device?: string;
  /** What: the `area:verb` of the permission table. */
  readonly action: string;
  /** To what: ids by kind, such as `{ case: '…' }`. The case decides the chain. */
  readonly resource: Readonly<Record<string, string>>;
  /** Why, as a code, where a reason is asked for. */
  readonly purpose?: string;
  readonly outcome: 'done' | 'denied';
  /** Names of the entries that were shown or changed, never their values. */
  readonly fields?: readonly string[];
}

/** A row of the trail. */
export interface AuditRow {
  readonly stream: number;
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly device: string | null;
  readonly action: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly purpose: string | null;
  readonly outcome: string;
  readonly fields: readonly string[];
  readonly prev: Buffer;
  readonly hash: Buffer;
}

/** Which rows are asked for. */
export interface AuditQuery {
  readonly from: Date;
  /** The first instant that is no longer asked for. */
  readonly until: Date;
  readonly actor?: string;
  readonly case?: string;
  /** `looks`: what staff did with cases. `other`: what is about no case. All rows where nothing is said. */
  readonly about?: 'looks' | 'other';
  readonly limit: number;
  readonly offset: number;
}

/** How many rows about cases one actor has with the same purpose and outcome. */
export interface AuditTally {
  readonly actor: string;
  readonly purpose: string | null;
  readonly outcome: string;
  readonly rows: number;
  /** How many different cases they are about. */
  readonly cases: number;
}

export const streamCount = 16;
/** What stands before the first row of a chain. */
export const genesis = Buffer.alloc(32);

/** The chain a row belongs to: by its case, or by whatever it is about. */
export function streamOf(resource: Readonly<Record<string, string>>): number {
  const subject = resource.case ?? canonicalJson(resource);
  return (createHash('sha256').update(subject).digest()[0] ?? 0) % streamCount;
}

/** SHA-256 over the domain, the canonical JSON of the row and the hash of the row before. */
export function hashOf(row: Omit<AuditRow, 'hash'>): Buffer {
  const { prev, at, ...content } = row;
  return createHash('sha256')
    .update('hitomado audit v1\n')
    .update(canonicalJson({ ...content, at: at.toISOString() }))
    .update(prev)
    .digest();
}

/** The row that follows `last` in its chain. */
export function nextRow(entry: AuditEntry, at: Date, last: Pick<AuditRow, 'seq' | 'hash'> | undefined): AuditRow {
  const row = {
    stream: streamOf(entry.resource),
    seq: (last?.seq ?? 0) + 1,
    at,
    actor: entry.actor,
    device: entry.device ?? null,
    action: entry.action,
    resource: entry.resource,
    purpose: entry.purpose ?? null,
    outcome: entry.outcome,
    fields: entry.fields ?? [],
    prev: last?.hash ?? genesis,
  };
  return { ...row, hash: hashOf(row) };
}
