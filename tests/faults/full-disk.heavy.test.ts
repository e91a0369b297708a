import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startServer } from '../support/server.ts';
import { createClient, Unanswered } from './client.ts';
import { refusalOf } from './start.ts';

/**
 * Works on a file system of `megabytes` in memory, which goes afterwards. Only root can make one; without it the test has
 * shown nothing and fails.
 */
async function onSmallDisk(megabytes: number, work: (disk: string) => Promise<void>): Promise<void> {
  assert.equal(process.getuid?.(), 0, 'この試験はrootで動かしてください');
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-disk-'));
  chmodSync(folder, 0o711);
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`, 'tmpfs', disk]);
  try {
    await work(disk);
  } finally {
    execFileSync('umount', ['--lazy', disk]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill(path: string, megabytes: number): void {
  assert.throws(() => writeFileSync(path, Buffer.alloc(megabytes * 1024 * 1024)), { code: 'ENOSPC' });
}

/** Saves answers until the server cannot any more; gives the last one that was acknowledged. */
async function answerUntilFull(client: ReturnType<typeof createClient>, most: number): Promise<number> {
  for (let count = 1; count <= most; count += 1) {
    try {
      await client.post('/search', { words: `answer-${count}` });
      // Another resident's draft takes new room.
      await createClient(client.url).post('/guide/start', { choice: 'event:tennyu' });
    } catch (error) {
      assert.ok(error instanceof Unanswered);
      return count - 1;
    }
  }
  return most;
}

test('X5 a disk without room for the database is said', () =>
  onSmallDisk(24, async (disk) => {
    assert.match(await refusalOf({ HITOMADO_DATA: join(disk, 'data') }), /空きがありません/);
  }));

test('X5 when the disk fills up, what was acknowledged stays, and with room the product goes on', () =>
  onSmallDisk(256, async (disk) => {
    const dataFolder = join(disk, 'data');
    const environment = { HITOMADO_LOOPBACK_RATE_FACTOR: '10000' };
    let server = await startServer({ dataFolder, environment });
    try {
      const resident = createClient(server.url);
      await resident.post('/guide/start', { choice: 'event:tennyu' });
      const ballast = join(disk, 'ballast');
      fill(ballast, 256);
      const acknowledged = await answerUntilFull(resident, 400);
      assert.ok(existsSync(ballast));
      rmSync(ballast);
      await server.close();
      server = await startServer({ dataFolder, environment, port: server.port });
      const [, kept] = /value="answer-(\d+)"/.exec((await resident.get('/search')).text) ?? [];
      assert.ok(Number(kept ?? 0) >= acknowledged, `answer ${kept} is there, ${acknowledged} acknowledged`);
      assert.equal((await resident.post('/search', { words: 'afterwards' })).status, 303);
    } finally {
      await server.close();
    }
  }));
