import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { Client } from './support/client.ts';
import { type RunningServer, startServer } from './support/server.ts';

const program = resolve(import.meta.dirname, '..', 'bin', 'hitomado');
const scratch = mkdtempSync(join(tmpdir(), 'hitomado-cli-'));
const keptBackups = join(scratch, 'backups');
let server: RunningServer;

before(async () => {
  mkdirSync(keptBackups);
  server = await startServer();
});
after(async () => {
  await server.close();
  rmSync(scratch, { recursive: true, force: true });
});

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/**
 * Runs one command to its end, on the data of the running server unless told otherwise. Never blocks this process: a line to the
 * server that closes meanwhile has to be seen, or the next request is sent into it.
 */
async function run(args: readonly string[], options: { input?: string; data?: string } = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, HITOMADO_DATA: options.data ?? server.dataFolder, PORT: String(server.port) },
    timeout: 60_000,
    cwd: scratch,
  });
  // A command that ends before it has read everything closes its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, out, err };
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const answersOf = ({ out }: Outcome) =>
  out
    .trimEnd()
    .split('\n')
    .map((answer) => JSON.parse(answer));

test('V1 guide --jsonl answers each line at once, while the input is still open', async () => {
  const child: ChildProcess = spawn(process.execPath, [program, 'guide', '--jsonl'], {
    env: { ...process.env, HITOMADO_DATA: server.dataFolder },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  assert.ok(child.stdin && child.stdout);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  for (const unanswered of ['no', 'unknown']) {
    child.stdin.write(line({ facts: { events: ['tennyu'] }, unanswered }));
    const answer = JSON.parse((await lines.next()).value);
    assert.ok(answer.applies.includes('tennyu_todoke'));
    assert.equal(answer.next === null, unanswered === 'no');
  }
  child.stdin.end();
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('V1 guide --jsonl: a line that cannot be answered gives an error line, and the next one is answered', async () => {
  const hundredKilobytes = 'x'.repeat(100_000);
  const wrong = [
    'not json\n',
    line([]),
    line({ facts: {}, extra: 1 }),
    line({ facts: { evnets: ['tennyu'] } }),
    line({ facts: { events: 'tennyu' } }),
    line({ facts: { events: ['nowhere'] } }),
    line({ facts: { [hundredKilobytes]: true } }),
  ];
  const outcome = await run(['guide', '--jsonl'], {
    input: `${wrong.join('')}\n \r\n${line({ facts: { dv: true } })}`,
  });
  assert.equal(outcome.code, 0);
  const answers = answersOf(outcome);
  assert.equal(answers.length, wrong.length + 1);
  for (const answer of answers.slice(0, -1)) assert.deepEqual(Object.keys(answer), ['error'], JSON.stringify(answer));
  assert.match(answers[3].error, /知らない項目です: evnets/);
  assert.ok(answers.at(-1).applies.includes('shien_sochi'));
});

test('V1 guide --jsonl: nothing in, nothing out', async () => {
  assert.deepEqual(await run(['guide', '--jsonl']), { code: 0, out: '', err: '' });
});

test('V1 documents --jsonl lists what to bring with the reason, and refuses unknown procedures', async () => {
  const input = [
    line({ facts: { events: ['tennyu'], hasMyNumberCard: true }, procedures: ['tennyu_todoke'] }),
    line({ facts: {}, procedures: ['nothing'] }),
  ].join('');
  const [first, second] = answersOf(await run(['documents', '--jsonl'], { input }));
  assert.ok(first.documents.length > 0);
  for (const document of first.documents) {
    assert.deepEqual(Object.keys(document), ['procedure', 'id', 'name', 'required', 'why']);
    assert.equal(document.procedure, 'tennyu_todoke');
    assert.ok(document.why.length > 0);
  }
  assert.match(second.error, /知らない手続きです: nothing/);
});

test('K5 search --jsonl finds procedures by everyday words, and the documents of a file by any piece of them', async () => {
  const [moved, nothing] = answersOf(
    await run(['search', '--jsonl'], { input: line({ q: '赤ちゃんが生まれた' }) + line({ q: ' ' }) }),
  );
  assert.ok(
    moved.hits.slice(0, 3).some(({ id }: { id: string }) => id === 'shussei_todoke'),
    JSON.stringify(moved),
  );
  assert.deepEqual(nothing, { hits: [] });
  const file = join(scratch, 'documents.jsonl');
  writeFileSync(
    file,
    line({ id: 'a', title: '表', text: 'ｻｰﾊﾞｰの点検' }) + line({ id: 'b', title: '裏', text: '休み' }),
  );
  const [found] = answersOf(await run(['search', '--jsonl', '--documents', file], { input: line({ q: 'サーバ' }) }));
  assert.deepEqual(
    found.hits.map(({ id }: { id: string }) => id),
    ['a'],
  );
  writeFileSync(file, 'これは行ではない\n');
  const broken = await run(['search', '--jsonl', '--documents', file]);
  assert.equal(broken.code, 1);
  assert.match(broken.err, /1行目を読めません/);
});

test('X5 the first answer of a command comes within seconds once the inventory was read, also on a machine that is busy', async () => {
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const begun = performance.now();
    await run(['guide', '--jsonl'], { input: line({ facts: {} }) });
    times.push(performance.now() - begun);
  }
  assert.ok(Math.min(...times) < 5000, `${times.map(Math.round)} ms`);
});

test('X5 --help and --version tell what there is, and a wrong call shows the right one', async () => {
  const help = await run(['--help'], { data: '/nowhere' });
  assert.equal(help.code, 0);
  for (const name of [
    'serve',
    'guide',
    'documents',
    'search',
    'manual',
    'check',
    'backup',
    'restore',
    'audit',
    'tls',
    'recover-admin',
    'openapi',
  ]) {
    assert.match(help.out, new RegExp(`^ {2}${name}`, 'm'));
  }
  assert.match((await run(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  for (const args of [
    ['nothing'],
    ['__proto__'],
    ['backup'],
    ['restore', 'a', 'b'],
    ['guide', '--loud'],
    ['audit', 'x'],
  ]) {
    const { code, out, err } = await run(args);
    assert.equal(code, 1, args.join(' '));
    assert.equal(out, '');
    assert.match(err, /^[^\n]+(bin\/hitomado|使えるのは)[^\n]+\n$/, args.join(' '));
  }
});

test('K6 check says whether the inventory can be used', async () => {
  const { code, out } = await run(['check', '--json']);
  assert.equal(code, 0);
  for (const finding of out.trim().split('\n').filter(Boolean)) assert.notEqual(JSON.parse(finding).level, 'error');
  const none = await run(['check', join(scratch, 'nowhere')]);
  assert.equal(none.code, 1);
  assert.match(none.err, /読めません/);
});

test('X3 openapi prints what the server gives at /api/openapi.json', async () => {
  const served = await fetch(`${server.url}/api/openapi.json`).then((answer) => answer.json());
  assert.deepEqual(JSON.parse((await run(['openapi'])).out), served);
});

test('X2 backup works beside the running server, and its drill finds every row again', async () => {
  const made = await run(['backup', keptBackups]);
  assert.equal(made.code, 0, made.err);
  const [name = ''] = readdirSync(keptBackups);
  assert.match(made.out, new RegExp(name.replaceAll('.', '\\.')));
  const drill = await run(['backup', '--drill', join(keptBackups, name)]);
  assert.equal(drill.code, 0, drill.err);
  assert.match(drill.out, /行の数と中身がバックアップと同じ/);
  assert.match(drill.out, /操作記録は、つながっています/);
});

test('X2 audit verify finds the trail whole, and a file of heads that is not the city’s', async () => {
  assert.match((await run(['audit', 'verify'])).out, /つながっています/);
  const foreign = await run(['audit', 'verify', '--heads', program]);
  assert.equal(foreign.code, 1);
  assert.match(foreign.out, /この市のものではありません/);
});

test('X2 recover-admin prints a link that opens an account once, and writes it into the trail', async () => {
  const { code, out } = await run(['recover-admin']);
  assert.equal(code, 0);
  const [link = ''] = out.match(/http:\/\/localhost:\d+\/staff\/invitation\/\S+/) ?? [];
  const accept = () =>
    fetch(link, { method: 'POST', redirect: 'manual', headers: { 'sec-fetch-site': 'same-origin' } });
  const first = await accept();
  assert.equal(first.status, 303);
  assert.match(first.headers.get('set-cookie') ?? '', /__Host-/);
  assert.equal((await accept()).status, 403);
  assert.doesNotMatch((await run(['audit', 'verify'])).out, /\(0行\)/);
});

test('X2 restore is refused while a server runs, then over used data, and works when it is asked to replace them', async () => {
  const [name = ''] = readdirSync(keptBackups);
  const file = join(keptBackups, name);
  const whileRunning = await run(['restore', file]);
  assert.equal(whileRunning.code, 1);
  assert.match(whileRunning.err, /全部止めてから/);
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-cli-data-'));
  const other = await startServer({ dataFolder: folder });
  const clerk = new Client(other.url);
  await clerk.post('/staff/demo', { login: 'demo-shimin' });
  assert.equal((await clerk.get('/counter')).path, '/counter');
  const own = await run(['backup', join(scratch, 'own.backup')], { data: folder });
  assert.equal(own.code, 0, own.err);
  await other.close();
  assert.match((await run(['restore', join(scratch, 'own.backup')], { data: folder })).err, /すでに使われています/);
  assert.match((await run(['restore', '--replace', file], { data: folder })).err, /開けません/);
  const restored = await run(['restore', '--replace', join(scratch, 'own.backup')], { data: folder });
  assert.equal(restored.code, 0, restored.err);
  const again = await startServer({ dataFolder: folder });
  assert.ok((await fetch(again.url)).ok);
  assert.match(
    (await Client.like(clerk, again.url).get('/counter')).path,
    /^\/staff\/sign-in/,
    'a restore signs nobody in again',
  );
  await again.close();
  rmSync(folder, { recursive: true, force: true });
});

test('X2 a command never makes a new city in a wrong folder', async () => {
  for (const args of [['backup', 'x'], ['restore', 'x'], ['audit', 'verify'], ['recover-admin']]) {
    const { code, err } = await run(args, { data: join(scratch, 'wrong') });
    assert.equal(code, 1);
    assert.match(err, /^データのフォルダー [^\n]+keys[^\n]+\n$/);
  }
  assert.ok(!readdirSync(scratch).includes('wrong'));
});
