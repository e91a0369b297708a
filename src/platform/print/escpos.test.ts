import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { EventBus } from '#platform/events';
import { createLog } from '#platform/log';
import { testDatabase } from '#platform/testing';
import { readAnswers } from './escpos-answers.ts';
import { readJob } from './escpos-paper.ts';
import { jobsSince } from './job-store.ts';
import { atPrinter, decideJob, enqueuePrint, giveUp, handOver, offerNext } from './jobs.ts';
import { drawCommands, drawText, plain } from './paper.ts';
import { type Behaviour, PrinterPeer } from './printer-peer.ts';
import { findPrinter, leasePrinter } from './printer-store.ts';
import { addPrinter } from './printers.ts';
import { startSpooler, workOnce } from './spooler.ts';

const limits = { connect: 500, state: 150, print: 200, confirm: 60 };
const log = createLog({ write: () => undefined }, 'error');
const start = new Date('2026-11-25T01:00:00Z');

let database: Database;
let peer: PrinterPeer;
let minutes = 0;
const now = () => new Date(start.getTime() + minutes * 60_000);
const clock = { now, today: () => '2026-11-25' };
const parts = () => ({ database, clock, log, limits });

before(async () => {
  database = await testDatabase();
});
after(() => database.close());
afterEach(() => peer?.close());

/** A new printer at a peer that behaves in a way. */
async function printer(behaviour: Behaviour = 'sound'): Promise<string> {
  peer = await PrinterPeer.start();
  peer.behave(behaviour);
  const added = { name: '入口', kind: 'escpos', address: peer.address, columns: 48 } as const;
  const { id } = await database.transaction((transaction) => addPrinter(transaction, added, now()));
  return id;
}

const enqueue = (printerId: string, label: string, key = newId()) =>
  database.transaction((transaction) =>
    enqueuePrint(transaction, { printerId, label, document: `^^^${label}\n受付番号`, idempotencyKey: key }, now()),
  );

/** Works until no printer is due. */
async function work(): Promise<void> {
  while (await workOnce(parts()));
}

const states = async (id: string) => (await jobsSince(database.kysely, start, id)).map(({ state }) => state).reverse();
const labels = () => peer.papers.map(({ lines }) => lines[0]);

test('V5 the paper is in Shift_JIS: kanji, a rule, a code, and a cut at its end', () => {
  const document = `"${plain('旭川市役所 総合受付')}"\n^^^^^^^A127\n---\n{code:https://example.jp/turn/x;option:qrcode,5,m}\n受付番号`;
  const bytes = drawCommands({ document, columns: 48 }, 'escpos');
  assert.ok(bytes.includes(iconv.encode('受付', 'shiftjis')));
  const paper = readJob(bytes);
  assert.deepEqual(paper.lines, ['旭川市役所 総合受付', 'A127', '受付番号']);
  assert.equal(paper.pictures, 1);
  assert.ok(paper.isCut && paper.isTakenAsked);
});

test('V5 what the printer has no letters for is shown as 〓 and breaks nothing', () => {
  const document = plain('𠮷野 😀 한국 髙﨑 葛\u{e0100}城 Tiếng Việt 10:30〜10:35 ①');
  const [line] = readJob(drawCommands({ document, columns: 64 }, 'escpos')).lines;
  assert.equal(line, '〓野 〓 〓〓 〓〓 葛城 Tieng Viet 10:30～10:35 ①');
});

test('V5 any text is printed as it is read, whatever signs of the document language it holds', () => {
  const sign = fc.oneof(fc.constantFrom(...'|{}~_"`^\\-=; 表ソ受付ｱ①'), fc.string({ unit: 'binary', maxLength: 2 }));
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
      const text = signs.join('');
      const { lines } = readJob(drawCommands({ document: plain(text), columns: 64 }, 'escpos'));
      const kept = [...text].filter((one) => /[|{}~_"`^=;表ソ受付ｱ①-]/.test(one)).join('');
      const shown = [...lines.join('')].filter((one) => kept.includes(one)).join('');
      assert.ok(shown.replaceAll('〓', '').length >= kept.length, `${JSON.stringify(text)} became ${lines}`);
    }),
    { numRuns: 300, seed: 20261125 },
  );
});

