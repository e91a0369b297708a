import type { Config } from '#platform/config';
import { OperatorError } from '#platform/errors';
import { checkServer } from './check.ts';
import { connect, type Database } from './database.ts';
import { openCluster, type SupervisorLog } from './embedded/supervisor.ts';
import { sqlState } from './failures.ts';

/** The part of the settings that says where the database is. */
export type DatabaseConfig = Pick<Config, 'dataFolder' | 'dataFolderChosen' | 'databaseUrl' | 'databaseConnections'>;

/** SQLSTATE: wrong password, no such user, no such database, too many connections. */
const refusals = ['28P01', '28000', '3D000', '53300'];

function isOutOfReach(error: unknown): boolean {
  return (error instanceof Error && 'syscall' in error) || refusals.includes(sqlState(error) ?? '');
}

function unreachable(cause: unknown): OperatorError {
  return new OperatorError(
    'データベースのサーバーに接続できません。サーバーが動いているか、DATABASE_URLの接続先と利用者が正しいかを確かめてください。',
    { cause },
  );
}

/**
 * Opens the database: the server at `databaseUrl`, or the product's own in the data folder, which is made at the first
 * start. Refuses a server on which the product would work wrongly. Throws an OperatorError with a way out.
 */
export async function openDatabase(config: DatabaseConfig, log: SupervisorLog): Promise<Database> {
  const connection = config.databaseUrl
    ? { options: { connectionString: config.databaseUrl, keepAlive: true }, release: async () => undefined }
    : await openCluster({ path: config.dataFolder, chosen: config.dataFolderChosen }, log);
  const database = connect({ ...connection, options: { ...connection.options, max: config.databaseConnections } });
  try {
    await checkServer(database);
    return database;
  } catch (error) {
    await database.close();
    throw isOutOfReach(error) ? unreachable(error) : error;
  }
}
