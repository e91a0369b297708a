// `npm run bench`: lists the benchmarks; `npm run bench -- NAME [--json]` runs one. Each is a file bench/<name>.ts.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { fail, installPackages, requireNode, root, run } from './environment.mjs';

const names = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.replace(/\.bench\.ts$/, ''));
const [name, ...rest] = process.argv.slice(2);

if (name === undefined) {
  console.log(`計測の名前:\n${names.map((one) => `  ${one}`).join('\n')}\n\nnpm run bench -- NAME [--json]`);
  process.exit(0);
}
if (!names.includes(name)) fail(`「${name}」という計測はありません。あるのは ${names.join('、')} です。`);
requireNode();
installPackages();
await build();
process.exit(
  run(process.execPath, ['--import', 'tsx', join('bench', `${name}.bench.ts`), ...rest], {
    env: { ...process.env, NODE_ENV: 'production' },
  }),
);
