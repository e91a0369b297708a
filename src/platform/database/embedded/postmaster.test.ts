import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { clusterFolder } from './cluster.ts';
import { findPostmaster } from './postmaster.ts';

/** Makes and removes the file it is given, over and over. */
const churn = `const { writeFileSync, rmSync } = require('node:fs');
process.stdout.write('begun');
for (;;) { writeFileSync(process.argv[1], '0'); rmSync(process.argv[1]); }`;

test('X5 a server that takes its own file away while somebody looks for it is no server, and no error', async (t) => {
  const home = mkdtempSync('/tmp/hitomado-postmaster-');
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const cluster = { home, binaries: '', user: undefined };
  mkdirSync(clusterFolder(cluster));
  const other = spawn(process.execPath, ['-e', churn, join(clusterFolder(cluster), 'postmaster.pid')]);
  try {
    await once(other.stdout, 'data');
    const found = Array.from({ length: 20_000 }, () => findPostmaster(cluster));
    assert.ok(found.every((server) => server === undefined));
  } finally {
    other.kill('SIGKILL');
    await once(other, 'exit');
  }
});
