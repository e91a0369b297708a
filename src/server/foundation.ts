import { type Audit, openAudit } from '#platform/audit';
import { type Clock, systemClock } from '#platform/clock';
import type { Config } from '#platform/config';
import {
  type Database,
  databaseEvents,
  explainingFiles,
  type MigrationFolder,
  migrate,
  migrationsOf,
  openDatabase,
} from '#platform/database';
import { type KeyRing, openKeyRing } from '#platform/keys';
import { createLog, gathered, type Log } from '#platform/log';

/** What everything else stands on: the same for a process that serves and for a command that works on the data. */
export interface Foundation {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly keys: KeyRing;
  readonly database: Database;
  readonly audit: Audit;
}

/** Modules with tables, in the order in which their migrations build on each other. */
const modulesWithTables = [
  'platform',
  'identity',
  'inventory',
  'cases',
  'guide',
  'reception',
  'booking',
  'counter',
  'simulation',
  'manual',
  'studio',
];

/** The migrations of all modules, in order. */
export const migrations: readonly MigrationFolder[] = modulesWithTables.map(migrationsOf);

/** Opens log, keys, database and audit trail; the schema stays as it is. The caller closes the database. */
export async function openFoundation(
  config: Config,
  environment: NodeJS.ProcessEnv,
  clock: Clock = systemClock,
): Promise<Foundation> {
  const log = createLog(gathered(process.stderr, process), config.logLevel);
  log.declare(databaseEvents);
  return explainingFiles(async () => {
    const keys = openKeyRing(config, clock, environment);
    const signingKey = keys.signingKey();
    const database = await openDatabase(config, log);
    const audit = openAudit({ database, clock, signingKey, dataFolder: config.dataFolder });
    return { config, clock, log, keys, database, audit };
  });
}

/**
 * Brings the schema up to date, and deletes again what the journal says was deleted: whatever brought the database back
 * from an older day, nothing is served before that.
 */
export async function prepareData({ database, keys }: Pick<Foundation, 'database' | 'keys'>): Promise<void> {
  await migrate(database, migrations);
  await database.transaction((transaction) => keys.replayDeletions(transaction));
  await keys.refuseLostKeys(database.kysely);
}
