import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '#platform/database';
import { until } from '../../testing/until.ts';
import { connect } from '../database.ts';
import { startTimeOf } from './processes.ts';
import { openCluster } from './supervisor.ts';

const isRoot = process.getuid?.() === 0;

/** A new data folder with Japanese letters and blanks in its path; whatever still runs there is ended after the test. */
function dataFolder(t: TestContext): string {
  const parent = mkdtempSync('/tmp/hitomado-supervisor-');
  chmodSync(parent, 0o711);
  const folder = join(parent, '窓口 の データ');
  t.after(() => {
    const pid = serverOf(folder);
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
      rmSync(socketsOf(folder), { recursive: true, force: true });
    }
    rmSync(parent, { recursive: true, force: true });
  });
  return folder;
}

let pristine: Promise<string> | undefined;
after(async () => {
  if (pristine) rmSync(await pristine, { recursive: true, force: true });
});

/** A data folder with a cluster that was made once for all tests of this file; making one takes a second. */
async function preparedFolder(t: TestContext): Promise<string> {
  pristine ??= (async () => {
    const parent = mkdtempSync('/tmp/hitomado-supervisor-');
    chmodSync(parent, 0o711);
    const database = await open(parent);
    await database.close();
    return parent;
  })();
  const folder = dataFolder(t);
  execFileSync('cp', ['-a', await pristine, folder]);
  return folder;
}

/** The file that a server writes about itself. */
function pidFileOf(folder: string): string {
  return join(folder, 'database/cluster/postmaster.pid');
}

