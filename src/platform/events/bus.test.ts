import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { appendEvent, type Delivery, EventBus, sseStream } from './index.ts';
import { nextStep } from './sequence.ts';

interface House {
  readonly database: Database;
  readonly bus: EventBus;
}

async function openHouse(t: TestContext): Promise<House> {
  const database = await testDatabase();
  const bus = await EventBus.open(database);
  t.after(async () => {
    await bus.close();
    await database.close();
  });
  return { database, bus };
}

function append(database: Database, subject: string, topic = 'hall'): Promise<number> {
  return database.transaction((transaction) => appendEvent(transaction, { topic, subject, kind: 'ticket.called' }));
}

/** Collects what is delivered; `until(n)` resolves when there are n of them. */
function collector() {
  const deliveries: Delivery[] = [];
  let check: () => void = () => undefined;
  return {
    deliver: (delivery: Delivery) => {
      deliveries.push(delivery);
      check();
    },
    until: (count: number) =>
      new Promise<void>((resolve) => {
        check = () => {
          if (deliveries.length >= count) resolve();
        };
        check();
      }),
    subjects: () => deliveries.map((delivery) => (delivery.type === 'event' ? delivery.event.subject : 'reset')),
  };
}

test('X5 a subscriber hears the events of its topics, in order, from now on', async (t) => {
  const { database, bus } = await openHouse(t);
  await append(database, 'before');
  const heard = collector();
  // What committed before has to be delivered before the subscription, so that "from now on" has a meaning.
  await bus.subscribe(['hall'], await append(database, 'start'), heard.deliver);
  const stop = await bus.subscribe(['other'], null, heard.deliver);
  stop();
  await append(database, 'one');
  await append(database, 'unheard', 'other');
  await append(database, 'two');
  await heard.until(2);
  assert.deepEqual(heard.subjects(), ['one', 'two']);
});

test('X5 an earlier number that commits later is neither lost nor overtaken', async (t) => {
  const { database, bus } = await openHouse(t);
  const heard = collector();
  await bus.subscribe(['hall'], 0, heard.deliver);
  let commit: () => void = () => undefined;
  const permission = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let written: () => void = () => undefined;
  const writing = new Promise<void>((resolve) => {
    written = resolve;
  });
  const slow = database.transaction(async (transaction) => {
    await appendEvent(transaction, { topic: 'hall', subject: 'first number', kind: 'k' });
    written();
    await permission;
  });
  await writing;
  await append(database, 'second number');
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual(heard.subjects(), []);
  commit();
  await slow;
  await heard.until(2);
  assert.deepEqual(heard.subjects(), ['first number', 'second number']);
});

test('X5 under writers that overlap and give up, every committed event is delivered once and in order', async (t) => {
  const { database, bus } = await openHouse(t);
  const writer = fc.record({ before: fc.nat(8), after: fc.nat(8), isKept: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(writer, { minLength: 1, maxLength: 8 }), async (writers) => {
      const since = bus.position();
      const numbers: number[] = [];
      const end = await bus.subscribe(['hall'], since, (delivery) => {
        assert.equal(delivery.type, 'event');
        if (delivery.type === 'event') numbers.push(delivery.event.seq);
      });
      const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
      const written = await Promise.all(
        writers.map(async ({ before, after, isKept }) => {
          await pause(before);
          return database
            .transaction(async (transaction) => {
              const seq = await appendEvent(transaction, { topic: 'hall', subject: 's', kind: 'k' });
              await pause(after);
              if (!isKept) throw new Error('given up');
              return seq;
            })
            .catch(() => undefined);
        }),
      );
      const last = await append(database, 'last');
      while (bus.position() < last) await pause(5);
      end();
      const kept = [...written.filter((seq) => seq !== undefined), last];
      assert.deepEqual(
        numbers,
        kept.toSorted((one, other) => one - other),
      );
    }),
    { numRuns: 20 },
  );
});

test('X5 who was away resumes where it stood; who was away too long is told to begin anew', async (t) => {
  const { database, bus } = await openHouse(t);
  const first = await append(database, 'seen');
  await append(database, 'missed');
  const last = await append(database, 'missed too');
  const back = collector();
  await bus.subscribe(['hall'], first, back.deliver);
  await back.until(2);
  assert.deepEqual(back.subjects(), ['missed', 'missed too']);

  await database.pool.query(
    `insert into event (topic, subject_id, kind) select 'hall', n, 'k' from generate_series(1, 1001) n`,
  );
  const newest = await append(database, 'now');
  const after = collector();
  await bus.subscribe(['hall'], newest - 1, after.deliver);
  await after.until(1);
  const late = collector();
  await bus.subscribe(['hall'], last, late.deliver);
  assert.deepEqual(late.subjects(), ['reset']);

  await database.pool.query('delete from event where seq <= $1', [last]);
  const gone = collector();
  await bus.subscribe(['hall'], first, gone.deliver);
  const future = collector();
  await bus.subscribe(['hall'], newest + 1_000, future.deliver);
  assert.deepEqual([gone.subjects(), future.subjects()], [['reset'], ['reset']]);
});

test('X5 a broken listening connection is opened again and nothing is missed', async (t) => {
  const { database, bus } = await openHouse(t);
  const heard = collector();
  await bus.subscribe(['hall'], null, heard.deliver);
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query like 'listen%'`,
  );
  await append(database, 'while nobody listened');
  await heard.until(1);
  assert.deepEqual(heard.subjects(), ['while nobody listened']);
});

test('X5 the event stream gives each event its number as id and resumes after the last one', async (t) => {
  const { database, bus } = await openHouse(t);
  const first = await append(database, 'one');
  const second = await append(database, 'two');
  const chunks: string[] = [];
  for await (const chunk of sseStream(bus, ['hall'], String(first))) {
    chunks.push(chunk);
    if (chunks.length === 2) break;
  }
  const [opening = '', message = ''] = chunks;
  assert.match(opening, new RegExp(`^retry: \\d+\\nid: ${first}\\n\\n$`));
  const [id, data = ''] = message.trimEnd().split('\n');
  assert.equal(id, `id: ${second}`);
  const { subject, kind, topic } = JSON.parse(data.replace(/^data: /, ''));
  assert.deepEqual({ subject, kind, topic }, { subject: 'two', kind: 'ticket.called', topic: 'hall' });
});

test('X5 the order of delivery waits for a missing number exactly as long as its transaction may still run', () => {
  const event = (seq: number) => ({ seq, at: new Date(0), topic: 'hall', subject: 's', kind: 'k', payload: {} });
  const events = [event(1), event(3)];
  const reading = (oldestRunning: bigint) => ({ events, oldestRunning });
  assert.deepEqual(nextStep(0, reading(10n), undefined), { ready: [event(1)], missing: 2 });
  assert.deepEqual(nextStep(1, { events: [event(3)], oldestRunning: 10n }, { seq: 2, until: 11n }), {
    ready: [],
    missing: 2,
  });
  assert.deepEqual(nextStep(1, { events: [event(3)], oldestRunning: 11n }, { seq: 2, until: 11n }), {
    ready: [event(3)],
    missing: undefined,
  });
});
