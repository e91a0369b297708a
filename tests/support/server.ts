import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');

/** A running product: the built program in a process of its own, on loopback, with data that goes when it is closed. */
export interface RunningServer {
  url: string;
  port: number;
  dataFolder: string;
  process: ChildProcess;
  /** All that the process has printed so far. */
  output(): string;
  /** Ends the process as an operator would (SIGTERM), waits for it, and deletes its data unless they are shared. */
  close(): Promise<void>;
}

export interface ServerOptions {
  dataFolder?: string;
  port?: number;
  environment?: Record<string, string>;
}

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? found(address.port) : failed(new Error('no port')),
      );
    });
  });
}

/** A folder with the data of a new installation: those that the test runner has prepared, else an empty one. */
export function newDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-server-'));
  const prepared = process.env.HITOMADO_TEST_DATA;
  // The database's files belong to a user of its own, which only `cp` keeps.
  if (prepared) execFileSync('cp', ['-a', `${prepared}/.`, folder]);
  return folder;
}

/** Starts `bin/hitomado serve` and waits until it serves; fails with its output if it ends before. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const ownFolder = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? newDataFolder();
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, [join(root, 'bin', 'hitomado'), 'serve'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HITOMADO_DATA: dataFolder,
      HITOMADO_LOOPBACK_RATE_FACTOR: '1000',
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    printed += String(chunk);
  });
  const url = `http://localhost:${port}`;
  const server: RunningServer = {
    url,
    port,
    dataFolder,
    process: child,
    output: () => printed,
    async close() {
      await ended(child);
      if (ownFolder) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${printed}`);
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return server;
    await new Promise((wait) => setTimeout(wait, 50));
  }
  await server.close();
  throw new Error(`the server did not serve within a minute:\n${printed}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(timer);
}