/** The lines of that file; a server that ends takes it away at any moment, and then there are none. */
function pidFileLines(folder: string): string[] {
  try {
    return readFileSync(pidFileOf(folder), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** The living server of `folder`, by the file it writes itself. */
function serverOf(folder: string): number | undefined {
  const pid = Number(pidFileLines(folder)[0] ?? 0);
  return startTimeOf(pid) === undefined ? undefined : pid;
}

/** Where that server takes connections: line 5 of its file. */
function socketsOf(folder: string): string {
  return pidFileLines(folder)[4] ?? '';
}

/** Whether the server of `folder` takes connections: line 8 of its file. */
function isReady(folder: string): boolean {
  return pidFileLines(folder)[7]?.trim() === 'ready';
}

function open(folder: string, events: string[] = []): Promise<Database> {
  return openDatabase(
    { dataFolder: folder, dataFolderChosen: true, databaseUrl: undefined, databaseConnections: 4 },
    { event: (name) => events.push(name) },
  );
}

async function rowsOf(database: Database): Promise<number[]> {
  const { rows } = await database.pool.query<{ n: number }>('select n from kept order by n');
  return rows.map(({ n }) => n);
}

interface Application {
  readonly process: ChildProcess;
  readonly lines: AsyncIterator<string>;
}

/** Starts the application of testing/application.ts on `folder` and waits until it is open. */
async function application(folder: string): Promise<Application> {
  const program = fileURLToPath(new URL('../../testing/application.ts', import.meta.url));
  const words = ['--import', 'tsx', program, folder];
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, 'open');
  return { process: child, lines };
}

async function keep({ process: child, lines }: Application, n: number): Promise<void> {
  child.stdin?.write(`${n}\n`);
  assert.equal((await lines.next()).value, `kept ${n}`);
}

async function kill({ process: child }: Application): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('X5 a fresh machine gets a database that speaks on a private socket only and knows Japanese letters', async (t) => {
  const folder = dataFolder(t);
  const database = await open(folder);
  const { rows } = await database.pool.query(
    `select current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync,
       current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums,
       current_setting('log_parameter_max_length_on_error') as parameters,
       (select rolsuper from pg_roles where rolname = current_user) as superuser`,
  );
  assert.deepEqual(rows[0], {
    addresses: '',
    fsync: 'on',
    encoding: 'UTF8',
    checksums: 'on',
    parameters: '0',
    superuser: false,
  });
  assert.equal(statSync(socketsOf(folder)).mode & 0o777, 0o700);
  assert.equal(statSync(join(folder, 'database/secret')).mode & 0o777, 0o600);
  await database.pool.query('create extension pg_trgm');
  const { rows: similar } = await database.pool.query(
    `select similarity('国民健康保険', '国民健康保険の届け出') as share`,
  );
  assert.ok(similar[0].share > 0.3);
  const sockets = socketsOf(folder);
  await database.close();
  assert.equal(serverOf(folder), undefined);
  assert.ok(!existsSync(sockets));
});

test('X2 neither the server log nor an error that reaches the program holds a value of a row', async (t) => {
  const folder = await preparedFolder(t);
  const database = await open(folder);
  await database.pool.query('create table resident (name text unique, born date)');
  await database.pool.query('insert into resident values ($1)', ['山田花子']);
  const failures = [
    database.pool.query('insert into resident values ($1)', ['山田花子']),
    database.pool.query('insert into resident (born) values ($1)', ['山田花子']),
    database.kysely.executeQuery({
      sql: 'select $1::int',
      parameters: ['山田花子'],
      query: { kind: 'RawNode' },
    } as never),
  ];
  for (const failure of await Promise.allSettled(failures)) {
    assert.equal(failure.status, 'rejected');
    assert.doesNotMatch(JSON.stringify(failure.reason) + failure.reason.stack, /山田/);
  }
  await database.close();
  assert.doesNotMatch(readFileSync(join(folder, 'database/server.log'), 'utf8'), /山田/);
});

test('X5 processes share one server, and the last to leave stops it', async (t) => {
  const folder = await preparedFolder(t);
  const first = await open(folder);
  const server = serverOf(folder);
  const second = await application(folder);
  await first.close();
  assert.equal(serverOf(folder), server);
  await keep(second, 1);
  second.process.stdin?.end();
  await once(second.process, 'exit');
  assert.equal(serverOf(folder), undefined);
});

test('X5 after the application was killed the next one takes over its server and every acknowledged row', async (t) => {
  const folder = await preparedFolder(t);
  const killed = await application(folder);
  await keep(killed, 1);
  await kill(killed);
  const server = serverOf(folder);
  assert.notEqual(server, undefined);
  const events: string[] = [];
  const database = await open(folder, events);
  assert.equal(serverOf(folder), server);
  assert.deepEqual(events, ['database.adopted']);
  assert.deepEqual(await rowsOf(database), [1]);
  await database.close();
  assert.equal(serverOf(folder), undefined);
});

test('X5 a server that was killed is started again under a living process and no acknowledged row is lost', async (t) => {
  const folder = await preparedFolder(t);
  const database = await open(folder);
  await database.pool.query('create table kept (n int primary key)');
  const acknowledged: number[] = [];
  let isWriting = true;
  const writing = (async () => {
    for (let n = 1; isWriting; n += 1) {
      const written = await database.pool.query('insert into kept values ($1)', [n]).catch(() => undefined);
      if (written) acknowledged.push(n);
      else await wait(5);
    }
  })();
  await wait(150);
  const before = acknowledged.length;
  const server = serverOf(folder) ?? 0;
  process.kill(server, 'SIGKILL');
  await until('another server runs', () => (serverOf(folder) ?? server) !== server);
  const atRestart = acknowledged.length;
  await until('rows are kept again', () => acknowledged.length > atRestart + 5);
  isWriting = false;
  await writing;
  assert.ok(before > 0);
  const stored = new Set(await rowsOf(database));
  assert.deepEqual(
    acknowledged.filter((n) => !stored.has(n)),
    [],
  );
  await database.close();
});

test('X5 a server whose socket was swept from the temporary folder is started again', async (t) => {
  const folder = await preparedFolder(t);
  const database = await open(folder);
  const server = serverOf(folder);
  rmSync(socketsOf(folder), { recursive: true });
  await until('another server runs', () => ![server, undefined].includes(serverOf(folder)));
  await until('it takes connections', () => isReady(folder));
  const { rows } = await database.pool.query('select 1 as one');
  assert.deepEqual(rows, [{ one: 1 }]);
  await database.close();
});

test('X5 both killed at once: a left-over postmaster.pid that names a living stranger does not stop the start', async (t) => {
  const folder = await preparedFolder(t);
  const killed = await application(folder);
  await keep(killed, 1);
  const server = serverOf(folder) ?? 0;
  killed.process.kill('SIGSTOP');
  process.kill(server, 'SIGKILL');
  await kill(killed);
  writeFileSync(pidFileOf(folder), [process.pid, ...pidFileLines(folder).slice(1)].join('\n'));
  const database = await open(folder);
  assert.deepEqual(await rowsOf(database), [1]);
  await database.close();
});

test('X5 two processes that start at the same moment on a new folder make one cluster', async (t) => {
  const folder = dataFolder(t);
  const [one, other] = await Promise.all([open(folder), open(folder)]);
  await one.pool.query('create table kept (n int)');
  await other.pool.query('insert into kept values (7)');
  assert.deepEqual(await rowsOf(one), [7]);
  await Promise.all([one.close(), other.close()]);
  assert.equal(serverOf(folder), undefined);
  assert.deepEqual(readdirSync(join(folder, 'database/leases')), []);
});

test('X5 a broken cluster, or one of another version, is named in one sentence and never made anew', async (t) => {
  const folder = await preparedFolder(t);
  const version = join(folder, 'database/cluster/PG_VERSION');
  writeFileSync(version, '15\n');
  await assert.rejects(open(folder), { name: 'OperatorError', message: /PostgreSQL 15で作られています/ });
  rmSync(version);
  await assert.rejects(open(folder), { name: 'OperatorError', message: /壊れています/ });
  writeFileSync(version, '18\n');
  rmSync(join(folder, 'database/cluster/global/pg_control'));
  await assert.rejects(open(folder), { name: 'OperatorError' });
  assert.ok(existsSync(join(folder, 'database/cluster/base')));
});

test('X5 a data folder that cannot be made is an error with a way out', async (t) => {
  const folder = dataFolder(t);
  writeFileSync(folder, 'a file');
  await assert.rejects(open(folder), { name: 'OperatorError', message: /HITOMADO_DATA/ });
});

test('X5 as root: a folder only root may enter is opened by its group; below a closed home the cluster goes elsewhere', {
  skip: !isRoot && 'needs root',
}, async (t) => {
  const home = dataFolder(t);
  mkdirSync(home, { mode: 0o700 });
  const log = { event: () => undefined };

  const chosen = await openCluster({ path: home, chosen: true }, log);
  const { mode, gid } = statSync(home);
  assert.deepEqual([mode & 0o777, gid], [0o710, 65_534]);
  await chosen.release();

  const closed = join(home, '..', 'root');
  mkdirSync(closed, { mode: 0o700 });
  const below = join(closed, 'data');
  await assert.rejects(openCluster({ path: below, chosen: true }, log), {
    name: 'OperatorError',
    message: /HITOMADO_DATA/,
  });

  const elsewhere = join(home, '..', 'lib');
  const moved = await openCluster({ path: below, chosen: false }, log, elsewhere);
  const [name = ''] = readdirSync(elsewhere);
  assert.ok(moved.notice?.includes(join(elsewhere, name)));
  const database = connect(moved);
  assert.equal((await database.pool.query('select 1 as one')).rows[0].one, 1);
  await database.close();
});
