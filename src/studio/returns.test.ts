import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { type InventoryRecords, takeApart } from '#inventory';
import { type Audit, openAudit } from '#platform/audit';
import type { Database } from '#platform/database';
import { UserError } from '#platform/errors';
import { openKeyRing } from '#platform/keys';
import { until } from '#platform/testing';
import { clock, kobayashi, pack, sato, suzuki, withStudios } from './fixtures.ts';
import { goodBefore, longestReason } from './return.ts';
import { listReturns, waitingReturns } from './return-store.ts';
import { createReturns } from './returns.ts';
import * as store from './store.ts';

const refused = (work: Promise<unknown>, code: string) =>
  assert.rejects(work, (error: UserError) => error instanceof UserError && error.code === code);

/** The records with another sentence for one procedure. */
function saying(who: string, place = 0): InventoryRecords {
  const records = structuredClone(pack.records);
  const found = records.procedures[place];
  assert.ok(found);
  found.who = who;
  return records;
}

const dataFolder = mkdtempSync(join(tmpdir(), 'returns-'));
after(() => rmSync(dataFolder, { recursive: true }));

/** A trail whose entries are a second apart: entries of one moment stand in several chains, and have no order. */
function trailOf(database: Database): Audit {
  let seconds = 0;
  const ticking = { ...clock, now: () => new Date(clock.now().getTime() + 1000 * ++seconds) };
  const keys = openKeyRing({ mode: 'demo', dataFolder, masterKey: { kind: 'demo' } }, clock);
  return openAudit({ database, clock: ticking, signingKey: keys.signingKey(), dataFolder });
}

test('K6 an emergency return: one person, at once, in every process; a second person keeps it; all of it is written down', async () => {
  await withStudios(2, async ([here, there], database) => {
    assert.ok(here && there);
    const audit = trailOf(database);
    const returns = createReturns({ database, clock, inventory: here.inventory, audit });
    assert.equal((await returns.offer()).good, undefined, 'nothing stood before the first revision');
    await refused(returns.bringBackNow(sato, 1, 1, 'まちがい'), 'studio.movedOn');
    // A wrong revision, published through a change set.
    const { studio, inventory } = here;
    const [first] = pack.records.procedures;
    assert.ok(first);
    const base = takeApart(pack.records).procedure.get(first.id);
    const set = await studio.begin(sato, '4月の改訂');
    const change = { changeSet: set.id, kind: 'procedure', id: first.id, version: 0, base, published: base } as const;
    await studio.save({ ...change, value: { ...base, who: 'まちがった文' }, by: sato });
    await studio.askReview(set.id, sato, null, '');
    await studio.approve(set.id, kobayashi);
    await studio.publish(set.id, kobayashi);
    await refused(returns.bringBackNow(kobayashi, 2, 1, ' '), 'studio.noReason');
    await refused(returns.bringBackNow(kobayashi, 2, 1, 'あ'.repeat(longestReason + 1)), 'studio.longReason');
    await refused(returns.bringBackNow(kobayashi, 1, 1, 'まちがい'), 'studio.movedOn');
    assert.equal(inventory.number(), 2, 'a refused return publishes nothing');
    const made = await returns.bringBackNow(kobayashi, 2, 1, '期限がまちがっている');
    await until('the other process has it', () => there.inventory.number() === 3);
    for (const { inventory: own } of [here, there]) assert.equal(own.current().revision, pack.revision);
    const [newest] = await inventory.revisions();
    assert.equal(newest?.by, kobayashi);
    assert.equal(newest?.reason, '緊急の差し戻し(第2版から第1版の内容へ): 期限がまちがっている');
    const notes = await store.notesOf(database.kysely, set.id);
    assert.deepEqual([notes.at(-1)?.step, notes.at(-1)?.by], ['returned', kobayashi]);
    assert.deepEqual(
      (await waitingReturns(database.kysely)).map(({ id }) => id),
      [made.id],
    );
    await refused(returns.check(made.id, kobayashi, 'kept'), 'studio.fourEyes');
    await returns.check(made.id, suzuki, 'kept');
    await refused(returns.check(made.id, sato, 'undone'), 'studio.checked');
    assert.deepEqual(await waitingReturns(database.kysely), []);
    assert.equal(inventory.number(), 3);
    const trail = await audit.find({ from: new Date(0), until: new Date('2027-01-01'), limit: 10, offset: 0 });
    assert.deepEqual(trail.map(({ actor, action, resource }) => [actor, action, resource.change]).reverse(), [
      [`staff:${kobayashi}`, 'inventory:publish', 'takenBack'],
      [`staff:${suzuki}`, 'inventory:publish', 'kept'],
    ]);
  });
});

test('K6 a return is taken back: what was published since stays; where both changed the same it stops and says where', async () => {
  await withStudios(1, async ([one], database) => {
    assert.ok(one);
    const { inventory } = one;
    const returns = createReturns({ database, clock, inventory, audit: trailOf(database) });
    const says = () =>
      inventory
        .current()
        .records.procedures.slice(0, 2)
        .map(({ who }) => who);
    const [first, second] = pack.records.procedures.map(({ who }) => who);
    await inventory.publish(saying('直した文'));
    const made = await returns.bringBackNow(sato, 2, 1, 'まちがいと思った');
    assert.deepEqual(says(), [first, second]);
    await inventory.publish(saying('別の手続きの文', 1));
    await returns.check(made.id, kobayashi, 'undone');
    assert.deepEqual(says(), ['直した文', '別の手続きの文']);
    // What was taken back as a mistake of judgement is no wrong revision any more.
    assert.deepEqual([inventory.number(), (await returns.offer()).good?.number], [5, 4]);
    const again = await returns.bringBackNow(sato, 5, 4, 'やはりまちがい');
    await inventory.publish(saying('その後の文'));
    await refused(returns.check(again.id, kobayashi, 'undone'), 'studio.conflict');
    assert.deepEqual(says()[0], 'その後の文');
    assert.equal((await listReturns(database.kysely))[0]?.outcome, null, 'it still waits for a check');
  });
});

test('K6 two people take back the same revision at once: it is taken back once', async () => {
  await withStudios(2, async ([here, there], database) => {
    assert.ok(here && there);
    const audit = trailOf(database);
    await here.inventory.publish(saying('まちがった文'));
    const attempts = await Promise.allSettled(
      [here, there].map(({ inventory }, index) =>
        createReturns({ database, clock, inventory, audit }).bringBackNow(
          index === 0 ? sato : suzuki,
          2,
          1,
          'まちがい',
        ),
      ),
    );
    assert.deepEqual(attempts.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal((await here.inventory.revisions()).length, 3);
  });
});

test('K6 property: going back never offers what stands now or what was wrong, and ends', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 8 }), (published) => {
      const revisions = published.map((hash, index) => ({ number: index + 1, hash })).reverse();
      const returns: { wrong: number; outcome: null }[] = [];
      const wrongHashes = new Set<string>();
      for (let count = 0; count <= 8; count += 1) {
        const good = goodBefore(revisions, returns);
        if (!good) return;
        const [newest] = revisions;
        assert.ok(newest && good.hash !== newest.hash && !wrongHashes.has(good.hash));
        wrongHashes.add(newest.hash);
        returns.push({ wrong: newest.number, outcome: null });
        revisions.unshift({ number: newest.number + 1, hash: good.hash });
      }
      assert.fail('it never ends');
    }),
  );
});
