import { createInterface } from 'node:readline';
import { openDatabase } from '#platform/database';

/**
 * A small application in a process of its own, for tests that kill it: it opens the database in the folder given as its
 * argument, says `open`, writes one row per line it is told, says `kept <n>` once the row is committed, and closes at
 * the end of its input.
 */
const [path = ''] = process.argv.slice(2);
const log = { event: () => undefined };
const database = await openDatabase(
  { dataFolder: path, dataFolderChosen: true, databaseUrl: undefined, databaseConnections: 2 },
  log,
);
await database.pool.query('create table if not exists kept (n int primary key)');
process.stdout.write('open\n');
for await (const line of createInterface({ input: process.stdin })) {
  await database.pool.query('insert into kept values ($1)', [Number(line)]);
  process.stdout.write(`kept ${line}\n`);
}
await database.close();
