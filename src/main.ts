import { join } from 'node:path';
import { OperatorError } from '#platform/errors';
import { packageRoot } from '#platform/package';
import { isPrimary, serveInProcesses, serveUntilStopped } from '#platform/processes';

/** Runs the product: opens the data, serves, and stops on SIGTERM and SIGINT; in several processes where that is set. */
async function serve(): Promise<void> {
  // Set before React is loaded: it is several times slower unless it is told that nobody develops here.
  process.env.NODE_ENV ??= 'production';
  // Loaded here, so that a part that is missing is said in a sentence.
  const { loadConfig } = await import('#platform/config');
  const { processes } = loadConfig(process.env, process.cwd());
  if (processes > 1 && isPrimary) return serveInProcesses(processes);
  return serveUntilStopped(async () => {
    const { startServer } = await import('#server');
    return startServer(process.env, process.cwd());
  });
}

/** Runs one command that needs no server; loads only what it needs, so that a small question is answered quickly. */
async function runCommand(name: string, args: readonly string[]): Promise<void> {
  const { commands } = await import('#cli');
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    const names = ['serve', ...Object.keys(commands)].join('、');
    throw new OperatorError(`「${name}」という命令はありません。使えるのは ${names} です。`);
  }
  const command = await load();
  process.exitCode = await command.run(args, {
    environment: process.env,
    folder: process.cwd(),
    contentFolder: join(packageRoot, 'content', 'asahikawa'),
  });
}

/** What to tell the person at the machine; only what nobody foresaw is told with where it happened. */
function explanation(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return 'プログラムの部品が足りません。npm ci を実行してから、もう一度起動してください。';
  }
  return error.stack ?? error.message;
}

const [name = 'serve', ...args] = process.argv.slice(2);
(name === 'serve' ? serve() : runCommand(name, args)).catch((error: unknown) => {
  process.stderr.write(`${explanation(error)}\n`);
  process.exit(1);
});
