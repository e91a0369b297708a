import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * What tells a process from a later one that got the same number: its start time, in clock ticks since the machine
 * started (field 22 of /proc/PID/stat). Undefined when there is no such process, or only its remains (zombie).
 */
export function startTimeOf(pid: number): string | undefined {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name in parentheses may hold blanks and parentheses, so the fields are counted after the last one.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  const [state = ''] = fields;
  return 'ZX'.includes(state) ? undefined : fields[19];
}

/** The words of the command line of process `pid`; none when it is gone. */
export function commandOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** Waits until `met` holds, asking every 10 ms. Resolves to whether it held within `milliseconds`. */
export async function until(met: () => boolean, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!met()) {
    if (performance.now() > deadline) return false;
    await wait(10);
  }
  return true;
}
