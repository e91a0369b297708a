import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { newId } from '#platform/codes';
import { testDatabase } from '#platform/testing';
import { dayLines, soiled } from './day-fixture.ts';
import { createFolderReader } from './folder.ts';
import { day, machineHall } from './hall-fixture.ts';
import { readLines } from './inbox.ts';

const tickets = 420;

/** Another process that looks at the folder again and again, until it is killed. */
function otherReader(database: string, folder: string): ChildProcess {
  const script = join(import.meta.dirname, 'folder-process.ts');
  const args = ['--import', 'tsx', script, database, folder];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('V5 a dirty day of 420 numbers ends as the clean day, with two readers of which one is killed in the middle', async () => {
  const lines = dayLines(tickets, 7);
  const clean = await testDatabase('reception');
  const dirty = await testDatabase('reception');
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-machine-'));
  try {
    const expected = await machineHall(clean);
    const { settings } = expected.machine;
    await expected.inbox.take(expected.machine, readLines(lines, { settings, day, origin: () => 'clean' }));
    const hall = await machineHall(dirty);
    const machine = { ...hall.machine, settings: { ...settings, folder } };
    await dirty.pool.query('update ticket_machine set settings = $1', [JSON.stringify(machine.settings)]);
    const { host, port, user, password, database } = dirty.pool.options;
    const who = `${encodeURIComponent(user ?? '')}:${encodeURIComponent(String(password ?? ''))}`;
    const at = `host=${encodeURIComponent(host ?? '')}&port=${port ?? 5432}`;
    const connection = `postgres://${who}@localhost/${database}?${at}`;
    const reader = createFolderReader(hall.inbox);
    const bad = soiled(lines, 8);
    const file = join(folder, 'tickets.csv');
    const write = (some: readonly string[], cut = 0) => {
      const bytes = iconv.encode(`${some.join('\r\n')}\r\n`, 'cp932');
      writeFileSync(file, bytes.subarray(0, bytes.length - cut));
    };
    for (let part = 1; part <= 6; part += 1) {
      const until = Math.floor((bad.length * part) / 6);
      write(bad.slice(0, until), part % 2 === 0 ? 0 : 13);
      const other = otherReader(connection, folder);
      await once(other.stdout ?? other, 'data');
      const looking = reader.look(machine, day);
      await new Promise((wait) => setTimeout(wait, 300 * (part % 3)));
      other.kill('SIGKILL');
      await looking;
      if (part === 4) renameSync(file, join(folder, `tickets-${newId()}.csv`));
    }
    // The whole day once more, from its end.
    write([...bad].reverse());
    await reader.look(machine, day);
    await hall.inbox.applyOpen(machine);
    const [was, is] = [await expected.state(), await hall.state()];
    assert.ok(was.length >= tickets);
    assert.deepEqual(is, was);
  } finally {
    rmSync(folder, { recursive: true });
    await clean.close();
    await dirty.close();
  }
});
