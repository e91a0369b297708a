import type { Outcome } from './jobs.ts';
import type { PrinterState } from './printer.ts';

/**
 * Epson Server Direct Print (TM-T88VI and later; user's manual, chapter "Request and Response"): the printer asks with
 * ConnectionType=GetRequest, prints what it is given and says what became of it with ConnectionType=SetResponse, again
 * and again until that is taken.
 */

/** How long the printer may try; milliseconds. Shorter than we wait for its answer. */
const printTimeout = 20_000;
/** ESC @ and GS a 0: the printer's own software watches its state. */
const opening = 5;

/** The answer to GetRequest: one job, named by `token` (30 signs at most). */
export function epsonRequest(token: string, commands: Uint8Array): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<PrintRequestInfo Version="3.00"><ePOSPrint><Parameter><devid>local_printer</devid><timeout>${printTimeout}</timeout><printjobid>${token}</printjobid></Parameter><PrintData><epos-print xmlns="http://www.epson-pos.com/schemas/2011/03/epos-print"><command>${Buffer.from(commands.subarray(opening)).toString('hex')}</command></epos-print></PrintData></ePOSPrint></PrintRequestInfo>`;
}

/** What the printer says of one job. */
export interface EpsonResult {
  readonly token: string;
  readonly outcome: Outcome;
  readonly state: PrinterState;
}

/** It cannot print this, however often it is asked. */
const hopeless = new Set(['SchemaError', 'DeviceNotFound', 'PrintSystemError', 'RequestEntityTooLarge']);
/** It did not begin, or stopped and says why. */
const refused = new Set([
  'EPTR_AUTOMATICAL',
  'EPTR_COVER_OPEN',
  'EPTR_CUTTER',
  'EPTR_MECHANICAL',
  'EPTR_REC_EMPTY',
  'ERROR_WAIT_EJECT',
  'EX_SPOOLER',
  'EX_DEVICE_BUSY',
  'TooManyRequests',
]);

/** Bits of `status` (ePOS-Print XML, element `response`). */
const bits = {
  noResponse: 0x1,
  offline: 0x8,
  coverOpen: 0x20,
  errors: 0x400 | 0x800 | 0x2000 | 0x4000,
  nearEnd: 0x20000,
  end: 0x80000,
};

function stateOf(status: number): PrinterState {
  if (status & bits.end) return 'paperOut';
  if (status & bits.coverOpen) return 'coverOpen';
  if (status & (bits.errors | bits.offline | bits.noResponse)) return 'error';
  return status & bits.nearEnd ? 'paperLow' : 'ready';
}

function outcomeOf(success: string, code: string): Outcome {
  if (success === 'true' || success === '1') return 'printed';
  if (hopeless.has(code)) return 'failed';
  return refused.has(code) ? 'retry' : 'unknown';
}

const attribute = (tag: string, name: RegExp): string => name.exec(tag)?.[1] ?? '';

/** Reads a ResponseFile. `isRejected`: the printer could not even read what it was given. */
export function readEpsonResponse(xml: string): { readonly results: EpsonResult[]; readonly isRejected: boolean } {
  const results = xml.split('<ePOSPrint>').flatMap((part) => {
    const token = /<printjobid>([\w.-]{1,30})<\/printjobid>/.exec(part)?.[1];
    const tag = /<response\b[^>]{0,1000}>/.exec(part)?.[0];
    if (token === undefined || tag === undefined) return [];
    const outcome = outcomeOf(attribute(tag, /\bsuccess="(\w+)"/), attribute(tag, /\bcode="(\w*)"/));
    return [{ token, outcome, state: stateOf(Number(attribute(tag, /\bstatus="(\d+)"/))) }];
  });
  return { results, isRejected: results.length === 0 && /<Response\b[^>]{0,200}Success="false"/.test(xml) };
}
