import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '#platform/testing';
import { openRush, replay, runRush, violations } from './support/rush.ts';

const steps = 800;

test(`V5 forty desks over two servers at random (${steps} steps): nobody is called twice, no number twice, nobody lost`, async (t) => {
  const database = await testDatabase('reception');
  t.after(() => database.close());
  const seed = Number(process.env.HITOMADO_SEED ?? 20261125);
  const outcomes = await runRush(await openRush(database, 8), steps, seed);
  assert.deepEqual(await violations(database), [], `seed ${seed}`);
  const happened = await replay(database);
  // How many of the steps find somebody to do something with depends on who is faster.
  assert.ok(happened > steps / 8, `only ${happened} steps happened: ${JSON.stringify([...outcomes])}`);
});

test('V5 eight desks that call at the same moment call eight different visitors, in the order of arrival', async (t) => {
  const database = await testDatabase('reception');
  t.after(() => database.close());
  const { desks, servers, clock } = await openRush(database, 8);
  const eight = desks.filter(({ place }) => place === '1階 5番窓口');
  const arrivals: string[] = [];
  for (let count = 0; count < 24; count += 1) {
    clock.forward(1);
    const { visit } =
      (await servers[0]?.checkIn({
        commandId: crypto.randomUUID(),
        actor: 'visitor',
        source: 'kiosk',
        language: 'ja',
        caseId: null,
        procedures: ['shoumei'],
      })) ?? assert.fail();
    arrivals.push(visit.id);
  }
  const called: (string | undefined)[] = [];
  for (let round = 0; round < 3; round += 1) {
    const legs = await Promise.all(
      eight.map(({ reception, actor, seatId }) =>
        reception.callNext({ commandId: crypto.randomUUID(), actor, counterId: seatId }),
      ),
    );
    const ids = legs.map((leg) => leg?.visitId);
    assert.deepEqual([...ids].sort(), arrivals.slice(round * 8, round * 8 + 8).sort());
    called.push(...ids);
    await Promise.all(
      eight.map(async ({ reception, actor, seatId }, index) => {
        const leg = legs[index];
        const command = { commandId: crypto.randomUUID(), actor, counterId: seatId };
        if (leg) await reception.act({ ...command, legId: leg.id }, 'noAnswer');
      }),
    );
  }
  assert.equal(new Set(called).size, 24);
  for (const server of servers) await server.quotesKept();
});
