export { type Contents, exportAll, importAll, type TableSummary } from './backup.ts';
export type { Database, Executor, NoTables, Transaction } from './database.ts';
export { explainingFiles } from './embedded/failures.ts';
export { supervisorEvents as databaseEvents } from './embedded/supervisor.ts';
export { isUniqueViolation, sqlState } from './failures.ts';
export type { Stop } from './listen.ts';
export { type MigrationFolder, migrate, migrationsOf } from './migrate.ts';
export { type DatabaseConfig, openDatabase } from './open.ts';
export { answers, isPrepared, isSharedWithOthers } from './ping.ts';
