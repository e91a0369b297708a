import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { testDatabase } from '#platform/testing';
import { dayLines, soiled } from './day-fixture.ts';
import { createFolderReader } from './folder.ts';
import { day, type MachineHall, machineHall } from './hall-fixture.ts';
import { readLines } from './inbox.ts';

/** A hall of its own for one course of things. */
async function inHall<Value>(work: (hall: MachineHall) => Promise<Value>, more = {}): Promise<Value> {
  const database = await testDatabase('reception');
  try {
    return await work(await machineHall(database, more));
  } finally {
    await database.close();
  }
}

const takeLines = ({ inbox, machine }: MachineHall, lines: readonly string[]) =>
  inbox.take(machine, readLines(lines, { settings: machine.settings, day, origin: () => 'test' }));

test('V5 what a ticket machine says is followed: issued, called, served, finished', () =>
  inHall(async (hall) => {
    const taken = await takeLines(hall, [
      '番号,種類,札,日時,窓口,用件',
      '1,発券,A001,2026-11-25 09:00:00,,',
      '2,発券,A002,2026-11-25 09:01:00,,',
      '3,呼出,A001,2026-11-25 09:05:00,窓口1,',
      '4,来庁,A001,2026-11-25 09:05:20,,',
      '5,完了,A001,2026-11-25 09:15:00,,',
      '6,呼出,A002,2026-11-25 09:15:30,窓口1,',
    ]);
    assert.deepEqual(taken, { taken: 6, known: 0, refused: [] });
    const snapshot = await hall.reception.snapshot();
    const [first, second] = [...snapshot.visits.values()];
    assert.deepEqual([first?.ticket, first?.state, first?.source], ['MA001', 'completed', 'machine']);
    assert.deepEqual([second?.ticket, second?.state], ['MA002', 'active']);
    const leg = snapshot.legs.find(({ visitId }) => visitId === second?.id);
    assert.deepEqual([leg?.state, leg?.calledAt?.toISOString()], ['called', '2026-11-25T00:15:30.000Z']);
  }));

test('V5 a call that comes before its number waits, and a dirty line is reported with its place', () =>
  inHall(async (hall) => {
    const folder = mkdtempSync(join(tmpdir(), 'hitomado-machine-'));
    try {
      hall.machine.settings.folder = folder;
      const reader = createFolderReader(hall.inbox);
      writeFileSync(
        join(folder, 'tickets.csv'),
        iconv.encode(
          '種類の行\r\n1,呼出,A001,2026-11-25 09:05:00,窓口1,\r\n2,発券,壊れた,2026-11-25 09:00,,\r\n3,発券,A0',
          'cp932',
        ),
      );
      assert.deepEqual(await reader.look(hall.machine, day), { files: 1, problem: null, halfLines: ['tickets.csv'] });
      assert.equal((await hall.reception.snapshot()).visits.size, 0);
      const [dirty, waiting] = (await hall.state()) as { error: string; kind: string | null }[];
      assert.equal(waiting?.kind ?? dirty?.kind, 'called');
      assert.ok([dirty?.error, waiting?.error].some((error) => error?.startsWith('発券の知らせがまだ来ていません')));
      assert.ok([dirty?.error, waiting?.error].some((error) => error?.startsWith('番号が読めません')));
      appendFileSync(join(folder, 'tickets.csv'), iconv.encode('01,2026-11-25 09:00:00,,\r\n', 'cp932'));
      await reader.look(hall.machine, day);
      const snapshot = await hall.reception.snapshot();
      assert.deepEqual(
        [...snapshot.visits.values()].map(({ ticket }) => ticket),
        ['MA001'],
      );
      assert.equal(snapshot.legs[0]?.state, 'called');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }));

/** Plays lines through a folder as a bad machine writes it, with two readers at once. */
async function playFolder(hall: MachineHall, lines: readonly string[], seed: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-machine-'));
  const machine = { ...hall.machine, settings: { ...hall.machine.settings, folder } };
  try {
    const readers = [createFolderReader(hall.inbox), createFolderReader(hall.inbox)];
    const look = () => Promise.all(readers.map((reader) => reader.look(machine, day)));
    const encode = (text: string) => (seed % 2 === 0 ? iconv.encode(text, 'cp932') : Buffer.from(text));
    const file = join(folder, 'today.csv');
    const half = Math.floor(lines.length / 2);
    const first = encode(`${lines.slice(0, half).join('\r\n')}\r\n`);
    // Half a line, in the middle of a character perhaps.
    writeFileSync(file, first.subarray(0, first.length - 17));
    await look();
    writeFileSync(file, first);
    await look();
    // Rotated, then the whole day written anew in another order.
    renameSync(file, join(folder, 'old.csv'));
    writeFileSync(file, encode(`${lines.slice(half).join('\n')}\n`));
    await look();
    writeFileSync(file, encode(`${[...lines].reverse().join('\n')}\n`));
    await look();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('V5 a dirty day ends as the clean day does, whatever the order, the encoding and the files', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000_000), async (seed) => {
      const lines = dayLines(25, seed);
      // Each in a hall of its own, so that both days can be played at the same time.
      const [clean, dirty] = await Promise.all([
        inHall(async (hall) => {
          for (let from = 0; from < lines.length; from += 10) await takeLines(hall, lines.slice(from, from + 10));
          return hall.state();
        }),
        inHall(async (hall) => {
          await playFolder(hall, soiled(lines, seed + 1), seed);
          return hall.state();
        }),
      ]);
      assert.deepEqual(dirty, clean);
    }),
    { numRuns: 3 },
  );
});
