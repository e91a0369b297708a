import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './support/server.ts';

const root = resolve(import.meta.dirname, '..');
const user = 'hitomado-setup-test';
const pidFile = 'cluster/postmaster.pid';
/** Installing and building from nothing on a busy machine. */
const patience = 10 * 60_000;

/** Who sets the product up: root, or a throwaway user whose home nobody else may read. */
interface Person {
  readonly home: string;
  readonly uid: number;
  readonly gid: number;
}

/** Root in a home of mode 700, where the database's own user cannot go. */
function rootPerson(t: TestContext): Person {
  const home = mkdtempSync(join(tmpdir(), 'hitomado-home-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return { home, uid: 0, gid: 0 };
}

function ordinaryPerson(t: TestContext): Person {
  const home = `/home/${user}`;
  execFileSync('useradd', ['--create-home', '--home-dir', home, '--shell', '/bin/sh', user]);
  t.after(() => execFileSync('userdel', ['--remove', '--force', user], { stdio: 'ignore' }));
  execFileSync('chmod', ['700', home]);
  const idOf = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { home, uid: idOf('-u'), gid: idOf('-g') };
}

/** Commands of processes that still run and name `word`, other than this one. */
function processesNaming(word: string): string[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(word) && !line.includes('ps -eo'));
}

interface Started {
  readonly child: ChildProcess;
  readonly folder: string;
  /** Where the database lies: beside the other data, or where the start said that it went. */
  readonly database: string;
}

/** Clones the project as it was committed and starts it with the one command of the README. */
async function setUp({ home, uid, gid }: Person, port: number): Promise<Started> {
  const parent = join(home, '窓口 の 準備');
  const folder = join(parent, 'hitomado');
  mkdirSync(parent);
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, folder]);
  execFileSync('chown', ['-R', `${uid}:${gid}`, home]);
  const { HITOMADO_DATA: _data, DATABASE_URL: _server, NODE_ENV: _mode, ...environment } = process.env;
  const child = spawn('npm', ['start'], {
    cwd: folder,
    uid,
    gid,
    env: { ...environment, HOME: home, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  const hear = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const deadline = Date.now() + patience;
  while (!/ひとまどが開きました/.test(printed)) {
    assert.equal(child.exitCode, null, printed);
    assert.ok(Date.now() < deadline, printed);
    await wait(200);
  }
  const [, elsewhere] = /、(\S+) に置いています/.exec(printed) ?? [];
  return { child, folder, database: elsewhere ?? join(folder, 'data', 'database') };
}

async function walk(person: Person): Promise<void> {
  const port = await freePort();
  const { child, folder, database } = await setUp(person, port);
  const gone = once(child, 'exit');
  try {
    const answer = await fetch(`http://localhost:${port}/`);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /旭川市/);
    assert.ok(existsSync(join(database, pidFile)));
  } finally {
    // To the whole group, as a terminal does: npm itself does not always pass it on.
    process.kill(-(child.pid ?? 0), 'SIGTERM');
    await gone;
  }
  await wait(1_000);
  assert.deepEqual(processesNaming(folder), [], 'nothing that was started goes on');
  assert.ok(!existsSync(join(database, pidFile)));
  rmSync(database, { recursive: true, force: true });
}

const needsRoot = 'この試験はrootで動かしてください';

test('X5 a fresh clone in a folder with spaces and Japanese letters serves after npm start, as root in a home that others cannot read', async (t) => {
  assert.equal(process.getuid?.(), 0, needsRoot);
  await walk(rootPerson(t));
});

test('X5 a fresh clone serves after npm start as an ordinary user in a home that others cannot read', async (t) => {
  assert.equal(process.getuid?.(), 0, needsRoot);
  await walk(ordinaryPerson(t));
});
