// `npm start`: installs what is missing, builds what changed, and serves.
import { build } from './build.mjs';
import { installPackages, requireNode } from './environment.mjs';

requireNode();
installPackages();
await build();
process.argv.splice(2, process.argv.length, 'serve');
await import('../dist/main.js');
