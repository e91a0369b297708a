import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '#platform/clock';
import { EventBus } from '#platform/events';
import { createLog } from '#platform/log';
import { testDatabase } from '#platform/testing';
import { enqueuePrint } from './jobs.ts';
import { PrinterPeer } from './printer-peer.ts';
import { addPrinter } from './printers.ts';
import { startSpooler } from './spooler.ts';

const perSecond = 10;
const count = 200;
const goal = 300;

test(`V5 from queueing to the printer in ${goal} ms (p95) at ${perSecond} tickets a second`, async (t) => {
  const database = await testDatabase();
  const bus = await EventBus.open(database);
  const log = createLog({ write: () => undefined }, 'error');
  const spooler = await startSpooler({ database, bus, clock: systemClock, log });
  const peers = await Promise.all([1, 2, 3, 4].map(() => PrinterPeer.start()));
  t.after(async () => {
    await spooler.stop();
    await bus.close();
    for (const peer of peers) await peer.close();
    await database.close();
  });
  const printers: string[] = [];
  for (const { address } of peers) {
    const printer = { name: address, kind: 'escpos', address, columns: 48 } as const;
    const { id } = await database.transaction((transaction) => addPrinter(transaction, printer, new Date()));
    printers.push(id);
  }
  const begun = new Map<string, number>();
  const took: number[] = [];
  for (const peer of peers) {
    peer.onPaper = ({ lines: [label = ''] }) => took.push(performance.now() - (begun.get(label) ?? Number.NaN));
  }
  for (let number = 0; number < count; number += 1) {
    const label = `T${String(number).padStart(3, '0')}`;
    const printerId = printers[number % printers.length] ?? assert.fail();
    begun.set(label, performance.now());
    void database.transaction((transaction) =>
      enqueuePrint(transaction, { printerId, label, document: label, idempotencyKey: label }, new Date()),
    );
    await pause(1000 / perSecond);
  }
  while (took.length < count) await pause(50);
  const sorted = took.toSorted((left, right) => left - right);
  const at = (share: number): number => Math.round(sorted[Math.floor(share * count)] ?? Number.NaN);
  t.diagnostic(`p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`);
  assert.equal(new Set(peers.flatMap(({ papers }) => papers.map(({ lines }) => lines[0]))).size, count);
  assert.ok(at(0.95) <= goal, `p95 ${at(0.95)} ms`);
});
