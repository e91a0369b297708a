import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { fixedClock } from '#platform/clock';
import { UserError } from '#platform/errors';
import { EventBus } from '#platform/events';
import { testDatabase } from '#platform/testing';
import { compileInventory, type InventoryRecords, loadInventory, openInventory } from './index.ts';

const pack = await loadInventory('content/asahikawa', { cacheFolder: join(tmpdir(), 'hitomado-test-inventory') });
const clock = fixedClock('2026-11-22T01:00:00Z');

function withPhone(phone: string): InventoryRecords {
  const records = structuredClone(pack.records);
  records.city.hall.phone = phone;
  return records;
}

/** Waits until a condition holds, at most five seconds. */
async function until(holds: () => boolean): Promise<void> {
  for (let attempt = 0; !holds() && attempt < 250; attempt += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(holds());
}

test('K6 a publication is a new revision, seen by every process; older ones stay as they were', async () => {
  const database = await testDatabase('inventory');
  const buses = [await EventBus.open(database), await EventBus.open(database)] as const;
  try {
    const here = await openInventory({ database, bus: buses[0], clock, pack });
    const there = await openInventory({ database, bus: buses[1], clock, pack });
    assert.equal((await here.revisions()).length, 1);
    const second = await here.publish(withPhone('0166-00-0002'));
    assert.equal(second.number, 2);
    assert.equal(here.current().city.hall.phone, '0166-00-0002');
    await until(() => there.current().revision === second.hash);
    assert.equal((await there.publish(withPhone('0166-00-0002'))).number, 2);
    assert.equal((await there.publish(pack.records)).number, 3);
    assert.equal((await here.at(2))?.city.hall.phone, '0166-00-0002');
    assert.equal((await here.at(1))?.revision, pack.revision);
    assert.equal(await here.at(9), undefined);
    await assert.rejects(sql`update inventory_revision set hash = hash`.execute(database.kysely));
    await assert.rejects(sql`delete from inventory_revision`.execute(database.kysely));
  } finally {
    for (const bus of buses) await bus.close();
    await database.close();
  }
});

test('K6 records that name something unknown are not published', async () => {
  const database = await testDatabase('inventory');
  const bus = await EventBus.open(database);
  try {
    const service = await openInventory({ database, bus, clock, pack });
    const broken = structuredClone(pack.records);
    broken.procedures[0]?.related.push('nothing');
    await assert.rejects(service.publish(broken), UserError);
    assert.equal((await service.revisions()).length, 1);
    assert.equal(service.current().revision, pack.revision);
  } finally {
    await bus.close();
    await database.close();
  }
});

test('K6 publications at the same moment get numbers without gaps', async () => {
  const database = await testDatabase('inventory');
  const bus = await EventBus.open(database);
  try {
    const service = await openInventory({ database, bus, clock, pack });
    await Promise.all(['1', '2', '3', '4'].map((digit) => service.publish(withPhone(`0166-00-000${digit}`))));
    assert.deepEqual(
      (await service.revisions()).map(({ number }) => number),
      [5, 4, 3, 2, 1],
    );
  } finally {
    await bus.close();
    await database.close();
  }
});

test('K6 what was edited survives a start; a start with changed files takes over only what changed in them', async () => {
  const database = await testDatabase('inventory');
  const bus = await EventBus.open(database);
  try {
    const rests: string[] = [];
    const start = (records: InventoryRecords) =>
      openInventory({
        database,
        bus,
        clock,
        pack: compileInventory(records),
        keepRest: async (_, rest) => void rests.push(...rest.map(({ kind, id }) => `${kind} ${id}`)),
      });
    const before = await start(pack.records);
    await before.publish(withPhone('0166-00-0009'), { by: 'sato', reason: '電話番号が変わりました。' });
    before.close();
    const again = await start(pack.records);
    assert.equal(again.current().city.hall.phone, '0166-00-0009');
    assert.deepEqual(
      (await again.revisions()).map(({ number, by }) => [number, by]),
      [
        [2, 'sato'],
        [1, null],
      ],
    );
    again.close();
    const files = withPhone('0166-00-0002');
    files.city.hall.address = '旭川市7条通9丁目';
    const third = await start(files);
    assert.equal(third.current().city.hall.phone, '0166-00-0009');
    assert.equal(third.current().city.hall.address, '旭川市7条通9丁目');
    assert.deepEqual(rests, ['city city']);
    third.close();
    const twin = await start(files);
    assert.equal((await twin.revisions()).length, 3);
    assert.equal(rests.length, 1);
    twin.close();
  } finally {
    await bus.close();
    await database.close();
  }
});

test('K6 a change that fails while it is published leaves nothing behind', async () => {
  const database = await testDatabase('inventory');
  const bus = await EventBus.open(database);
  try {
    const service = await openInventory({ database, bus, clock, pack });
    const about = { by: 'sato', reason: '' };
    await assert.rejects(
      service.amend(about, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(service.number(), 1);
    const next = await service.amend(about, async (newest) => ({
      ...newest,
      city: { ...newest.city, name: { ja: '旭' } },
    }));
    assert.deepEqual([next.number, service.number(), service.current().city.name.ja], [2, 2, '旭']);
  } finally {
    await bus.close();
    await database.close();
  }
});
