/**
 * A ticket machine's day: how many messages a second are taken and applied to the hall, and whether a dirty day (doubled,
 * out of order, in Shift_JIS, read twice) ends as the clean day does.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import iconv from 'iconv-lite';
import { testDatabase } from '#platform/testing';
import { dayLines, soiled } from '../src/reception/machine/day-fixture.ts';
import { createFolderReader } from '../src/reception/machine/folder.ts';
import { day, machineHall } from '../src/reception/machine/hall-fixture.ts';
import { readLines } from '../src/reception/machine/inbox.ts';
import { report } from './report.ts';

const tickets = 420;
const lines = dayLines(tickets, 3);
const folder = mkdtempSync(join(tmpdir(), 'hitomado-bench-machine-'));
const [clean, dirty] = [await testDatabase('reception'), await testDatabase('reception')];
try {
  const expected = await machineHall(clean);
  const entries = readLines(lines, { settings: expected.machine.settings, day, origin: () => 'bench' });
  const begun = performance.now();
  // As a machine says it: a few at a time.
  for (let from = 0; from < entries.length; from += 10) {
    await expected.inbox.take(expected.machine, entries.slice(from, from + 10));
  }
  const rate = entries.length / ((performance.now() - begun) / 1000);
  const hall = await machineHall(dirty, { ...expected.machine.settings, folder });
  writeFileSync(join(folder, 'day.csv'), iconv.encode(`${soiled(lines, 4).join('\r\n')}\r\n`, 'cp932'));
  const dirtyBegun = performance.now();
  await Promise.all([1, 2].map(() => createFolderReader(hall.inbox).look(hall.machine, day)));
  const seconds = (performance.now() - dirtyBegun) / 1000;
  await hall.inbox.applyOpen(hall.machine);
  const same = isDeepStrictEqual(await expected.state(), await hall.state()) ? 1 : 0;
  const visits = (await hall.reception.snapshot()).visits.size;
  const figures = {
    'messages taken and applied per second': rate,
    'seconds for the file of a dirty day, two readers': seconds,
    'same state as the clean day': same,
    'ghosts (numbers that were never given)': visits - tickets,
  };
  report({
    name: 'machine',
    figures,
    peers: {},
    goal: {
      'messages taken and applied per second': '≥ 20',
      'same state as the clean day': '1',
      'ghosts (numbers that were never given)': '0',
    },
    pass: rate >= 20 && same === 1 && visits === tickets,
  });
} finally {
  rmSync(folder, { recursive: true });
  await Promise.all([clean.close(), dirty.close()]);
}
