import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { openAudit } from '#platform/audit';
import { fixedClock } from '#platform/clock';
import { newId } from '#platform/codes';
import { type Database, migrationsOf } from '#platform/database';
import { appendEvent } from '#platform/events';
import { type KeyRing, openKeyRing } from '#platform/keys';
import { testDatabase } from '#platform/testing';
import { drillBackup, makeBackup, makeNightlyBackup, newestBackup, restoreBackup } from './index.ts';
import { open, seal } from './sealed-stream.ts';

const clock = fixedClock('2026-11-22T17:00:00Z');
const planted = 'planted-name-7f3a';

/** A city in small: keys, database and audit trail, with one case and one deleted case. */
async function city(t: TestContext, keysOf?: { keys: KeyRing; dataFolder: string }) {
  const dataFolder = keysOf?.dataFolder ?? mkdtempSync(join(tmpdir(), 'hitomado-backup-'));
  const database = await testDatabase();
  t.after(async () => {
    await database.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });
  const keys = keysOf?.keys ?? openKeyRing({ mode: 'demo', dataFolder, masterKey: { kind: 'demo' } }, clock, {});
  const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder });
  return { database, keys, audit, clock, dataFolder };
}

async function addCase({ database, keys, audit }: Awaited<ReturnType<typeof city>>): Promise<string> {
  const caseId = newId();
  await database.transaction(async (transaction) => {
    await keys.createCaseKey(transaction, caseId);
    const entry = { actor: 'system', action: 'case:create', resource: { case: caseId }, outcome: 'done' } as const;
    await audit.append(transaction, entry);
    await appendEvent(transaction, { topic: 'case', subject: caseId, kind: planted });
  });
  return caseId;
}

const hasKey = async ({ database, keys }: { database: Database; keys: KeyRing }, caseId: string): Promise<boolean> =>
  (await keys.openCaseKey(database.kysely, caseId)) !== undefined;

test('X2 a restored backup holds what was there, and deletes again what was deleted since', async (t) => {
  const source = await city(t);
  const [kept, deleted] = [await addCase(source), await addCase(source)];
  const { path, manifest } = await makeBackup(source, join(source.dataFolder, 'one.backup'));
  await source.database.transaction((transaction) => source.keys.destroyCaseKey(transaction, deleted, 'request'));
  const target = await city(t, source);
  const restored = await restoreBackup(target, path);
  assert.deepEqual(restored, { manifest, deletedAgain: 1, verification: { state: 'ok', rows: 2 } });
  assert.equal(await hasKey(target, kept), true);
  assert.equal(await hasKey(target, deleted), false);
  assert.deepEqual(await target.audit.verify(), { state: 'ok', rows: 3 });
});

test('X2 a database in use is replaced only when that is asked for', async (t) => {
  const source = await city(t);
  await addCase(source);
  const { path } = await makeBackup(source, join(source.dataFolder, 'one.backup'));
  const later = await addCase(source);
  await assert.rejects(restoreBackup(source, path), /すでに使われています.*--replace/);
  assert.equal(await hasKey(source, later), true);
  const { verification } = await restoreBackup(source, path, { replace: true });
  assert.equal(verification.state, 'ok');
  assert.equal(await hasKey(source, later), false);
});

test('X2 the file shows nothing of its content, and only its owner may read it', async (t) => {
  const source = await city(t);
  await addCase(source);
  const { path, bytes } = await makeBackup(source, source.dataFolder);
  assert.match(path, /hitomado-20261122T170000Z\.backup$/);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const content = readFileSync(path);
  assert.equal(content.length, bytes);
  for (const word of [planted, 'case_key', 'migrations', 'audit']) assert.ok(!content.includes(word), word);
});

test('X2 a damaged, cut-off, foreign or missing backup is refused before anything is written', async (t) => {
  const source = await city(t);
  await addCase(source);
  const { path } = await makeBackup(source, join(source.dataFolder, 'one.backup'));
  const content = readFileSync(path);
  const target = await city(t, source);
  const flipped = Buffer.from(content);
  flipped.writeUInt8(flipped.readUInt8(content.length >> 1) ^ 1, content.length >> 1);
  const spoiled = [Buffer.alloc(0), flipped, content.subarray(0, -1), content.subarray(0, 60), Buffer.from('text')];
  for (const [index, bytes] of spoiled.entries()) {
    const file = join(source.dataFolder, `spoiled-${index}`);
    writeFileSync(file, bytes);
    await assert.rejects(restoreBackup(target, file), { name: 'OperatorError', message: /開けません/ }, String(index));
  }
  await assert.rejects(restoreBackup(target, join(source.dataFolder, 'none')), /がありません/);
  const stranger = await city(t);
  await assert.rejects(restoreBackup(stranger, path), { name: 'OperatorError', message: /別の市の鍵/ });
  const { rows } = await target.database.pool.query('select count(*)::int as events from event');
  assert.deepEqual(rows, [{ events: 0 }]);
});

