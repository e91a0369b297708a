import type { Outcome } from './jobs.ts';
import type { CommandSet } from './paper.ts';
import type { PrinterState } from './printer.ts';

/**
 * Star CloudPRNT (protocol guide 2.4, HTTP): the printer polls with POST, fetches with GET and confirms with DELETE. All of them
 * carry the `jobToken` that the poll was answered with.
 */

/** What we can draw for these printers, by media type. */
export const starMediaTypes: Readonly<Record<string, CommandSet>> = {
  'application/vnd.star.starprnt': 'starmbcs',
  'application/vnd.star.line': 'starlinembcs',
};

/** ESC @ and ESC RS a 0: these printers want neither to be reset in the middle of a job nor to be asked for states. */
const opening = 6;

/** The job as the printer prints it: without the commands that only make sense on a line of its own. */
export const starJob = (commands: Uint8Array): Uint8Array => commands.subarray(opening);

/** The three or four digits at the head of a status: 「200 OK」, also when it came encoded for an address. */
function codeOf(status: string): string {
  return /^\d{3,4}/.exec(status.trim())?.[0] ?? '';
}

/** The state in a poll. Codes are grouped by their first digits (guide: printer status codes). */
export function starState(status: string): PrinterState {
  const code = codeOf(status);
  if (code.startsWith('21')) return 'paperLow';
  if (code.startsWith('2')) return 'ready';
  if (code.startsWith('41')) return 'paperOut';
  return code.startsWith('42') ? 'coverOpen' : 'error';
}

/**
 * What the code of a DELETE says of the job. 4xx: the printer had an error. 520: it could not fetch the job. Other 5xx: it cannot
 * print such a job at all. Firmware without a code for success says OK.
 */
export function starOutcome(status: string): Outcome {
  const code = codeOf(status);
  if (code.startsWith('2') || status.trim() === 'OK') return 'printed';
  if (code.startsWith('4') || code === '520') return 'retry';
  return code.startsWith('5') ? 'failed' : 'unknown';
}
