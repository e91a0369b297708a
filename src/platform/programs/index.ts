import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** Limits of a program that is run. */
export interface ProgramLimits {
  /** Milliseconds after which it is ended. */
  readonly patience: number;
  /** Bytes that it may write; more ends it. */
  readonly mostBytes: number;
}

const usual: ProgramLimits = { patience: 20_000, mostBytes: 8_000_000 };

/**
 * Runs a program of this machine without a shell, `input` on its standard input, behind all else that the machine does;
 * gives what it wrote. Throws an Error where it is not installed, ends with a failure, or goes beyond the limits.
 */
export function runProgram(
  program: string,
  options: readonly string[],
  input: string,
  limits: ProgramLimits = usual,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, { stdio: ['pipe', 'pipe', 'ignore'], timeout: limits.patience });
    const written: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.mostBytes) child.kill();
      written.push(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(written));
      else reject(new Error(`${program} ended with ${code}`));
    });
    // A program that ends before it has read everything says so by how it ends.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    if (child.pid !== undefined) yieldToOthers(child.pid);
  });
}

/** Whether a program is installed here; it is started with `options` to find out, and may fail. */
export async function isInstalled(program: string, options: readonly string[]): Promise<boolean> {
  return runProgram(program, options, '').then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}

/** A process that has ended meanwhile needs no priority. */
function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    return;
  }
}
