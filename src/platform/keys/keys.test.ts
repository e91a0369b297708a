import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { fixedClock } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { OperatorError } from '#platform/errors';
import { testDatabase } from '#platform/testing';
import { blindIndexOf, seal, unseal, unwrapKey, wrapKey } from './cipher.ts';
import { type KeyConfig, openKeyRing, type Place, renewKeys } from './index.ts';

const clock = fixedClock('2026-11-20T01:00:00Z');
const nextMonth = fixedClock('2026-12-20T01:00:00Z');
const place: Place = { table: 'case_value', column: 'value', row: 'row-1', revision: 3 };
const bytes = (from: number) => Buffer.from(Array.from({ length: 32 }, (_, index) => from + index));

let database: Database;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

function demo(overrides: Partial<KeyConfig> = {}): KeyConfig {
  const dataFolder = mkdtempSync(join(tmpdir(), 'keys-'));
  after(() => rmSync(dataFolder, { recursive: true }));
  return { mode: 'demo', dataFolder, masterKey: { kind: 'demo' }, ...overrides };
}

// The expected bytes come from an independent implementation (pyca/cryptography 48).
test('X2 wrapping, sealing and blind index give the known answers', () => {
  const wrapped = '60ac7eeb2c4b430eaea26762c37533463d5c9cb23f4ef7e51941a15e66825d32ca7b123f22bdc4f4';
  assert.equal(wrapKey(bytes(0), bytes(100)).toString('hex'), wrapped);
  assert.deepEqual(unwrapKey(bytes(0), Buffer.from(wrapped, 'hex')), bytes(100));
  const sealed =
    '010052000102030405060708090a0b7600a1a315dce10117a27b65061a88b2e9173d902d03d025c712e90b53ec41e0b036ccd42d2a02ca82d1e0ed16ef4648d440dfb162e3690294be02aec2691cf017147581b646e1585212e100df945113';
  const where = 'v1|case-1|case_value|value|row-1|3';
  assert.equal(seal(bytes(100), 82, where, '髙﨑 花子', bytes(0).subarray(0, 12)).toString('hex'), sealed);
  assert.equal(unseal(bytes(100), where, Buffer.from(sealed, 'hex')), '髙﨑 花子');
  assert.equal(blindIndexOf(bytes(0), 'phone', '09000001187', 16), 42221);
});

test('X2 any text comes back as it was, and its length shows only in steps of 64 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (value) => {
      const sealed = seal(bytes(1), 7, 'here', value);
      assert.equal(unseal(bytes(1), 'here', sealed), value);
      assert.equal((sealed.length - 31) % 64, 0);
    }),
    { numRuns: 200 },
  );
});

test('X2 a changed bit anywhere in a value is noticed, but for the number of the month', () => {
  const sealed = seal(bytes(1), 7, 'here', 'value');
  for (let index = 0; index < sealed.length; index += 1) {
    if (index === 1 || index === 2) continue;
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    assert.throws(() => unseal(bytes(1), 'here', changed), `byte ${index}`);
  }
});

test('X2 a value moved to another case, table, column, row or revision does not open', async () => {
  const keys = openKeyRing(demo(), clock);
  const [one, other] = [newId(), newId()];
  await database.transaction(async (transaction) => {
    const key = await keys.createCaseKey(transaction, one);
    const stranger = await keys.createCaseKey(transaction, other);
    const sealed = key.encrypt(place, '山田 花子');
    assert.equal(key.decrypt(place, sealed).reveal(), '山田 花子');
    const elsewhere = [{ table: 'x' }, { column: 'x' }, { row: 'x' }, { revision: 4 }];
    for (const change of elsewhere) assert.throws(() => key.decrypt({ ...place, ...change }, sealed));
    assert.throws(() => stranger.decrypt(place, sealed));
  });
});

test('X2 a case opens again in another process with the same master key', async () => {
  const config = demo();
  const caseId = newId();
  const sealed = await database.transaction(async (transaction) =>
    (await openKeyRing(config, clock).createCaseKey(transaction, caseId)).encrypt(place, 'secret'),
  );
  const key = await openKeyRing(config, clock).openCaseKey(database.kysely, caseId);
  assert.equal(key?.decrypt(place, sealed).reveal(), 'secret');
});

test('X2 a deleted case is gone, is journalled, and a restored backup deletes it again', async () => {
  const config = demo();
  const keys = openKeyRing(config, clock);
  const caseId = newId();
  await database.transaction(async (transaction) => {
    await keys.createCaseKey(transaction, caseId);
    await keys.destroyCaseKey(transaction, caseId, 'retention');
  });
  assert.equal(await keys.openCaseKey(database.kysely, caseId), undefined);
  assert.deepEqual(keys.deletions.read(), [{ caseId, at: '2026-11-20T01:00:00.000Z', reason: 'retention' }]);
  // The backup still has the row.
  await database.transaction((transaction) => keys.createCaseKey(transaction, caseId));
  assert.equal(await database.transaction((transaction) => keys.replayDeletions(transaction)), 1);
  assert.equal(await keys.openCaseKey(database.kysely, caseId), undefined);
});

