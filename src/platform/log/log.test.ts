import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { fixedClock } from '#platform/clock';
import { personal } from '#platform/personal';
import { addressBlock, createLog, describeError, gathered } from './index.ts';

const canary = '山田花子カナリア';

function capture(level: 'debug' | 'error' = 'debug') {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line) }, level, fixedClock('2026-11-20T01:00:00Z'));
  return { log, lines };
}

test('X2 a personal value shows itself in no way but on purpose', () => {
  const value = personal(canary);
  const ways = [
    String(value),
    `${value}`,
    JSON.stringify({ value, list: [value] }),
    inspect({ value }, { depth: 10, showHidden: true }),
    Object.keys(value).join(),
    JSON.stringify(Object.entries(value)),
    inspect(new Error('failed', { cause: value })),
    [value].join(),
    JSON.stringify({ ...value }),
  ];
  for (const shown of ways) assert.doesNotMatch(shown, /カナリア/);
  assert.equal(value.map((text) => text.slice(0, 2)).reveal(), '山田');
});

test('X2 a log line holds the declared keys of its event and nothing else', () => {
  const { log, lines } = capture();
  log.declare({ 'booking.claimed': { level: 'info', fields: ['pool', 'ms'] } });
  log.event('booking.claimed', { pool: 'p1', ms: 12, name: canary });
  assert.deepEqual(lines, [
    '{"time":"2026-11-20T01:00:00.000Z","level":"info","event":"booking.claimed","pool":"p1","ms":12}\n',
  ]);
});

test('X2 what the types forbid is not written either', () => {
  const { log, lines } = capture();
  log.declare({ 'booking.claimed': { level: 'info', fields: ['pool', 'list', 'who', 'long'] } });
  const fields = { pool: { name: canary }, list: [canary], who: personal(canary), long: 'x'.repeat(5000) };
  log.event('booking.claimed', fields as never);
  assert.doesNotMatch(lines.join(''), /カナリア/);
  assert.ok(lines.join('').length < 400);
});

test('X2 an event that nobody declared is reported by its name only', () => {
  const { log, lines } = capture();
  log.event('booking.unknown', { name: canary });
  assert.match(lines.join(''), /"event":"log.undeclared","name":"booking.unknown"/);
  assert.doesNotMatch(lines.join(''), /カナリア/);
});

test('X2 events below the level are left out, and a line break cannot forge a line', () => {
  const quiet = capture('error');
  quiet.log.event('http.request', { status: 200 });
  assert.deepEqual(quiet.lines, []);
  const { log, lines } = capture();
  log.event('http.request', { route: '/x\n{"event":"forged"}' });
  assert.equal(lines.join('').trim().split('\n').length, 1);
});

test('X2 an error is described by class, code and place, never by its message', () => {
  const error = Object.assign(new RangeError(`duplicate key (name)=(${canary})`), { code: '23505', detail: canary });
  const described = describeError(error);
  assert.deepEqual([described.error, described.code], ['RangeError', '23505']);
  assert.match(described.at ?? '', /^src\/platform\/log\/log\.test\.ts:\d+$/);
  assert.doesNotMatch(JSON.stringify(described), /カナリア/);
  assert.deepEqual(describeError(canary), { error: 'string' });
});

test('X2 an address is written as its block', () => {
  const blocks: [string, string][] = [
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['2001:db8:1:2345:6789::1', '2001:db8:1:2300::/56'],
    ['2001:db8::1', '2001:db8:0:0::/56'],
    ['::1', '0:0:0:0::/56'],
    ['fe80::1%eth0', 'fe80:0:0:0::/56'],
    ['nonsense', 'unknown'],
  ];
  for (const [address, block] of blocks) assert.equal(addressBlock(address), block);
});

test('X5 the lines of one moment are written together, in their order, and none is lost at the end', async () => {
  const written: string[] = [];
  const ending = new EventEmitter();
  const stream = gathered({ write: (text) => written.push(text) }, ending as unknown as Pick<NodeJS.Process, 'on'>);
  stream.write('one\n');
  stream.write('two\n');
  assert.deepEqual(written, []);
  await nextTurn();
  assert.deepEqual(written, ['one\ntwo\n']);
  stream.write('last\n');
  ending.emit('exit', 0);
  await nextTurn();
  assert.deepEqual(written, ['one\ntwo\n', 'last\n']);
});
