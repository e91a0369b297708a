import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '#platform/clock';
import { testDatabase } from '#platform/testing';
import { startMailServer } from '../testing/mail-server.ts';
import { post, settableClock, smtpAt, testNotifier } from '../testing/notify.ts';
import { startWorker } from '../testing/notify-process.ts';

/** How often each recipient got something. */
function received(taken: readonly { to: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { to } of taken) counts.set(to, (counts.get(to) ?? 0) + 1);
  return counts;
}

test('V2 X5 two processes share the work and nobody gets a mail twice', async (t) => {
  const database = await testDatabase();
  const server = await startMailServer({ delay: 2 });
  const clock = settableClock('2027-03-24T08:00:00Z');
  const notifiers = [1, 2].map(() => testNotifier({ database, clock, config: { mail: smtpAt(server.port, 3) } }));
  t.after(async () => {
    await Promise.all(notifiers.map((notifier) => notifier.stop()));
    await server.close();
    await database.close();
  });
  await Promise.all(Array.from({ length: 200 }, (_, index) => post(database, `p${index}@mail.example`)));
  const counts = await Promise.all(notifiers.map((notifier) => notifier.runDue()));
  assert.ok(
    counts.every(({ sent }) => sent > 0),
    'both worked',
  );
  assert.equal(received(server.taken).size, 200);
  assert.equal(server.taken.length, 200);
});

test('V2 X5 a process that is killed while it sends leaves nobody with two mails, and nobody forgotten', async (t) => {
  const database = await testDatabase();
  const total = 300;
  const now = Date.now();
  const span = { dueAt: new Date(now - 1_000), notAfter: new Date(now + 3_600_000) };
  for (let index = 0; index < total; index += 1) await post(database, `p${index}@mail.example`, span);
  let seen = 0;
  let reached: () => void = () => undefined;
  const halfWay = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const server = await startMailServer({
    delay: 15,
    message: () => {
      seen += 1;
      if (seen === total / 2) reached();
      return 'take';
    },
  });
  const times = { lease: 1_500, sendingLease: 1_500 };
  const config = { mail: smtpAt(server.port, 4) };
  const killed = await startWorker(database, { config, times });
  await halfWay;
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const other = testNotifier({ database, clock: systemClock, config, times });
  t.after(async () => {
    await other.stop();
    await server.close();
    await database.close();
  });
  const open = async () =>
    (await other.counts()).filter(({ state }) => state === 'pending' || state === 'sending').length > 0;
  while (await open()) {
    await other.runDue();
    await wait(100);
  }
  const counts = received(server.taken);
  assert.ok(
    [...counts.values()].every((count) => count === 1),
    'nobody got two',
  );
  const states = Object.fromEntries((await other.counts()).map(({ state, count }) => [state, count]));
  const unknown = states.unknown ?? 0;
  assert.equal((states.sent ?? 0) + unknown, total);
  assert.ok(unknown <= 4, 'only what was on the line is unknown');
  assert.ok(counts.size >= total - unknown, 'whoever got nothing is listed as unknown');
});

test('V2 X5 a notifier that runs hears of new messages at once, and of later ones in time', async (t) => {
  const database = await testDatabase();
  const waiting: ((to: string) => void)[] = [];
  const server = await startMailServer({
    message: (to) => {
      waiting.shift()?.(to);
      return 'take';
    },
  });
  const next = () => new Promise<string>((resolve) => waiting.push(resolve));
  const notifier = testNotifier({ database, clock: systemClock, config: { mail: smtpAt(server.port) } });
  await notifier.start();
  t.after(async () => {
    await notifier.stop();
    await server.close();
    await database.close();
  });
  const notAfter = new Date(Date.now() + 3_600_000);
  const first = next();
  await post(database, 'now@mail.example', { dueAt: new Date(), notAfter });
  assert.equal(await first, 'now@mail.example');
  const second = next();
  const dueAt = new Date(Date.now() + 700);
  await post(database, 'soon@mail.example', { dueAt, notAfter });
  assert.equal(await second, 'soon@mail.example');
  assert.ok(new Date() >= dueAt);
});