test('V5 the paper can be read as text by those who do not see the picture', () => {
  const document = '^^^^^^^A127\n{width:*;border:line}\n|^^^1階 3番窓口|\n{border:space;width:auto}\n前に 2人';
  assert.equal(drawText({ document, columns: 48 }), 'A127\n1階 3番窓口\n前に 2人');
});

test('V5 answers of a printer are told apart however they are cut into pieces', () => {
  const whole = Buffer.from([0x16, 0x14, 0, 0, 0x0f, 0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0, 0x13, 0x00, 0x12]);
  const expected = readAnswers(whole).answers;
  assert.deepEqual(
    expected.map(({ kind }) => kind),
    ['realTime', 'done', 'taken', 'realTime'],
  );
  fc.assert(
    fc.property(fc.array(fc.nat({ max: whole.length })), (cuts) => {
      const places = [0, ...cuts.sort((left, right) => left - right), whole.length];
      let rest: Uint8Array = new Uint8Array();
      const heard = places.slice(1).flatMap((end, index) => {
        const read = readAnswers(Buffer.concat([rest, whole.subarray(places[index], end)]));
        rest = read.rest;
        return read.answers;
      });
      assert.deepEqual(heard, expected);
    }),
  );
});

for (const behaviour of ['sound', 'simple', 'slow', 'twice', 'chatty'] as const) {
  test(`V5 a printer that is ${behaviour} prints each job once, in order, and it is known`, async () => {
    const id = await printer(behaviour);
    for (const label of ['A001', 'A002', 'A003']) await enqueue(id, label);
    await work();
    assert.deepEqual(labels(), ['A001', 'A002', 'A003']);
    assert.deepEqual(await states(id), ['printed', 'printed', 'printed']);
    assert.ok((await jobsSince(database.kysely, start, id)).every(({ document }) => document === ''));
    assert.equal((await findPrinter(database.kysely, id))?.state, 'ready');
  });
}

test('V5 the same key is printed once, also when two ask at the same moment', async () => {
  const id = await printer();
  const key = newId();
  const queued = await Promise.all([enqueue(id, 'A001', key), enqueue(id, 'A001', key), enqueue(id, 'A001', key)]);
  assert.deepEqual(queued.sort(), [false, false, true]);
  await work();
  assert.deepEqual(labels(), ['A001']);
});

for (const behaviour of ['hangs', 'dropsBefore'] as const) {
  test(`V5 a printer that ${behaviour} before the job got it: it waits and is printed once the printer is back`, async () => {
    const id = await printer(behaviour);
    await enqueue(id, 'A001');
    await work();
    assert.deepEqual(await states(id), ['queued']);
    peer.behave('sound');
    minutes += 1;
    await work();
    assert.deepEqual(labels(), ['A001']);
    assert.deepEqual(await states(id), ['printed']);
  });
}

for (const behaviour of ['dropsInside', 'dropsAfter', 'silent'] as const) {
  test(`V5 a printer that ${behaviour} leaves the job to a person, and never prints it again by itself`, async () => {
    const id = await printer(behaviour);
    await enqueue(id, 'A001');
    await work();
    assert.deepEqual(await states(id), ['unknown']);
    const came = peer.papers.length;
    assert.equal(came, behaviour === 'dropsInside' ? 0 : 1);
    peer.behave('sound');
    minutes += 1;
    await enqueue(id, 'A002');
    await work();
    assert.deepEqual(await states(id), ['unknown', 'printed']);
    const job = (await jobsSince(database.kysely, start, id)).at(-1) ?? assert.fail();
    const decide = (decision: 'again' | 'wasPrinted') =>
      database.transaction((transaction) => decideJob(transaction, { ...job, jobId: job.id, decision }, now()));
    await decide(came === 0 ? 'again' : 'wasPrinted');
    // The second press of the button.
    await decide('again');
    await work();
    assert.deepEqual(await states(id), ['printed', 'printed']);
    assert.equal(labels().filter((label) => label === 'A001').length, 1);
  });
}

