import assert from 'node:assert/strict';
import { chmodSync, cpSync, createReadStream, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createGunzip, gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { type Database, importAll, type MigrationFolder, migrate, openDatabase } from '#platform/database';
import { launchBrowser, visit } from '../support/browser.ts';
import { becomeDevice, checkInWithCode, press, signInAs, sitDown, ticketAtDesk } from '../support/hall.ts';
import { startServer } from '../support/server.ts';
import { root, scratchFolder } from './start.ts';

/*
 * What a city has on the day of an update. `tests/fixtures/database-<version>` holds all rows that version 0.1.0 left
 * behind (`exportAll`), and its keys: a resident who moved within the city has entered everything, and comes today.
 */
const fixture = join(root, 'tests', 'fixtures', 'database-0.1.0');
const content = join(fixture, 'content.jsonl.gz');
const code = 'RHE-WRT-S3Y';

/** The migrations that the last version knew, copied beside each other as it had them. */
function migrationsOfFixture(folder: string): MigrationFolder[] {
  const [head = ''] = gunzipSync(readFileSync(content)).toString('utf8').split('\n', 1);
  const { migrations } = JSON.parse(head) as { migrations: { name: string }[] };
  const files = migrations.map(({ name }) => name.split('/') as [string, string]);
  const modules = ['platform', ...new Set(files.map(([module]) => module).filter((module) => module !== 'platform'))];
  return modules.map((module) => {
    const target = join(folder, module);
    mkdirSync(target, { recursive: true });
    for (const [, name] of files.filter(([own]) => own === module)) {
      cpSync(join(root, 'src', module, 'migrations', name), join(target, name));
    }
    return { module, folder: target };
  });
}

const quiet = { event: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The product's own database in `dataFolder`, as the last version left it this morning. */
async function leaveByLastVersion(dataFolder: string, migrations: readonly MigrationFolder[]): Promise<void> {
  cpSync(join(fixture, 'keys'), join(dataFolder, 'keys'), { recursive: true });
  // A fresh clone has them readable for all, which the product refuses.
  for (const name of readdirSync(join(dataFolder, 'keys'))) chmodSync(join(dataFolder, 'keys', name), 0o600);
  chmodSync(join(dataFolder, 'keys'), 0o700);
  const settings = { dataFolder, dataFolderChosen: true, databaseUrl: undefined, databaseConnections: 4 };
  const database: Database = await openDatabase(settings, quiet);
  try {
    await migrate(database, migrations);
    await importAll(database, createReadStream(content).pipe(createGunzip()));
    // The fixture grows old; the case in it must not have run out.
    await sql`update "case" set expires_at = now() + interval '30 days'`.execute(database.kysely);
  } finally {
    await database.close();
  }
}

test('X3 a database of the last version is brought up to date at the start, and its visitor is served', async (t) => {
  const dataFolder = join(scratchFolder(t), 'data');
  mkdirSync(dataFolder, { mode: 0o711 });
  await leaveByLastVersion(dataFolder, migrationsOfFixture(scratchFolder(t)));
  const server = await startServer({ dataFolder });
  const browser = await launchBrowser();
  t.after(async () => {
    await browser.close();
    await server.close();
  });
  const [kiosk, clerk] = [(await visit(browser)).page, (await visit(browser)).page];
  await becomeDevice(kiosk, server.url, 'kiosk');
  const ticket = await checkInWithCode(kiosk, server.url, code);
  await signInAs(clerk, server.url, 'shimin');
  await sitDown(clerk, server.url, '1階 3番窓口');
  await press(clerk, '次の方を呼ぶ');
  assert.equal(await ticketAtDesk(clerk), ticket);
  await press(clerk, '対応を始める');
  assert.match(await clerk.locator('main').innerText(), /移行 太郎/);
});
