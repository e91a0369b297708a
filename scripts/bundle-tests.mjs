// Bundles the tests with what they test, so that each file starts in a moment: loading thousands of modules anew for every file
// took most of the time of `npm test`.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { root } from './environment.mjs';

/** Inside the project, so that packages are found from there. */
const folder = join(root, 'node_modules', '.cache', 'hitomado-tests');

/**
 * Our modules know where they stand: what reads a file beside itself reads it beside the source. Only what starts programs knows
 * that it was bundled: it starts those that were built before the tests, which begin in a moment, as the product does.
 */
const startsPrograms = join(root, 'src', 'platform', 'apart', 'index.ts');
const whereTheyStand = {
  name: 'where-they-stand',
  setup(builder) {
    builder.onLoad({ filter: /\.tsx?$/, namespace: 'file' }, async ({ path }) => {
      if (relative(root, path).startsWith('node_modules') || path === startsPrograms) return undefined;
      const source = await readFile(path, 'utf8');
      const contents = source
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: path.endsWith('.tsx') ? 'tsx' : 'ts' };
    });
  },
};

/** Packages that only tests use stay what they are; what they bring along is none of the program's. */
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Bundles test files (paths from the root) into plain JavaScript; gives where each of them is now. */
export async function bundleTests(files) {
  await bundle(files, root, folder, {
    external: Object.keys(devDependencies),
    plugins: [whereTheyStand],
    sourcemap: 'linked',
  });
  return files.map((file) => join(folder, file.replace(/\.tsx?$/, '.js')));
}
