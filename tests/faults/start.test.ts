import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '#platform/testing';
import { freePort, startServer } from '../support/server.ts';
import { createClient } from './client.ts';
import { postmasterOf } from './kill.ts';
import { forgetUsedData, ownKey, refusalOf, root, scratchFolder, usedData } from './start.ts';

after(forgetUsedData);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('X5 a port that is taken is said with another one to try, and the database does not stay behind', async (t) => {
  const dataFolder = await usedData(t);
  const port = await freePort();
  const occupant = createServer().listen(port, '127.0.0.1');
  t.after(() => occupant.close());
  const sentence = await refusalOf({ ...ownKey, HITOMADO_DATA: dataFolder, PORT: String(port) });
  assert.match(sentence, new RegExp(`^ポート${port}は.*PORT=${port + 1} `));
  assert.ok(!existsSync(join(dataFolder, 'database/cluster/postmaster.pid')));
});

test('X5 a broken database is said, with the way to the backup', async (t) => {
  const dataFolder = await usedData(t);
  truncateSync(join(dataFolder, 'database/cluster/global/pg_control'), 100);
  assert.match(await refusalOf({ ...ownKey, HITOMADO_DATA: dataFolder }), /バックアップから戻して/);
});

test('X5 a missing dependency is said, with the command that brings it', async (t) => {
  const copy = scratchFolder(t);
  for (const name of ['bin', 'dist', 'package.json', 'content']) {
    cpSync(join(root, name), join(copy, name), { recursive: true, filter: (path) => !path.includes('/assets') });
  }
  const sentence = await refusalOf({ HITOMADO_DATA: join(copy, 'data') }, join(copy, 'bin', 'hitomado'));
  assert.match(sentence, /npm ci/);
});

test('X5 a data folder that cannot be written is said', async (t) => {
  const closed = join(scratchFolder(t), 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o555);
  // Modes do not hold root back, but the kernel's own file system does.
  const parent = process.getuid?.() === 0 ? '/sys' : closed;
  assert.match(await refusalOf({ HITOMADO_DATA: join(parent, 'hitomado') }), /HITOMADO_DATA/);
});

test('X2 production does not start without a master key', async (t) => {
  const sentence = await refusalOf({ HITOMADO_DATA: scratchFolder(t), HITOMADO_MODE: 'production' });
  assert.match(sentence, /親鍵.*HITOMADO_MASTER_KEY_FILE/);
});

test('X2 production takes neither the key nor the accounts of a demo', async (t) => {
  const production = { HITOMADO_DATA: await usedData(t), HITOMADO_MODE: 'production' };
  const demoKey = join(scratchFolder(t), 'master.key');
  writeFileSync(demoKey, `demo:${ownKey.HITOMADO_MASTER_KEY}\n`, { mode: 0o600 });
  assert.match(await refusalOf({ ...production, HITOMADO_MASTER_KEY_FILE: demoKey }), /お試し用の親鍵/);
  const otherKey = Buffer.alloc(32, 6).toString('base64');
  assert.match(await refusalOf({ ...production, HITOMADO_MASTER_KEY: otherKey }), /合いません/);
  assert.match(await refusalOf({ ...production, ...ownKey }), /お試し用の職員/);
});

/** The database's process ends just after the one that asked it to: it must be gone within five seconds. */
async function goneSoon(processId: number): Promise<void> {
  for (let waited = 0; isRunning(processId); waited += 50) {
    assert.ok(waited < 5_000, `process ${processId} is still there`);
    await new Promise((wait) => setTimeout(wait, 50));
  }
}

test('X5 a second start on the same data finds what was written, and SIGTERM ends the database too', async (t) => {
  const dataFolder = await usedData(t);
  const first = await startServer({ dataFolder, environment: ownKey });
  const postmaster = postmasterOf(dataFolder);
  const resident = createClient(first.url);
  await resident.post('/guide/start', { choice: 'event:tennyu' });
  await resident.post('/search', { words: 'kept-over-night' });
  await first.close();
  assert.equal(first.process.exitCode, 0);
  await goneSoon(postmaster);
  const second = await startServer({ dataFolder, environment: ownKey, port: first.port });
  assert.match((await resident.get('/search')).text, /kept-over-night/);
  await second.close();
});

test('X5 a signal to stop is heard while the product still starts and as soon as it says that it serves; the database ends too', async (t) => {
  const dataFolder = await usedData(t);
  for (const moment of ['database.started', 'ひとまどが開きました']) {
    const child = spawn(process.execPath, [join(root, 'bin', 'hitomado'), 'serve'], {
      env: { ...process.env, NODE_ENV: 'production', PORT: '0', HITOMADO_DATA: dataFolder, ...ownKey },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const hear = (chunk: Buffer) => {
      if (String(chunk).includes(moment)) child.kill('SIGTERM');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    assert.deepEqual(await once(child, 'exit'), [0, null], moment);
    assert.ok(!existsSync(join(dataFolder, 'database/cluster/postmaster.pid')), moment);
  }
});

test('X5 with DATABASE_URL the product uses that server and starts none of its own', async (t) => {
  const database = await testDatabase();
  t.after(() => database.close());
  const { host, user, password, database: name } = database.pool.options;
  const address = `postgres://${user}:${encodeURIComponent(String(password))}@${encodeURIComponent(host ?? '')}/${name}`;
  const dataFolder = scratchFolder(t);
  const server = await startServer({ dataFolder, environment: { DATABASE_URL: address } });
  assert.equal((await createClient(server.url).post('/guide/start', { choice: 'event:tennyu' })).status, 303);
  await server.close();
  assert.ok(!existsSync(join(dataFolder, 'database')));
  const { rows } = await database.pool.query('select count(*)::int as drafts from guide_draft');
  assert.deepEqual(rows, [{ drafts: 1 }]);
  assert.match(await refusalOf({ HITOMADO_DATA: dataFolder, DATABASE_URL: `${address}-none` }), /DATABASE_URL/);
});
