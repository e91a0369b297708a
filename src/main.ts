import { join } from 'node:path';
import { loadConfig } from '#platform/config';
import { OperatorError } from '#platform/errors';
import { packageRoot } from '#platform/package';

/** Runs the product: opens the data, serves, and stops on SIGTERM and SIGINT. */
async function serve(): Promise<void> {
  const { startServer } = await import('#server');
  const server = await startServer(process.env, process.cwd());
  process.stdout.write(`${server.greeting}\n`);
  const stop = () => {
    process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

/** Runs one command that needs no server; loads only what it needs, so that a small question is answered quickly. */
async function runCommand(name: string, args: readonly string[]): Promise<void> {
  const { commands } = await import('#cli');
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const names = ['serve', ...Object.keys(commands)].join('、');
    throw new OperatorError(`「${name}」という命令はありません。使えるのは ${names} です。`);
  }
  process.exitCode = await command(args, {
    config: loadConfig(process.env, process.cwd()),
    contentFolder: join(packageRoot, 'content', 'asahikawa'),
  });
}

const [name = 'serve', ...args] = process.argv.slice(2);
(name === 'serve' ? serve() : runCommand(name, args)).catch((error: unknown) => {
  const unforeseen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${error instanceof OperatorError ? error.message : unforeseen}\n`);
  process.exit(1);
});
