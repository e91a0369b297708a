import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAudit, publishedHeadsPath, type Verification } from '#platform/audit';
import type { Clock } from '#platform/clock';
import { type MigrationFolder, migrate, openDatabase } from '#platform/database';
import type { KeyRing } from '#platform/keys';
import { backupSecret } from './backup.ts';
import type { Manifest } from './backup-file.ts';
import { fillFromBackup } from './restore.ts';

export interface DrillParts {
  readonly keys: Pick<KeyRing, 'secret' | 'signingKey' | 'replayDeletions'>;
  readonly clock: Clock;
  readonly migrations: readonly MigrationFolder[];
}

/** What a drill found; a backup that can't be brought back is an error instead. */
export interface DrillReport {
  readonly manifest: Manifest;
  readonly verification: Verification;
  readonly seconds: number;
}

/**
 * Brings a backup back into a database of its own in a temporary folder, with every table counted and hashed, the
 * deletions done again and the audit trail verified. The folder and its database go afterwards.
 */
export async function drillBackup({ keys, clock, migrations }: DrillParts, file: string): Promise<DrillReport> {
  const begun = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'hitomado-drill-'));
  try {
    // The database may run as a user of its own, which has to pass.
    await chmod(folder, 0o711);
    const place = { dataFolder: folder, dataFolderChosen: true, databaseUrl: undefined, databaseConnections: 4 };
    const database = await openDatabase(place, { event: () => undefined });
    try {
      await migrate(database, migrations);
      const manifest = await fillFromBackup(database, backupSecret(keys), file);
      await database.transaction((transaction) => keys.replayDeletions(transaction));
      await writeFile(publishedHeadsPath(folder), `${manifest.auditHeads}\n`);
      const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder: folder });
      const verification = await audit.verify();
      return { manifest, verification, seconds: (performance.now() - begun) / 1000 };
    } finally {
      await database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
