import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { loadInventory } from '#inventory';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { addPrinter, drawText, jobsSince, type Printer, removePrinter } from '#platform/print';
import { testDatabase } from '#platform/testing';
import type { Arrival } from '../queue/check-in.ts';
import { arrive, movableClock, sampleReception, sitDown } from '../queue/fixtures.ts';
import type { ReceptionService } from '../queue/service.ts';
import { setPrinterOf } from './printer-store.ts';

const inventory = await loadInventory('content/asahikawa');
const clock = movableClock('2026-11-25T01:24:00Z');
const kiosk = { kind: 'device', deviceId: newId(), device: 'kiosk', place: '正面入口' } as const;
const clerk = {
  kind: 'staff',
  staffId: newId(),
  name: '鈴木',
  roles: ['reception'],
  department: 'shiminka',
  counters: [],
  sessionId: 's',
  authenticatedAt: clock.now(),
} as const;

let database: Database;
let reception: ReceptionService;
let printer: Printer;
before(async () => {
  database = await testDatabase('reception');
});
after(() => database.close());
beforeEach(async () => {
  clock.forward(24 * 60);
  reception = await sampleReception(database, clock, () => inventory);
  await database.transaction(async (transaction) => {
    const paper = { name: '入口', kind: 'virtual', address: null, columns: 48 } as const;
    const { id } = await addPrinter(transaction, paper, clock.now());
    await setPrinterOf(transaction, kiosk.deviceId, id);
  });
  printer = (await reception.printerFor(kiosk)) ?? assert.fail();
});

const arrival = (more: Partial<Arrival> = {}): Arrival => ({
  commandId: newId(),
  actor: 'visitor',
  source: 'kiosk',
  language: 'ja',
  caseId: null,
  procedures: ['tennyu_todoke', 'jidou_teate_nintei'],
  ...more,
});

const print = () => ({ printer, origin: 'https://madoguchi.example' });
const papers = async () => {
  const jobs = await jobsSince(database.kysely, new Date(0), printer.id);
  return jobs.map(({ label, document }) => ({ label, text: drawText({ document, columns: 48 }), document })).reverse();
};

test('V5 checking in at a kiosk with a printer brings one ticket, however often the button is pressed', async () => {
  const command = arrival();
  const tickets = await Promise.all([1, 2, 3].map(() => reception.checkIn(command, print())));
  const [paper, ...others] = await papers();
  assert.deepEqual(others, []);
  const [ticket] = tickets;
  assert.equal(paper?.label, ticket?.visit.ticket);
  assert.ok(paper?.document.includes(`https://madoguchi.example/turn/${ticket?.token}`));
  assert.match(paper?.text ?? '', /1階 3番窓口[\s\S]*2 児童手当.*3階/);
  assert.equal(await reception.copiesOf(ticket?.visit.id ?? ''), 1);
});

test('V5 the paper says how many are before the visitor, those who need help earlier too', async () => {
  await sitDown(database, reception, '1階 3番窓口');
  for (let count = 0; count < 3; count += 1) await arrive(reception, ['tennyu_todoke']);
  clock.forward(1);
  await reception.checkIn(arrival({ procedures: ['tennyu_todoke'] }), print());
  await reception.checkIn(arrival({ procedures: ['tennyu_todoke'], priorityReason: '車いす' }), print());
  const [last, first] = await papers();
  assert.match(last?.text ?? '', /前に 3人/);
  assert.match(last?.text ?? '', /お呼びする目安 \d+:\d\d～\d+:\d\d/);
  assert.match(first?.text ?? '', /前に 0人/);
});

test('V5 staff print a copy; pressing twice brings one, and without a printer there is none', async () => {
  const { visit } = await reception.checkIn(arrival(), print());
  assert.equal((await reception.printerFor(clerk, visit.id))?.id, printer.id, 'where the first one came out');
  await Promise.all([reception.printCopy(visit.id, 2, print()), reception.printCopy(visit.id, 2, print())]);
  assert.equal((await papers()).length, 2);
  assert.equal(await reception.copiesOf(visit.id), 2);
  const { visit: other } = await arrive(reception, ['jidou_teate_nintei']);
  assert.equal(await reception.printerFor(clerk, other.id), null);
  assert.equal((await papers()).length, 2);
});

test('V5 a printer that was taken away prints nothing more, and the kiosk prints from its screen again', async () => {
  await database.transaction((transaction) => removePrinter(transaction, printer.id, clock.now()));
  assert.equal(await reception.printerFor(kiosk), null);
  await reception.checkIn(arrival(), print());
  assert.deepEqual(await papers(), []);
});

test('V5 a case that comes to the kiosk again has its ticket already', async () => {
  const caseId = newId();
  await reception.checkIn(arrival({ caseId }), print());
  await reception.checkIn(arrival({ caseId }), print());
  assert.equal((await papers()).length, 1);
});
