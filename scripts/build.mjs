// Builds dist/: the server's program, style sheets, client scripts and font files. Does nothing when dist/ is up to date.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { bundle } from './bundle.mjs';
import { contentHash, fail, installPackages, requireNode, root } from './environment.mjs';

const stamp = join(root, 'dist', '.built');

/** What runs by itself: the program, and what it starts in threads and processes (`#platform/apart`). */
const programs = [
  'main',
  'inventory/exchange/workbook-child',
  'manual/import/child',
  'platform/lexicon/reader',
  'simulation/worker',
  'studio/worker',
];

/** All client entry points: `src/<module>/client/<name>.ts` becomes `/assets/<name>.js`. */
function clientEntries() {
  return readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'src', entry.name, 'client')))
    .flatMap((entry) =>
      readdirSync(join(root, 'src', entry.name, 'client'))
        .filter((name) => name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(name))
        .map((name) => join(root, 'src', entry.name, 'client', name)),
    );
}

async function buildAssets() {
  const esbuild = await import('esbuild');
  const assets = join(root, 'dist', 'assets');
  mkdirSync(join(assets, 'fonts'), { recursive: true });
  const styles = readdirSync(join(root, 'src', 'ui', 'styles'))
    .filter((name) => ['main.css', 'hall.css', 'fonts.css', 'flow-editor.css'].includes(name))
    .map((name) => join(root, 'src', 'ui', 'styles', name));
  await esbuild.build({
    entryPoints: [...clientEntries(), ...styles],
    entryNames: '[name]',
    outdir: assets,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2020',
    external: ['*.woff2', '*.svg', '*.png'],
    logLevel: 'warning',
  });
  for (const folder of ['fonts', 'images', 'sounds']) {
    const source = join(root, 'src', 'ui', folder);
    if (existsSync(source)) await cp(source, join(assets, folder), { recursive: true });
  }
  const slices = join(root, 'node_modules', '@fontsource', 'biz-udpgothic', 'files');
  await cp(slices, join(assets, 'fonts'), {
    recursive: true,
    filter: (source) => !source.endsWith('.woff'),
  });
  const signs = join(root, 'node_modules', 'bpmn-js', 'dist', 'assets', 'bpmn-font', 'font', 'bpmn.woff2');
  await cp(signs, join(assets, 'fonts', 'bpmn.woff2'));
  for (const name of readdirSync(assets)) {
    if (!/\.(css|js|svg)$/.test(name)) continue;
    const file = join(assets, name);
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  }
}

/** Builds when the sources changed since the last build. */
export async function build() {
  const wanted = contentHash(['src', 'scripts', 'package-lock.json', 'tsconfig.json']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('プログラムを組み立てています…');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  try {
    await bundle(
      programs.map((name) => join(root, 'src', `${name}.ts`)),
      join(root, 'src'),
      join(root, 'dist'),
    );
    await buildAssets();
  } catch (error) {
    fail(`プログラムを組み立てられませんでした。次の表示を添えて、開発者に知らせてください。\n${error}`);
  }
  writeFileSync(join(root, 'dist', 'assets', 'version'), wanted.slice(0, 12));
  writeFileSync(stamp, wanted);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href || basename(process.argv[1] ?? '') === 'build.mjs') {
  requireNode();
  installPackages();
  await build();
}
