// Bundles the tests with what they test, so that each file starts in a moment: compiling and linking a thousand modules anew for
// every file took most of the time of `npm test`.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './environment.mjs';

/** Inside the project, so that packages are found from there. */
const folder = join(root, 'node_modules', '.cache', 'hitomado-tests');

/** Modules know where they stand: what reads a file beside itself reads it beside the source. */
const whereTheyStand = {
  name: 'where-they-stand',
  setup(builder) {
    builder.onLoad({ filter: /\.tsx?$/, namespace: 'file' }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: path.endsWith('.tsx') ? 'tsx' : 'ts' };
    });
    builder.onResolve({ filter: /^#/ }, ({ path }) => ({ path: join(root, 'src', path.slice(1), 'index.ts') }));
  },
};

/** Bundles test files (paths from the root) into plain JavaScript; gives where each of them is now. */
export async function bundleTests(files) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: files,
    outbase: root,
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: 'parts/[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    jsx: 'automatic',
    sourcemap: 'linked',
    plugins: [whereTheyStand],
    logLevel: 'warning',
  });
  return files.map((file) => join(folder, file.replace(/\.tsx?$/, '.js')));
}