test('X2 a backup whose audit trail was changed is brought back with an alarm', async (t) => {
  const source = await city(t);
  await addCase(source);
  await source.database.pool.query("alter table audit disable trigger all; update audit set actor = 'nobody'");
  const { path } = await makeBackup(source, join(source.dataFolder, 'one.backup'));
  const { verification } = await restoreBackup(await city(t, source), path);
  assert.equal(verification.state, 'broken');
});

test('X2 a backup that cannot be written leaves nothing behind and says why', async (t) => {
  const source = await city(t);
  await assert.rejects(makeBackup(source, join(source.dataFolder, 'no/such/folder.backup')), /がありません/);
  await assert.rejects(makeBackup(source, '/dev/full/x.backup'), { name: 'OperatorError' });
  assert.deepEqual(
    readdirSync(source.dataFolder).filter((name) => name.includes('backup')),
    [],
  );
});

test('X2 the backup of the night deletes those older than 35 days and nothing else', async (t) => {
  const source = await city(t);
  const folder = join(source.dataFolder, 'backups');
  await makeNightlyBackup(source);
  const names = ['hitomado-20261018T165959Z.backup', 'hitomado-20261019T170000Z.backup', 'hitomado-notes.txt'];
  for (const name of names) {
    writeFileSync(join(folder, name), '');
    utimesSync(join(folder, name), 0, 0);
  }
  const { expired } = await makeNightlyBackup(source);
  assert.equal(expired, 1);
  assert.deepEqual(readdirSync(folder).sort(), [names[1], 'hitomado-20261122T170000Z.backup', names[2]]);
  assert.equal(await newestBackup(folder), join(folder, 'hitomado-20261122T170000Z.backup'));
  assert.equal(await newestBackup(join(folder, 'none')), undefined);
});

test('X2 the drill brings a backup back into a database of its own and leaves nothing behind', async (t) => {
  const source = await city(t);
  await addCase(source);
  const { path, manifest } = await makeBackup(source, join(source.dataFolder, 'one.backup'));
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('hitomado-drill-'));
  const report = await drillBackup({ ...source, migrations: [migrationsOf('platform')] }, path);
  assert.deepEqual(report.manifest, manifest);
  assert.deepEqual(report.verification, { state: 'ok', rows: 1 });
  assert.ok(manifest.tables.some(({ name, rows }) => name.includes('case_key') && rows === 1));
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.startsWith('hitomado-drill-')),
    before,
  );
});

async function* pieces(content: readonly Uint8Array[]): AsyncGenerator<Buffer> {
  for (const piece of content) yield Buffer.from(piece);
}

async function collected(frames: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const frame of frames) all.push(frame);
  return Buffer.concat(all);
}

async function reopened(secret: Buffer, sealed: Buffer): Promise<{ data: Buffer; last: string }> {
  const data: Buffer[] = [];
  let last = '';
  for await (const { kind, content } of open(secret, pieces([sealed]))) {
    if (kind === 'data') data.push(content);
    else last = content.toString();
  }
  return { data: Buffer.concat(data), last };
}

test('X2 what is sealed comes back byte for byte, and any changed, missing or added byte is noticed', async () => {
  const secret = Buffer.alloc(32, 7);
  const content = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(content, fc.nat(), fc.integer({ min: 1, max: 255 }), async (parts, position, change) => {
      const sealed = await collected(seal(secret, pieces(parts), async () => Buffer.from('end')));
      const { data, last } = await reopened(secret, sealed);
      assert.deepEqual(data, Buffer.concat(parts));
      assert.equal(last, 'end');
      const at = position % sealed.length;
      const altered = Buffer.from(sealed);
      altered.writeUInt8(altered.readUInt8(at) ^ change, at);
      for (const wrong of [altered, sealed.subarray(0, at), Buffer.concat([sealed, Buffer.from([change])])]) {
        await assert.rejects(reopened(secret, wrong), { name: 'OperatorError' });
      }
    }),
    { numRuns: 60 },
  );
});

test('X2 frames of a long backup cannot be left out or exchanged', async () => {
  const secret = Buffer.alloc(32, 7);
  const megabyte = 1024 * 1024;
  const sealed = await collected(
    seal(secret, pieces([Buffer.alloc(megabyte, 1), Buffer.alloc(megabyte, 2), Buffer.alloc(9, 3)]), async () =>
      Buffer.from('end'),
    ),
  );
  const start = 18 + 32;
  const frame = 5 + megabyte + 16;
  const [head, one, two, rest] = [
    sealed.subarray(0, start),
    sealed.subarray(start, start + frame),
    sealed.subarray(start + frame, start + 2 * frame),
    sealed.subarray(start + 2 * frame),
  ];
  assert.equal((await reopened(secret, Buffer.concat([head, one, two, rest]))).data.length, 2 * megabyte + 9);
  for (const wrong of [
    [head, two, one, rest],
    [head, two, rest],
    [head, one, two],
    [head, one, one, rest],
  ]) {
    await assert.rejects(reopened(secret, Buffer.concat(wrong)), { name: 'OperatorError' });
  }
});