test('V5 without paper nothing is sent; the state is kept, and what waited too long is given up', async () => {
  const id = await printer();
  peer.state = { cover: false, paperLow: false, paperOut: true };
  await enqueue(id, 'A001');
  await work();
  assert.equal((await findPrinter(database.kysely, id))?.state, 'paperOut');
  minutes += 11;
  peer.state = { cover: false, paperLow: true, paperOut: false };
  await enqueue(id, 'A002');
  await work();
  assert.deepEqual(await states(id), ['failed', 'printed']);
  assert.deepEqual(labels(), ['A002']);
  assert.equal((await findPrinter(database.kysely, id))?.state, 'paperLow');
});

test('V5 X5 two processes work at one printer: never at once, and each job once', async () => {
  const id = await printer('slow');
  for (let number = 0; number < 12; number += 1) await enqueue(id, `A${number}`);
  await Promise.all([work(), work(), work()]);
  await work();
  assert.deepEqual(
    labels(),
    Array.from({ length: 12 }, (_, number) => `A${number}`),
  );
  assert.equal(peer.mostAtOnce, 1);
});

test('V5 X5 a process that died while it printed leaves the job to a person, and the printer to the others', async () => {
  const id = await printer();
  await enqueue(id, 'A001');
  // As the process had come: the printer is its own, the job handed over, and then the power went.
  await leasePrinter(database.kysely, now(), new Date(now().getTime() + 60_000));
  await atPrinter(database, id, async (transaction) => {
    const next = (await offerNext(transaction, id, now())) ?? assert.fail();
    await handOver(transaction, id, next.token, now());
  });
  assert.equal(await workOnce(parts()), false);
  minutes += 2;
  await enqueue(id, 'A002');
  await work();
  assert.deepEqual(await states(id), ['unknown', 'printed']);
});

test('V5 a queued job is printed at once by the process that serves', async () => {
  const id = await printer();
  const bus = await EventBus.open(database);
  const spooler = await startSpooler({ ...parts(), bus });
  const printed = new Promise<void>((resolve) => {
    void bus.subscribe(['print'], null, (delivery) => {
      if (delivery.type === 'event' && delivery.event.kind === 'job.printed') resolve();
    });
  });
  await enqueue(id, 'A001');
  await printed;
  await spooler.stop();
  await bus.close();
  assert.deepEqual(labels(), ['A001']);
});

test('V5 any sequence of faults: each ticket comes out once, or a person is asked about it', async () => {
  const behaviours: Behaviour[] = [
    'sound',
    'simple',
    'twice',
    'chatty',
    'dropsBefore',
    'dropsInside',
    'dropsAfter',
    'silent',
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...behaviours), { minLength: 1, maxLength: 7 }), async (faults) => {
      const id = await printer();
      const quick = { ...parts(), limits: { connect: 500, state: 60, print: 60, confirm: 20 } };
      for (const [index, fault] of faults.entries()) {
        peer.behave(fault);
        await enqueue(id, `A${index}`);
        await workOnce(quick);
        minutes += 1;
      }
      peer.behave('sound');
      while (await workOnce(quick));
      await database.transaction((transaction) => giveUp(transaction, now()));
      const jobs = await jobsSince(database.kysely, start, id);
      for (const { label, state } of jobs) {
        const papers = labels().filter((one) => one === label).length;
        assert.ok(papers <= 1, `${label} came out ${papers} times`);
        if (state === 'printed') assert.equal(papers, 1, label);
        else assert.equal(state, 'unknown', label);
      }
      assert.equal(jobs.length, faults.length);
      await peer.close();
    }),
    { numRuns: 10, seed: 20261125 },
  );
});
