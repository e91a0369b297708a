import { setTimeout as wait } from 'node:timers/promises';

/**
 * Waits until `isSo`; throws with `what` after `seconds`. It is patient, because a busy machine is no fault: how fast something
 * is, benchmarks measure.
 */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await wait(20);
  }
}
