// What every script of the project needs before anything else can run: a supported Node and the packages of the lock file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Ends the script with one sentence for the person at the keyboard. */
export function fail(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

/** Refuses a Node that the product does not run on. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(
      `Node.js 20.19 以上が必要です(いまは ${process.versions.node})。新しい Node.js を入れて、もう一度実行してください。`,
    );
  }
}

/** Runs a command in the project's folder with the terminal attached; returns its exit code. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  return result.status ?? 1;
}

/** SHA-256 over the names and contents of all files below the given paths. */
export function contentHash(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    const entries = readdirSync(full, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const child = `${path}/${entry.name}`;
      if (entry.isDirectory()) add(child);
      else hash.update(child).update(readFileSync(join(root, child)));
    }
  };
  for (const path of paths) {
    const full = join(root, path);
    if (path.includes('.') && existsSync(full)) hash.update(path).update(readFileSync(full));
    else add(path);
  }
  return hash.digest('hex');
}

/** Installs exactly the packages of the lock file, once for each lock file. */
export function installPackages() {
  const stamp = join(root, 'node_modules', '.hitomado-lock');
  const wanted = `${contentHash(['package-lock.json'])} ${process.platform} ${process.arch}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('必要な部品を入れています(初回は1〜2分かかります)…');
  const status = run('npm', [
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
  ]);
  if (status !== 0) {
    fail('部品を入れられませんでした。ネットワークと空き容量(1 GB ほど必要です)を確かめて、もう一度実行してください。');
  }
  writeFileSync(stamp, wanted);
}
