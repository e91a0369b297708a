import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { fixedClock } from '#platform/clock';
import { testDatabase } from '#platform/testing';
import { canonicalJson, type JsonValue } from './canonical.ts';
import { nextRow, streamOf } from './entry.ts';
import { type AuditEntry, openAudit } from './index.ts';
import * as store from './store.ts';

const clock = fixedClock('2026-11-20T01:00:00.123Z');
const { privateKey } = generateKeyPairSync('ed25519');
const caseId = '019aa000-0000-7000-8000-000000000001';
const stream = streamOf({ case: caseId });

function look(fields: readonly string[] = ['name']): AuditEntry {
  return { actor: 'staff:1', device: 'pc-3', action: 'case:read', resource: { case: caseId }, outcome: 'done', fields };
}

/** A trail of five rows about one case, with their heads published. */
async function makeTrail() {
  const database = await testDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'audit-'));
  after(async () => {
    await database.close();
    rmSync(dataFolder, { recursive: true });
  });
  const audit = openAudit({ database, clock, signingKey: privateKey, dataFolder });
  const append = (...entries: AuditEntry[]) =>
    database.transaction((transaction) => audit.append(transaction, ...entries));
  for (let index = 0; index < 5; index += 1) await append(look([`field${index}`]));
  await audit.publishHeads();
  const tamper = async (statement: string) => {
    await database.pool.query('alter table audit disable trigger all');
    await database.pool.query(statement);
  };
  return { database, dataFolder, audit, append, tamper };
}

test('X2 an untouched trail verifies, over several chains and writers', async () => {
  const { audit, append, database } = await makeTrail();
  const cases = Array.from({ length: 20 }, (_, index) => `case-${index}`);
  await Promise.all(cases.map((id) => append({ ...look(), resource: { case: id } }, look())));
  assert.deepEqual(await audit.verify(), { state: 'ok', rows: 45 });
  assert.equal((await audit.ofCase(caseId)).length, 25);
  assert.ok((await store.readHeads(database.kysely)).length > 5);
});

test('X2 rows cannot be changed or removed by our own programs', async () => {
  const { database } = await makeTrail();
  for (const statement of ["update audit set actor = 'x'", 'delete from audit', 'truncate audit']) {
    await assert.rejects(database.pool.query(statement), statement);
  }
});

test('X2 an edited row is found', async () => {
  const changes = ["actor = 'staff:2'", "at = at + interval '1 ms'", "fields = '{}'", 'device = null', "purpose = 'x'"];
  for (const change of changes) {
    const { audit, tamper } = await makeTrail();
    await tamper(`update audit set ${change} where seq = 3`);
    assert.deepEqual(await audit.verify(), { state: 'broken', stream, seq: 3 }, change);
  }
});

test('X2 a deleted, an inserted and two swapped rows are found', async () => {
  const deleted = await makeTrail();
  await deleted.tamper('delete from audit where seq = 3');
  assert.deepEqual(await deleted.audit.verify(), { state: 'broken', stream, seq: 3 });

  const inserted = await makeTrail();
  await inserted.tamper(`insert into audit select stream, 6, at, 'staff:9', device, action, resource, purpose, outcome,
    fields, prev, hash from audit where seq = 5`);
  assert.deepEqual(await inserted.audit.verify(), { state: 'broken', stream, seq: 6 });

  const swapped = await makeTrail();
  await swapped.tamper('update audit set seq = case seq when 2 then 13 else 12 end where seq in (2, 3)');
  await swapped.tamper('update audit set seq = seq - 10 where seq > 10');
  assert.deepEqual(await swapped.audit.verify(), { state: 'broken', stream, seq: 2 });
});

test('X2 a tail that was cut off is found by the published heads only', async () => {
  const { audit, tamper, dataFolder } = await makeTrail();
  await tamper('delete from audit where seq > 3');
  assert.deepEqual(await audit.verify(), { state: 'truncated', stream, seq: 4 });
  assert.deepEqual(await audit.verify(join(dataFolder, 'no-such-file')), { state: 'ok', rows: 3 });
});

test('X2 a chain that was made anew is found by the published heads only', async () => {
  const { audit, tamper, database, dataFolder } = await makeTrail();
  await tamper('truncate audit');
  await database.transaction(async (transaction) => {
    let last: ReturnType<typeof nextRow> | undefined;
    for (let index = 0; index < 5; index += 1) {
      last = nextRow(look(['nothing']), clock.now(), last);
      await store.insertRow(transaction, last);
    }
  });
  assert.deepEqual(await audit.verify(), { state: 'headMismatch', stream, seq: 5 });
  assert.deepEqual(await audit.verify(join(dataFolder, 'no-such-file')), { state: 'ok', rows: 5 });
});

test('X2 heads that the city did not sign are refused', async () => {
  const { audit, dataFolder } = await makeTrail();
  const path = join(dataFolder, 'audit-heads.log');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"seq":5', '"seq":4'));
  assert.deepEqual(await audit.verify(), { state: 'forgedHeads' });
});

test('X2 a look that cannot be written down gives nothing out', async () => {
  const { audit, database, tamper } = await makeTrail();
  assert.equal(await audit.look(look(), async () => 'entry'), 'entry');
  assert.deepEqual(await audit.verify(), { state: 'ok', rows: 6 });
  await tamper('alter table audit add constraint full_disk check (seq < 7)');
  let read = false;
  await assert.rejects(
    audit.look(look(), async () => {
      read = true;
      return 'entry';
    }),
  );
  assert.equal(read, false);
  assert.equal((await database.pool.query('select from audit')).rowCount, 6);
});

test('X2 rows are found by time, actor, case and kind, and counted by actor, purpose and outcome', async () => {
  const { audit, append } = await makeTrail();
  await append({ ...look(), actor: 'staff:2', resource: { case: 'other' }, outcome: 'denied' });
  await append({ actor: 'resident:1', action: 'case:readOwn', resource: { case: caseId }, outcome: 'done' });
  await append({ actor: 'staff:2', action: 'account:signIn', resource: { staff: '2' }, outcome: 'done' });
  const [from, until] = [new Date(0), new Date('2026-11-21T00:00:00Z')];
  const count = async (query: object) => (await audit.find({ from, until, limit: 100, offset: 0, ...query })).length;
  assert.equal(await count({}), 8);
  assert.equal(await count({ about: 'looks' }), 6);
  assert.equal(await count({ about: 'other' }), 1);
  assert.equal(await count({ actor: 'staff:2' }), 2);
  assert.equal(await count({ case: caseId }), 6);
  assert.equal(await count({ until: clock.now() }), 0);
  assert.equal(await count({ limit: 3, offset: 6 }), 2);
  const tallies = await audit.tally(from, until);
  assert.deepEqual(tallies.map(({ actor, outcome, rows, cases }) => [actor, outcome, rows, cases].join(' ')).sort(), [
    'resident:1 done 1 1',
    'staff:1 done 5 1',
    'staff:2 denied 1 1',
  ]);
});

test('X2 equal values have one canonical JSON whatever the order of their names', () => {
  assert.equal(
    canonicalJson({ b: [1, 'あ', null], a: { d: true, c: 1e21 } }),
    '{"a":{"c":1e+21,"d":true},"b":[1,"あ",null]}',
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const reversed = JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).reverse())
          : inner,
      );
      assert.equal(canonicalJson(reversed), canonicalJson(JSON.parse(JSON.stringify(value)) as JsonValue));
      assert.deepEqual(JSON.parse(canonicalJson(reversed)), JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 100 },
  );
});
