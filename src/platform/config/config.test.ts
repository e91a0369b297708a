import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { OperatorError } from '#platform/errors';
import { loadConfig } from './index.ts';

function folderWith(t: TestContext, settings?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  if (settings !== undefined) writeFileSync(join(folder, 'hitomado.yaml'), settings);
  return folder;
}

test('X5 nothing has to be set', (t) => {
  const folder = folderWith(t);
  assert.deepEqual(loadConfig({}, folder), {
    mode: 'demo',
    host: '127.0.0.1',
    port: 8080,
    dataFolder: join(folder, 'data'),
    dataFolderChosen: false,
    databaseUrl: undefined,
    databaseConnections: 16,
    masterKey: { kind: 'demo' },
    processes: 1,
    loopbackRateFactor: 1,
    passwords: false,
    logLevel: 'info',
    sharedNetworks: [],
    voice: {
      enabled: true,
      japaneseVoice: undefined,
      japaneseDictionary: '/var/lib/mecab/dic/open-jtalk/naist-jdic',
    },
    widgetPages: [],
    notify: {
      mail: { kind: 'file', folder: join(folder, 'data', 'outbox') },
      sms: { kind: 'file', folder: join(folder, 'data', 'outbox') },
      push: { kind: 'file', folder: join(folder, 'data', 'outbox') },
      smsHours: { from: '09:00', to: '20:00' },
    },
  });
});

test('X3 passwords of the staff are off unless the file says so, in production too', (t) => {
  const environment = { HITOMADO_MODE: 'production', HITOMADO_MASTER_KEY: 'k' };
  assert.equal(loadConfig(environment, folderWith(t)).passwords, false);
  assert.equal(loadConfig(environment, folderWith(t, 'passwords: true\n')).passwords, true);
  assert.throws(() => loadConfig(environment, folderWith(t, 'passwords: maybe\n')), /trueかfalse/);
});

test('X5 the environment goes before the file', (t) => {
  const folder = folderWith(t, 'port: 9000\nhost: 0.0.0.0\n');
  const config = loadConfig({ PORT: '9001', HITOMADO_DATA: 'よそ', DATABASE_URL: 'postgres://db/city' }, folder);
  assert.equal(config.port, 9_001);
  assert.equal(config.host, '0.0.0.0');
  assert.equal(config.dataFolder, join(folder, 'よそ'));
  assert.ok(config.dataFolderChosen);
  assert.equal(config.databaseUrl, 'postgres://db/city');
  assert.equal(loadConfig({ PORT: '' }, folder).port, 9_000);
});

test('X2 production does not start without a master key, and settings never hold the key itself', (t) => {
  const folder = folderWith(t);
  assert.throws(() => loadConfig({ HITOMADO_MODE: 'production' }, folder), { name: 'OperatorError', message: /親鍵/ });
  const config = loadConfig({ HITOMADO_MODE: 'production', HITOMADO_MASTER_KEY: 'very secret' }, folder);
  assert.deepEqual(config.masterKey, { kind: 'environment', variable: 'HITOMADO_MASTER_KEY' });
  assert.doesNotMatch(JSON.stringify(config), /very secret/);
  const fromFile = loadConfig({ HITOMADO_MODE: 'production', HITOMADO_MASTER_KEY_FILE: 'key' }, folder);
  assert.deepEqual(fromFile.masterKey, { kind: 'file', path: join(folder, 'key') });
});

test('X5 a setting that cannot be is explained with the name to write', (t) => {
  const refused = (settings: string, environment: Record<string, string>, message: RegExp) =>
    assert.throws(() => loadConfig(environment, folderWith(t, settings)), { name: 'OperatorError', message });
  refused('prot: 80\n', {}, /「prot」.*「port」/);
  refused('databaseConections: 8\n', {}, /「databaseConnections」/);
  refused('qqqqqqqq: 1\n', {}, /「qqqqqqqq」.*消して/);
  refused('', { PORT: 'eighty' }, /port.*PORT.*65535/);
  refused('port: 70000\n', {}, /65535/);
  refused('mode: test\n', {}, /demo.*production/);
  refused('- a list\n', {}, /hitomado\.yaml/);
  refused('a: [\n', {}, /YAML/);
  refused('', { DATABASE_URL: 'mysql://db' }, /postgres:\/\//);
});

test('X5 behind a proxy the public address and the proxies are believed only as they are written', (t) => {
  const folder = folderWith(t, 'publicOrigin: https://madoguchi.city.example\ntrustedProxies: [127.0.0.1]\n');
  const { publicOrigin, trustedProxies } = loadConfig({}, folder);
  assert.deepEqual(
    { publicOrigin, trustedProxies },
    {
      publicOrigin: 'https://madoguchi.city.example',
      trustedProxies: ['127.0.0.1'],
    },
  );
  assert.throws(() => loadConfig({}, folderWith(t, 'publicOrigin: madoguchi\n')), OperatorError);
});

const notifyBlock = `notify:
  mail: { kind: smtp, host: mail.city.example, from: noreply@city.example, user: madoguchi, passwordFile: mail.password }
  sms: { kind: smpp, host: sms.city.example, user: city }
`;

test('V2 mail and SMS are sent only as they are set; in production a channel without settings is off', (t) => {
  const folder = folderWith(t, notifyBlock);
  const environment = { HITOMADO_MODE: 'production', HITOMADO_MASTER_KEY: 'k', HITOMADO_SMS_PASSWORD: 'very secret' };
  const { notify } = loadConfig(environment, folder);
  assert.deepEqual(notify.mail, {
    kind: 'smtp',
    host: 'mail.city.example',
    from: 'noreply@city.example',
    user: 'madoguchi',
    secure: false,
    requireTls: true,
    connections: 10,
    passwordFile: 'mail.password',
    password: { kind: 'file', path: join(folder, 'mail.password') },
  });
  assert.ok(notify.sms?.kind === 'smpp');
  assert.deepEqual(notify.sms.password, { kind: 'environment', variable: 'HITOMADO_SMS_PASSWORD' });
  assert.deepEqual(notify.sms.countries, ['81']);
  assert.equal(notify.push, undefined);
  assert.doesNotMatch(JSON.stringify(notify), /very secret/);
  assert.equal(
    loadConfig({ HITOMADO_MODE: 'production', HITOMADO_MASTER_KEY: 'k' }, folderWith(t)).notify.mail,
    undefined,
  );
});

test('V2 a setting of messages that cannot be is explained with its place and the name to write', (t) => {
  const refused = (settings: string, message: RegExp) =>
    assert.throws(() => loadConfig({}, folderWith(t, `notify:\n  ${settings}\n`)), { name: 'OperatorError', message });
  refused('mial: {}', /notifyの中の「mial」.*「mail」/);
  refused('mail: { kind: smtp, hots: a, host: a, from: a@b.example }', /notify\.mailの中の「hots」.*「host」/);
  refused('mail: { kind: smtp, host: a, from: nobody }', /notify\.mail\.from.*noreply@/);
  refused('mail: { kind: pigeon }', /notify\.mail.*smtp、file/);
  refused('sms: { kind: smpp, host: a, user: b, port: 0 }', /notify\.sms\.port.*65535/);
  refused('smsHours: { from: "20:00", to: "09:00" }', /notify\.smsHours.*前の時刻/);
  refused('smsHours: { from: 9, to: "20:00" }', /notify\.smsHours\.from.*引用符/);
});
