import assert from 'node:assert/strict';
import type { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { testDatabase } from '#platform/testing';
import { appendEvent, EventBus, shareState } from './index.ts';

/** A number that events count up, shared by a bus. */
async function openCounter(t: TestContext) {
  const database = await testDatabase();
  const bus = await EventBus.open(database);
  const counter = { value: 0, reads: 0, isBroken: false };
  const failures: unknown[] = [];
  const shared = shareState({
    bus,
    topics: ['hall'],
    async read() {
      counter.reads += 1;
      if (counter.isBroken) throw new Error('the database is gone');
      return counter.value;
    },
    failed: (error) => void failures.push(error),
  });
  t.after(async () => {
    shared.close();
    await bus.close();
    await database.close();
  });
  const count = async () => {
    counter.value += 1;
    await database.transaction((transaction) => appendEvent(transaction, { topic: 'hall', subject: 's', kind: 'k' }));
  };
  return { shared, counter, failures, count };
}

/** The bytes of what a value is drawn as. */
const drawn = (value: unknown): Buffer => Buffer.from(String(value));

/** What a reader has taken so far, without pauses and beats. */
function taken(stream: Readable): string[] {
  const texts: string[] = [];
  stream.on('data', (chunk: Buffer | string) => {
    const text = String(chunk);
    if (!/^(retry|event: beat)/.test(text)) texts.push(text);
  });
  return texts;
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries += 1) {
    assert.ok(tries < 500, 'it does not come');
    await wait(10);
  }
}

test('V5 X5 however many watch, what they share is read once, and each is told once of each change', async (t) => {
  const { shared, counter, count } = await openCounter(t);
  const readers = Array.from({ length: 200 }, () => taken(shared.stream((value) => drawn(`state ${value}`))));
  await until(() => readers.every((texts) => texts.length === 1));
  const before = counter.reads;
  await count();
  await until(() => readers.every((texts) => texts.at(-1) === 'state 1'));
  assert.ok(counter.reads - before <= 2, `${counter.reads - before} looks for 200 readers`);
  assert.ok(readers.every((texts) => texts.join() === 'state 0,state 1'));
});

test('V5 who sees no change is told nothing, and who comes later begins with the state of now', async (t) => {
  const { shared, count } = await openCounter(t);
  const [constant, changing] = [taken(shared.stream(() => drawn('same'))), taken(shared.stream(drawn))];
  await until(() => constant.length === 1 && changing.length === 1);
  await count();
  await until(() => changing.at(-1) === '1');
  assert.deepEqual(constant, ['same']);
  const late = taken(shared.stream(drawn));
  await until(() => late.length === 1);
  assert.deepEqual(late, ['1']);
});

test('V5 a reader that takes nothing for a while gets the newest state then, not a queue of old ones', async (t) => {
  const { shared, count } = await openCounter(t);
  const slow = shared.stream(drawn);
  const quick = taken(shared.stream(drawn));
  await until(() => quick.length === 1);
  for (let number = 1; number <= 8; number += 1) {
    await count();
    await until(() => quick.at(-1) === String(number));
  }
  const late = taken(slow);
  await until(() => late.at(-1) === '8');
  assert.ok(late.length <= 3, late.join());
});

test('V5 a look that fails ends nothing: the next event brings everybody up to date', async (t) => {
  const { shared, counter, failures, count } = await openCounter(t);
  const texts = taken(shared.stream(drawn));
  await until(() => texts.length === 1);
  counter.isBroken = true;
  await count();
  await until(() => failures.length > 0);
  counter.isBroken = false;
  await count();
  await until(() => texts.at(-1) === '2');
});
