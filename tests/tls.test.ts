import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { until } from '#platform/testing';
import { freePort } from './support/server.ts';

const program = resolve(import.meta.dirname, '..', 'bin', 'hitomado');

/** Status of an address under a name, for a machine that trusts only the authority of the house; null when nobody answers yet. */
function statusOf(url: string, ca: string): Promise<number | null> {
  return new Promise((found, failed) => {
    get(
      url,
      { ca, agent: false, lookup: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) },
      (answer) => {
        answer.resume();
        found(answer.statusCode ?? null);
      },
    ).on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNREFUSED' ? found(null) : failed(error)));
  });
}

test('X5 other devices reach the product by TLS with the certificate that `bin/hitomado tls` made', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-tls-'));
  // The user of the database has to get in.
  chmodSync(folder, 0o711);
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const environment = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    HITOMADO_DATA: join(folder, 'data'),
  };
  const made = spawnSync(process.execPath, [program, 'tls', 'madoguchi.test'], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  assert.equal(made.status, 0, made.stderr);
  const settings = /^host: [\s\S]*?keyFile: .*$/m.exec(made.stdout)?.[0] ?? '';
  // Tests stay on this machine.
  writeFileSync(join(folder, 'hitomado.yaml'), settings.replace('0.0.0.0', '127.0.0.1'));
  const server = spawn(process.execPath, [program, 'serve'], { cwd: folder, env: environment, stdio: 'ignore' });
  const ended = new Promise((done) => server.once('exit', done));
  t.after(async () => {
    server.kill('SIGTERM');
    await ended;
  });
  const ca = readFileSync(join(folder, 'data', 'tls', 'authority.crt'), 'utf8');
  await until('it serves', async () => (await statusOf(`https://madoguchi.test:${port}/`, ca)) === 200);
});

test('X5 a name that is none is refused before anything is made', () => {
  for (const names of [[], ['https://madoguchi.test'], ['ま'], ['a b']]) {
    const { status, stderr } = spawnSync(process.execPath, [program, 'tls', ...names], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /bin\/hitomado tls 名前/);
  }
});
