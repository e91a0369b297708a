import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { askDone, askState, type PrinterAnswer, readAnswers } from './escpos-answers.ts';
import { canPrint, type PrinterState } from './printer.ts';

/** How long to wait, in milliseconds. */
export interface Patience {
  /** For a connection. */
  readonly connect: number;
  /** For an answer about the state, which comes at once even from a busy printer. */
  readonly state: number;
  /** For a job to be on paper. */
  readonly print: number;
  /** For the confirmation, when the printer has already said that it has taken the whole job. */
  readonly confirm: number;
}

export const patience: Patience = { connect: 3_000, state: 2_000, print: 25_000, confirm: 3_000 };

/** The connection is gone, or the printer says nothing. */
export class LineLost extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'LineLost';
  }
}

/** A connection to a printer's port 9100. */
export class PrinterLine {
  readonly #socket: Socket;
  #answers: PrinterAnswer[] = [];
  #rest: Uint8Array = new Uint8Array();
  #wake: () => void = () => undefined;
  #isLost = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      const { answers, rest } = readAnswers(Buffer.concat([this.#rest, bytes]));
      this.#answers.push(...answers);
      this.#rest = rest;
      this.#wake();
    });
    // A printer that closes its side has nothing more to say.
    for (const end of ['close', 'end', 'error'] as const) {
      socket.on(end, () => {
        this.#isLost = true;
        this.#wake();
      });
    }
  }

  /** Connects to `host:port`. Throws LineLost when nobody answers there. */
  static async open(address: string, limits: Patience): Promise<PrinterLine> {
    const colon = address.lastIndexOf(':');
    const socket = connect({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)), noDelay: true });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => socket.destroy(new Error('no connection')), limits.connect);
      socket.once('connect', resolve);
      socket.once('error', ({ message }) => reject(new LineLost(message)));
      socket.once('close', () => clearTimeout(timer));
      socket.once('connect', () => clearTimeout(timer));
    });
    return new PrinterLine(socket);
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Hands bytes to the network; whether they arrive only the printer can say. */
  send(bytes: Uint8Array): void {
    this.#answers = [];
    this.#socket.write(bytes);
  }

  /** Waits for the first answer that `accept` takes. Undefined when none comes within `milliseconds`, or the line is lost. */
  async hear(accept: (answer: PrinterAnswer) => boolean, milliseconds: number): Promise<PrinterAnswer | undefined> {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      this.#wake();
    }, milliseconds);
    try {
      for (;;) {
        const index = this.#answers.findIndex(accept);
        if (index >= 0) return this.#answers.splice(0, index + 1).at(-1);
        if (isOver || this.#isLost) return undefined;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#socket.end();
    this.#socket.destroySoon();
  }
}

/** Bits of the answers to DLE EOT. */
const offline = 0x08;
const coverOpen = 0x04;
const stoppedForPaper = 0x20;
const errorOccurred = 0x40;
const paperEnd = 0x60;
const paperNearEnd = 0x0c;

async function stateBits(line: PrinterLine, what: 1 | 2 | 4, limits: Patience): Promise<number> {
  line.send(askState(what));
  const answer = await line.hear(({ kind }) => kind === 'realTime', limits.state);
  if (answer?.kind !== 'realTime') throw new LineLost('no state');
  return answer.bits;
}

/** How the printer is. Throws LineLost when it does not say. */
export async function readState(line: PrinterLine, limits: Patience): Promise<PrinterState> {
  const printer = await stateBits(line, 1, limits);
  const cause = await stateBits(line, 2, limits);
  const paper = await stateBits(line, 4, limits);
  if (cause & stoppedForPaper || (paper & paperEnd) === paperEnd) return 'paperOut';
  if (cause & coverOpen) return 'coverOpen';
  if (cause & errorOccurred || printer & offline) return 'error';
  return paper & paperNearEnd ? 'paperLow' : 'ready';
}

/** Four printable signs that name this job to the printer. */
const jobName = (): string => randomBytes(3).toString('base64');

/**
 * Sends a job and waits until the printer says that it is on paper; gives whether it did. Printers that do not know GS ( H
 * say at least that they have taken everything (GS r, with which every document ends): with a sound state afterwards
 * that counts.
 */
export async function sendJob(line: PrinterLine, commands: Uint8Array, limits: Patience): Promise<boolean> {
  const id = jobName();
  const isDone = (answer: PrinterAnswer) => answer.kind === 'done' && answer.id === id;
  line.send(Buffer.concat([commands, askDone(id)]));
  const first = await line.hear((answer) => isDone(answer) || answer.kind === 'taken', limits.print);
  if (first === undefined) return false;
  if (isDone(first) || (await line.hear(isDone, limits.confirm)) !== undefined) return true;
  return !line.isLost && canPrint(await readState(line, limits).catch(() => 'silent' as const));
}
