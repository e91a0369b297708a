import { createServer, type Server, type Socket } from 'node:net';
import { type ReadJob, readJob } from './escpos-paper.ts';

/** How the printer behaves from now on. */
export type Behaviour =
  | 'sound'
  /** Does not know GS ( H. */
  | 'simple'
  /** Takes the job in small pieces. */
  | 'slow'
  /** Accepts the connection and says nothing at all. */
  | 'hangs'
  /** Tells its state and closes the connection before the job. */
  | 'dropsBefore'
  /** Closes in the middle of the job; nothing comes out. */
  | 'dropsInside'
  /** Prints all and closes the connection instead of saying so. */
  | 'dropsAfter'
  /** Prints all and says nothing. */
  | 'silent'
  /** Says everything twice. */
  | 'twice'
  /** Reports its state by itself at any time (ASB). */
  | 'chatty';

/**
 * A printer at a TCP port as ESC/POS printers are: it answers DLE EOT at once, prints what it is sent and says when it has
 * (GS r, GS ( H). What came out stands in `papers`. Its faults are set by `behave`.
 */
export class PrinterPeer {
  readonly papers: ReadJob[] = [];
  /** Hears of each paper as it comes out. */
  onPaper: (paper: ReadJob) => void = () => undefined;
  /** How many connections there were, and how many at once at most. */
  connections = 0;
  mostAtOnce = 0;
  /** Bits of its state: cover open, paper near the end or at its end. */
  state = { cover: false, paperLow: false, paperOut: false };
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #behaviour: Behaviour = 'sound';

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(): Promise<PrinterPeer> {
    const peer = new PrinterPeer();
    await new Promise<void>((resolve) => peer.#server.listen(0, '127.0.0.1', resolve));
    return peer;
  }

  get address(): string {
    const address = this.#server.address();
    return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  behave(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #stateByte(what: number): number {
    const { cover, paperLow, paperOut } = this.state;
    if (what === 1) return 0x12 | (cover || paperOut ? 0x08 : 0);
    if (what === 2) return 0x12 | (cover ? 0x04 : 0) | (paperOut ? 0x20 : 0);
    return 0x12 | (paperOut ? 0x60 : 0) | (paperLow ? 0x0c : 0);
  }

  #serve(socket: Socket): void {
    const behaviour = this.#behaviour;
    this.#sockets.add(socket);
    this.connections += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#sockets.size);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    if (behaviour === 'hangs') return;
    const say = (bytes: number[]) => {
      if (socket.destroyed || socket.writableEnded) return;
      socket.write(Buffer.from(behaviour === 'twice' ? [...bytes, ...bytes] : bytes));
    };
    if (behaviour === 'chatty') say([0x14, 0, 0, 0x0f]);
    let job = Buffer.alloc(0);
    let isPrinted = false;
    socket.on('data', (bytes: Buffer) => {
      if (job.length === 0 && bytes[0] === 0x10 && bytes[1] === 0x04) {
        say([this.#stateByte(bytes[2] ?? 1)]);
        if (bytes[2] === 4 && behaviour === 'dropsBefore') socket.destroy();
        return;
      }
      job = Buffer.concat([job, bytes]);
      if (behaviour === 'slow') {
        socket.pause();
        setTimeout(() => socket.resume(), 2);
      }
      if (behaviour === 'dropsInside') return void socket.destroy();
      const read = readJob(job);
      if (isPrinted || read.doneAsked === undefined) return;
      isPrinted = true;
      this.papers.push(read);
      this.onPaper(read);
      job = Buffer.alloc(0);
      if (behaviour === 'dropsAfter') return void socket.destroy();
      if (behaviour === 'silent') return;
      if (behaviour === 'chatty') say([0x14, 0, 0, 0x0f]);
      if (read.isTakenAsked) say([0]);
      if (behaviour !== 'simple') say([0x37, 0x22, ...Buffer.from(read.doneAsked), 0]);
    });
  }
}
