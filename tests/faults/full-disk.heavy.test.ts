import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startServer } from '../support/server.ts';
import { createClient, Unanswered } from './client.ts';
import { refusalOf, scratchFolder } from './start.ts';

/** A file system of `megabytes` in memory. Only root can make one; without it this test has shown nothing and fails. */
function smallDisk(t: TestContext, megabytes: number): string {
  assert.equal(process.getuid?.(), 0, 'この試験はrootで動かしてください');
  const disk = join(scratchFolder(t), 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`, 'tmpfs', disk]);
  t.after(() => execFileSync('umount', ['--lazy', disk]));
  return disk;
}

test('X5 a disk without room for the database is said', async (t) => {
  const disk = smallDisk(t, 24);
  assert.match(await refusalOf({ HITOMADO_DATA: join(disk, 'data') }), /空きがありません/);
});

test('X5 when the disk fills up, what was acknowledged stays, and with room the product goes on', async (t) => {
  const disk = smallDisk(t, 512);
  const dataFolder = join(disk, 'data');
  const server = await startServer({ dataFolder, environment: { HITOMADO_LOOPBACK_RATE_FACTOR: '10000' } });
  t.after(() => server.close());
  const resident = createClient(server.url);
  await resident.post('/guide/start', { choice: 'event:tennyu' });
  const ballast = join(disk, 'ballast');
  try {
    writeFileSync(ballast, Buffer.alloc(512 * 1024 * 1024));
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  }
  let acknowledged = 0;
  for (let count = 1; count <= 200; count += 1) {
    try {
      await resident.post('/search', { words: `answer-${count}` });
      acknowledged = count;
    } catch (error) {
      assert.ok(error instanceof Unanswered);
      break;
    }
  }
  rmSync(ballast);
  await server.close();
  const again = await startServer({ dataFolder, port: server.port });
  t.after(() => again.close());
  const [, kept] = /value="answer-(\d+)"/.exec((await resident.get('/search')).text) ?? [];
  if (acknowledged > 0)
    assert.ok(Number(kept) >= acknowledged, `answer ${kept} is there, ${acknowledged} acknowledged`);
  assert.equal((await resident.post('/search', { words: 'afterwards' })).status, 303);
});
