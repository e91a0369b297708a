import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createCaseService } from '#cases';
import { loadInventory } from '#inventory';
import { openAudit } from '#platform/audit';
import { fixedClock, toDay } from '#platform/clock';
import type { Database } from '#platform/database';
import { openKeyRing } from '#platform/keys';
import { testDatabase } from '#platform/testing';
import { letDemoVisitorsIn } from './demo.ts';
import { demoVisitors } from './demo-visitors.ts';
import { recentCalls } from './queue/board.ts';
import { createReception } from './queue/service.ts';

const inventory = await loadInventory('content/asahikawa');
const tokenOf = (visitId: string): string => visitId;

const dataFolder = mkdtempSync(join(tmpdir(), 'demo-'));
let database: Database;
before(async () => {
  database = await testDatabase('cases', 'reception');
});
after(async () => {
  await database.close();
  rmSync(dataFolder, { recursive: true });
});

/** Lets the visitors in at one moment; gives the hall afterwards and whose pre-entry was filled in. */
async function play(now: string) {
  const clock = fixedClock(now);
  const keys = openKeyRing({ mode: 'demo', dataFolder, masterKey: { kind: 'demo' } }, clock);
  const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder });
  const cases = createCaseService({ database, keys, audit, clock, inventory: () => inventory });
  const parts = { database, clock, inventory: () => inventory, tokenOf };
  const filled: string[] = [];
  const fillIn = async (caseId: string): Promise<void> => {
    filled.push(caseId);
  };
  const count = await letDemoVisitorsIn({ ...parts, cases, fillIn });
  return { count, filled, hall: await createReception(parts).snapshot(), clock };
}

test('V4 V5 trying the product: a morning of invented visitors waits, is called, served, put aside and absent', async () => {
  const { count, filled, hall } = await play('2026-11-25T01:30:00Z');
  assert.equal(count, demoVisitors.length);
  assert.equal(hall.visits.size, count);
  const states = new Set(hall.legs.map(({ state }) => state));
  for (const state of ['waiting', 'called', 'serving', 'on_hold', 'no_answer', 'done', 'planned'] as const)
    assert.ok(states.has(state), state);
  assert.ok(recentCalls(hall, null, 3).length === 3, 'the board has calls to show');
  const withCase = [...hall.visits.values()].flatMap(({ caseId }) => caseId ?? []);
  assert.deepEqual(withCase.sort(), filled.sort());
  assert.ok(hall.legs.every(({ serviceId }) => hall.services.some(({ id }) => id === serviceId)));
  const procedures = hall.legs.flatMap((leg) => leg.procedures);
  assert.deepEqual(
    procedures.filter((id) => !inventory.procedureById.has(id)),
    [],
  );
  const free = hall.seats.filter(({ number, staffId }) => number === 1 && staffId === null);
  assert.equal(free.length, new Set(hall.seats.map(({ serviceId }) => serviceId)).size, 'every first seat stays free');
});

test('V4 V5 trying the product just after midnight: all come now, on the day that it is', async () => {
  const { count, hall, clock } = await play('2026-11-25T15:05:00Z');
  assert.equal(hall.visits.size, count);
  assert.deepEqual([...new Set([...hall.visits.values()].map(({ arrivedAt }) => toDay(arrivedAt)))], [clock.today()]);
});
