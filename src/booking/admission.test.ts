import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  drawn,
  letIn,
  positionOf,
  type QueueTicket,
  readTicket,
  refreshSeconds,
  secondOf,
  writeTicket,
} from './admission.ts';

const secret = Buffer.from('a secret for tests');
const ticketOf = fc.record<QueueTicket>(
  {
    room: fc.constant(1_795_000_000_000),
    id: fc.stringMatching(/^[A-Za-z0-9_-]{22}$/),
    kind: fc.constantFrom('early', 'later', 'admitted'),
    order: fc.nat(drawn - 1),
  },
  { noNullPrototype: true },
);

test('V2 a place in the queue is read as it was written, and by nobody changed', () => {
  fc.assert(
    fc.property(ticketOf, fc.nat(), (ticket, at) => {
      const text = writeTicket(ticket, secret);
      assert.deepEqual(readTicket(text, ticket.room, secret), ticket);
      assert.equal(readTicket(text, ticket.room + 1, secret), null, 'given for another opening');
      const place = at % text.length;
      const other = text[place] === '1' ? '2' : '1';
      assert.equal(readTicket(text.slice(0, place) + other + text.slice(place + 1), ticket.room, secret), null);
      assert.equal(readTicket(text, ticket.room, Buffer.from('another secret')), null);
    }),
    { numRuns: 300 },
  );
});

test('V2 who comes in an earlier second is before whoever comes later, and those of before the opening are before all', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 60 }), fc.nat(40), (times, early) => {
      const tickets = [
        ...times.map((order) => ({ room: 1, id: 'a', kind: 'later' as const, order })),
        ...Array.from({ length: early }, (_, index) => ({
          room: 1,
          id: 'b',
          kind: 'early' as const,
          order: Math.floor((index * drawn) / Math.max(1, early)),
        })),
      ];
      const arrivals = new Map<number, number>();
      for (const ticket of tickets) arrivals.set(secondOf(ticket), (arrivals.get(secondOf(ticket)) ?? 0) + 1);
      const before = (second: number) =>
        [...arrivals].filter(([other]) => other < second).reduce((sum, [, count]) => sum + count, 0);
      for (const one of tickets) {
        const position = positionOf(one, arrivals, before);
        assert.ok(position >= 1 && position <= tickets.length);
        for (const other of tickets) {
          if (secondOf(one) < secondOf(other)) assert.ok(position < positionOf(other, arrivals, before));
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('V2 the last ones of a long queue ask less often than the first', () => {
  assert.equal(refreshSeconds(1), 3);
  assert.equal(refreshSeconds(30), 10);
  assert.equal(refreshSeconds(3600), 60);
});

const turn = 900;
/** What happens in one second: how many come, how many turns are used at once, and how many that had been left out. */
const secondOfRush = fc.record({ come: fc.nat(30), prompt: fc.nat(10), late: fc.nat(2) });

test('V2 X5 turns that nobody uses are let in again, and never do more book than the database was measured to bear', () => {
  fc.assert(
    fc.property(fc.array(secondOfRush, { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), (pattern, perSecond) => {
      const history: number[] = [];
      let progress = { admitted: 0, givenBack: 0 };
      let [arrived, used, late, budget] = [0, 0, 0, 0];
      for (let second = 0; second < turn * 4 && pattern.length > 0; second += 5) {
        const { come, prompt, late: left } = pattern[second % pattern.length] ?? { come: 0, prompt: 0, late: 0 };
        arrived += come;
        const before = progress;
        const over = history[(second - turn) / 5] ?? 0;
        progress = letIn(before, { seconds: 5, perSecond, arrived, over, used });
        const steady = perSecond * 5;
        budget += steady;
        assert.ok(progress.admitted >= before.admitted && progress.admitted <= Math.max(arrived, before.admitted));
        assert.ok(progress.admitted - before.admitted <= 2 * steady, 'never a flood');
        // Of those whose turn has just come some book at once; of those before them some, much later.
        const unused = Math.max(0, Math.floor(progress.admitted) - used);
        const promptly = Math.min(prompt, Math.floor(progress.admitted - before.admitted), unused);
        const tardily = Math.min(left, unused - promptly);
        used += promptly + tardily;
        late += tardily;
        history.push(progress.admitted);
        assert.ok(used <= budget + late, `${used} have booked in ${budget}`);
      }
    }),
    { numRuns: 200 },
  );
});

test('V2 where half of the turns are not used, the queue moves twice as fast once their minutes are over', () => {
  const history: number[] = [];
  let progress = { admitted: 0, givenBack: 0 };
  const at = (seconds: number) => {
    for (let second = history.length; second < seconds; second += 1) {
      const over = history[second - turn] ?? 0;
      progress = letIn(progress, { seconds: 1, perSecond: 2, arrived: 100_000, over, used: progress.admitted / 2 });
      history.push(progress.admitted);
    }
    return progress.admitted;
  };
  assert.equal(at(turn), 2 * turn);
  const early = at(turn * 5);
  const later = at(turn * 6) - early;
  assert.ok(later > 3 * turn && later <= 4 * turn, `${later} in ${turn} seconds at two a second`);
});
