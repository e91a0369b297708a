import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { OperatorError } from '#platform/errors';
import { makeTlsFiles, readTlsFiles } from './index.ts';

const city = '旭川市';
const now = new Date();

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'hitomado-tls-'));
  t.after(() => rmSync(path, { recursive: true }));
  return join(path, 'tls');
}

/** Asks a server for `/` by `name`, trusting only the authority of the house. */
function ask(port: number, servername: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, servername, ca, agent: false }, (response) => {
      response.setEncoding('utf8');
      response.on('data', resolve);
    });
    asking.on('error', reject);
    asking.end();
  });
}

test('X5 a machine that trusts the authority of the house reaches the server by its names, and by no other', async (t) => {
  const files = await makeTlsFiles(folder(t), { city, names: ['madoguchi.test', '127.0.0.1'], now });
  const server = createServer(readTlsFiles({ certificateFile: files.certificate, keyFile: files.key }), (_, answer) =>
    answer.end('はい'),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const ca = readFileSync(files.authority, 'utf8');
  assert.equal(await ask(port, 'madoguchi.test', ca), 'はい');
  await assert.rejects(ask(port, 'elsewhere.test', ca), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  const other = await makeTlsFiles(folder(t), { city, names: ['madoguchi.test'], now });
  await assert.rejects(ask(port, 'madoguchi.test', readFileSync(other.authority, 'utf8')));
});

test('X5 a renewed certificate is signed by the same authority, and keys can be read by their owner only', async (t) => {
  const path = folder(t);
  const first = await makeTlsFiles(path, { city, names: ['madoguchi.test'], now });
  const authority = readFileSync(first.authority, 'utf8');
  const before = new X509Certificate(readFileSync(first.certificate));
  const second = await makeTlsFiles(path, { city, names: ['madoguchi.test', 'kiosk.test'], now });
  assert.equal(readFileSync(second.authority, 'utf8'), authority);
  const after = new X509Certificate(readFileSync(second.certificate));
  assert.notEqual(after.serialNumber, before.serialNumber);
  assert.ok(after.verify(new X509Certificate(authority).publicKey));
  assert.equal(after.checkHost('kiosk.test'), 'kiosk.test');
  for (const file of [second.key, join(path, 'authority.key')]) assert.equal(statSync(file).mode & 0o077, 0);
});

test('X5 a certificate that cannot be read is said in one sentence', (t) => {
  const missing = join(folder(t), 'server.crt');
  assert.throws(
    () => readTlsFiles({ certificateFile: missing, keyFile: missing }),
    (error: unknown) => {
      assert.ok(error instanceof OperatorError);
      assert.match(error.message, /bin\/hitomado tls/);
      return true;
    },
  );
});
