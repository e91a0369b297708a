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
    loopbackRateFactor: 1,
    logLevel: 'info',
  });
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
