import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawn, positionOf, type QueueTicket, readTicket, refreshSeconds, secondOf, writeTicket } from './admission.ts';

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
