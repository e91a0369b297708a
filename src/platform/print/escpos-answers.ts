/** Something that an ESC/POS printer said. */
export type PrinterAnswer =
  /** To DLE EOT: one byte of state, at once. */
  | { readonly kind: 'realTime'; readonly bits: number }
  /** To GS r: one byte, when everything before it was taken. */
  | { readonly kind: 'taken'; readonly bits: number }
  /** To GS ( H: the four signs given with it, when everything before it is on paper. */
  | { readonly kind: 'done'; readonly id: string };

const blockHeader = 0x37;
const doneIdentifier = 0x22;
const statusBytes = 4;

/**
 * Reads what a printer sent. Answers are told apart by bits that are fixed in each (Epson ESC/POS reference: "identify the
 * transmission status"). Gives what cannot be read before more has come. Automatic status, flow control and what is no answer are
 * passed over.
 */
export function readAnswers(bytes: Uint8Array): { readonly answers: PrinterAnswer[]; readonly rest: Uint8Array } {
  const answers: PrinterAnswer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === blockHeader) {
      const end = bytes.indexOf(0, at);
      if (end < 0) break;
      if (bytes[at + 1] === doneIdentifier) {
        answers.push({ kind: 'done', id: Buffer.from(bytes.subarray(at + 2, end)).toString('latin1') });
      }
      at = end + 1;
    } else if ((byte & 0x93) === 0x10) {
      // Automatic status back: four bytes that we did not ask for.
      if (bytes.length - at < statusBytes) break;
      at += statusBytes;
    } else {
      if ((byte & 0x93) === 0x12) answers.push({ kind: 'realTime', bits: byte });
      else if ((byte & 0x90) === 0) answers.push({ kind: 'taken', bits: byte });
      at += 1;
    }
  }
  return { answers, rest: bytes.subarray(at) };
}

/** DLE EOT n: asks for the printer's state, the reason for being offline, or the paper. It is answered even by a busy printer. */
export const askState = (what: 1 | 2 | 4): Buffer => Buffer.from([0x10, 0x04, what]);

/** GS ( H, function 48: asks for `id`, four signs of ASCII, to be sent back when everything before is on paper. */
export const askDone = (id: string): Buffer =>
  Buffer.concat([Buffer.from([0x1d, 0x28, 0x48, 6, 0, 48, 48]), Buffer.from(id, 'latin1')]);
