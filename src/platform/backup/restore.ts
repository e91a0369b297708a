import { rename, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Audit, publishedHeadsPath, type Verification } from '#platform/audit';
import type { Clock } from '#platform/clock';
import { type Database, importAll, type TableSummary } from '#platform/database';
import type { KeyRing } from '#platform/keys';
import { backupSecret } from './backup.ts';
import { checkBackupFile, contentOf, type Manifest } from './backup-file.ts';
import { damagedFile } from './sealed-stream.ts';

export interface RestoreParts {
  readonly database: Database;
  readonly keys: Pick<KeyRing, 'secret' | 'replayDeletions'>;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly dataFolder: string;
}

/** What a restore did and found. */
export interface Restored {
  readonly manifest: Manifest;
  /** Cases that were deleted after the backup was made, and now are again. */
  readonly deletedAgain: number;
  /** The audit trail that came back, against the heads of the backup. */
  readonly verification: Verification;
}

/** Fills a migrated database from a backup file; every hash is checked before anything is written, and again afterwards. */
export async function fillFromBackup(
  database: Database,
  secret: Buffer,
  file: string,
  options: { readonly replace?: boolean } = {},
): Promise<Manifest> {
  const manifest = await checkBackupFile(file, secret);
  const stored: readonly TableSummary[] = await importAll(database, contentOf(file, secret), options);
  if (!isDeepStrictEqual([...stored], [...manifest.tables])) throw damagedFile();
  return manifest;
}

/**
 * Brings a backup back. Nothing may use the database meanwhile. What was deleted since is deleted again; the published
 * heads of the audit trail begin anew with those of the backup, and the older file of heads stays beside them. With
 * `replace` the present content goes, in the same transaction in which the backup's comes.
 */
export async function restoreBackup(
  { database, keys, audit, clock, dataFolder }: RestoreParts,
  file: string,
  options: { readonly replace?: boolean } = {},
): Promise<Restored> {
  const manifest = await fillFromBackup(database, backupSecret(keys), file, options);
  const deletedAgain = await database.transaction((transaction) => keys.replayDeletions(transaction));
  await beginHeadsWith(manifest.auditHeads, publishedHeadsPath(dataFolder), clock.now());
  const verification = await audit.verify();
  const resource = { backup: manifest.sha256 };
  await database.transaction((transaction) =>
    audit.append(transaction, { actor: 'system', action: 'backup:restore', resource, outcome: 'done' }),
  );
  await audit.publishHeads();
  return { manifest, deletedAgain, verification };
}

async function beginHeadsWith(heads: string, path: string, now: Date): Promise<void> {
  await rename(path, `${path}.before-${now.toISOString().replaceAll(/[-:.]/g, '')}`).catch(absent);
  await writeFile(path, heads === '' ? '' : `${heads}\n`, { mode: 0o600, flush: true });
}

function absent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
