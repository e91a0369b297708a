import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadInventory, openInventory, type ProcedureRecord, type RecordValue, takeApart, testsOf } from '#inventory';
import { type Clock, fixedClock } from '#platform/clock';
import type { Database } from '#platform/database';
import { EventBus } from '#platform/events';
import { testDatabase } from '#platform/testing';
import { createStudio, type Studio } from './service.ts';

/** The city's inventory as the files have it. */
export const pack = await loadInventory('content/asahikawa', {
  cacheFolder: join(tmpdir(), 'hitomado-test-inventory'),
});
export const parts = takeApart(pack.records);
export const tests = testsOf(pack);
export const clock = fixedClock('2026-11-22T01:00:00Z');
/** Three clerks. */
export const [sato, suzuki, kobayashi] = [
  '01900000-0000-7000-8000-000000000001',
  '01900000-0000-7000-8000-000000000002',
  '01900000-0000-7000-8000-000000000003',
] as const;

/** A procedure of the city, as a record that a form can hold. */
export function procedure(id: string): ProcedureRecord & RecordValue {
  const found = parts.procedure.get(id);
  assert.ok(found);
  return found as ProcedureRecord & RecordValue;
}

/** One studio, or several processes on one database. */
export async function withStudios(
  count: number,
  work: (
    studios: { studio: Studio; inventory: Awaited<ReturnType<typeof openInventory>> }[],
    database: Database,
  ) => Promise<void>,
  at: Clock = clock,
): Promise<void> {
  const database = await testDatabase('inventory', 'studio');
  const buses = await Promise.all(Array.from({ length: count }, () => EventBus.open(database)));
  try {
    const studios = [];
    for (const bus of buses) {
      const inventory = await openInventory({ database, bus, clock: at, pack });
      studios.push({ inventory, studio: createStudio({ database, clock: at, inventory }) });
    }
    await work(studios, database);
  } finally {
    for (const bus of buses) await bus.close();
    await database.close();
  }
}