test('X2 a journal of deletions that was changed or cut in the middle is noticed', () => {
  const config = demo();
  const { deletions } = openKeyRing(config, clock);
  for (const caseId of ['one', 'two', 'three']) deletions.append({ caseId, at: '2026-11-20', reason: 'request' });
  const path = join(config.dataFolder, 'deletions.log');
  const [first = '', second = '', third = ''] = readFileSync(path, 'utf8').trim().split('\n');
  const broken = (...lines: string[]) => {
    writeFileSync(path, `${lines.join('\n')}\n`);
    assert.throws(() => deletions.read(), /broken at line/);
  };
  broken(first, second.replace('two', 'six'), third);
  broken(first, third);
  broken(second, first, third);
  writeFileSync(path, `${first}\n${second}\n{"caseId":"thr`);
  assert.equal(deletions.read().length, 2);
});

test('X2 night by night cases move to the key of the month, and a key goes when no backup needs it any more', async () => {
  const config = demo();
  const november = openKeyRing(config, clock);
  await database.pool.query('delete from case_key');
  const caseId = newId();
  await database.transaction((transaction) => november.createCaseKey(transaction, caseId));
  const night = (day: string) => {
    const clockOfNight = fixedClock(`${day}T01:30:00+09:00`);
    return renewKeys({ database, keys: openKeyRing(config, clockOfNight), clock: clockOfNight }, 35);
  };
  assert.deepEqual(await night('2026-11-30'), { wrapped: 0, destroyed: 0 });
  assert.deepEqual(await night('2026-12-01'), { wrapped: 1, destroyed: 0 });
  assert.deepEqual(await night('2027-01-01'), { wrapped: 1, destroyed: 0 });
  // The last backup with the key of November may have been made on 1 December; it is kept for 35 days.
  assert.deepEqual(await night('2027-01-05'), { wrapped: 0, destroyed: 0 });
  assert.deepEqual(await night('2027-01-06'), { wrapped: 0, destroyed: 1 });
  assert.ok(!november.epochs().includes(november.currentEpoch()));
  assert.ok(await openKeyRing(config, fixedClock('2027-01-06T01:00:00Z')).openCaseKey(database.kysely, caseId));
});

test('X2 a destroyed month kills the backups of that month, and living cases have moved on before', async () => {
  const config = demo();
  const now = openKeyRing(config, clock);
  const later = openKeyRing(config, nextMonth);
  const caseId = newId();
  const sealed = await database.transaction(async (transaction) =>
    (await now.createCaseKey(transaction, caseId)).encrypt(place, 'secret'),
  );
  const backup = await database.pool.query('select epoch, wrapped from case_key where case_id = $1', [caseId]);
  await assert.rejects(later.destroyEpoch(database.kysely, now.currentEpoch()), /still in use/);
  await database.pool.query('delete from case_key where case_id <> $1', [caseId]);
  assert.equal(await database.transaction((transaction) => later.rewrap(transaction)), 1);
  await later.destroyEpoch(database.kysely, now.currentEpoch());
  assert.equal((await later.openCaseKey(database.kysely, caseId))?.decrypt(place, sealed).reveal(), 'secret');
  // The stolen backup comes back, and its key is nowhere any more.
  const { epoch, wrapped } = backup.rows[0];
  await database.pool.query('update case_key set epoch = $1, wrapped = $2', [epoch, wrapped]);
  await assert.rejects(later.openCaseKey(database.kysely, caseId), /was destroyed/);
  await assert.rejects(now.openCaseKey(database.kysely, caseId), /was destroyed/);
});

test('X2 another master key is refused and none is made in place of a lost one', () => {
  const config = demo();
  openKeyRing(config, clock);
  const path = join(config.dataFolder, 'keys', 'master.key');
  const kept = readFileSync(path, 'utf8');
  writeFileSync(path, `demo:${bytes(9).toString('base64')}\n`);
  assert.throws(() => openKeyRing(config, clock), OperatorError);
  rmSync(path);
  assert.throws(() => openKeyRing(config, clock), /控えの用紙/);
  assert.equal(existsSync(path), false);
  writeFileSync(path, kept, { mode: 0o600 });
  openKeyRing(config, clock);
});

test('X2 a key file that others may read and a demo key in production are refused', () => {
  const config = demo();
  openKeyRing(config, clock);
  const path = join(config.dataFolder, 'keys', 'master.key');
  const masterKey = { kind: 'file', path } as const;
  assert.throws(() => openKeyRing({ ...config, mode: 'production', masterKey }, clock), /お試し用の親鍵/);
  chmodSync(path, 0o640);
  assert.throws(() => openKeyRing(config, clock), /chmod 600/);
});

test('X2 a master key from the environment is taken away once read', () => {
  const environment = { HITOMADO_MASTER_KEY: bytes(5).toString('hex') };
  const masterKey = { kind: 'environment', variable: 'HITOMADO_MASTER_KEY' } as const;
  const keys = openKeyRing(demo({ mode: 'production', masterKey }), clock, environment);
  assert.deepEqual(Object.keys(environment), []);
  assert.equal(keys.blindIndex('phone', '1', 16), keys.blindIndex('phone', '1', 16));
  assert.notEqual(keys.blindIndex('phone', '1', 31), keys.blindIndex('mail', '1', 31));
});

test('X2 a folder of keys that was lost or left behind is noticed before anything is served', async () => {
  const config = demo();
  const caseId = newId();
  await database.transaction(async (transaction) => {
    await transaction.withTables<{ case_key: { case_id: string } }>().deleteFrom('case_key').execute();
    await openKeyRing(config, clock).createCaseKey(transaction, caseId);
  });
  await openKeyRing(config, clock).refuseLostKeys(database.kysely);
  await assert.rejects(openKeyRing(demo(), clock).refuseLostKeys(database.kysely), OperatorError);
});
