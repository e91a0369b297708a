import { timingSafeEqual } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '#platform/clock';
import { hashToken } from '#platform/codes';
import { describeError, type Log } from '#platform/log';
import type { MachineInbox } from './inbox.ts';
import { createLineBuffer } from './line-buffer.ts';
import { type Entry, readLine } from './records.ts';
import type { Machine } from './settings.ts';

/** What the lines to machines stand on. */
export interface LineParts {
  readonly inbox: MachineInbox;
  readonly clock: Clock;
  readonly log: Pick<Log, 'event'>;
}

/** What the other end of a line is told, so that whoever looks there knows what to do. */
export const lineSentences = {
  login: 'はじめに「LOGIN 発券機の名前 合言葉」の行を送ってください。',
  wrongSecret: '発券機の名前か合言葉が違います。職員の画面「発券機」で、新しい合言葉を作って入れ直してください。',
  tooLong: '1行が長すぎます。改行のない出力か、別の機械につながっています。つなぎ先を確かめてください。',
  full: 'つながりが多すぎます。使っていないつながりを切ってから、つなぎ直してください。',
} as const;

const loginTime = 10_000;
const mostConnections = 50;

/** Whether two secrets are the same, without telling by the time how much of them is. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashToken(one)), Buffer.from(hashToken(other)));
}

/** Takes some lines and gives an answer for each: `OK`, or `NG` with a sentence. Both mean that it need not be sent again. */
export async function answerLines(
  { inbox, clock }: Pick<LineParts, 'inbox' | 'clock'>,
  machine: Machine,
  lines: readonly string[],
): Promise<string[]> {
  const day = clock.today();
  const entries: Entry[] = [];
  const places = lines.map((line) => {
    const entry = readLine(line, { settings: machine.settings, day, origin: 'tcp' });
    return entry === null ? null : entries.push(entry) - 1;
  });
  const { refused } = await inbox.take(machine, entries);
  const sentences = new Map(refused.map(({ index, sentence }) => [index, sentence]));
  return places.map((place) => {
    const sentence = place === null ? undefined : sentences.get(place);
    return sentence === undefined ? 'OK' : `NG ${sentence}`;
  });
}

/** Works at what comes in over a socket, one piece after the other; a failure ends the connection, so that it is sent again. */
function eachPiece(socket: Socket, { log }: Pick<LineParts, 'log'>, work: (lines: string[]) => Promise<void>): void {
  const buffer = createLineBuffer();
  let running = Promise.resolve();
  socket.on('data', (chunk: Buffer) => {
    let lines: string[];
    try {
      lines = buffer.push(chunk);
    } catch {
      socket.end(`NG ${lineSentences.tooLong}\n`);
      socket.removeAllListeners('data').resume();
      return;
    }
    if (lines.length === 0) return;
    socket.pause();
    running = running
      .then(() => work(lines))
      .then(() => void socket.resume())
      .catch((error: unknown) => {
        log.event('machine.lineFailed', { ...describeError(error) });
        socket.destroy();
      });
  });
  socket.on('error', () => socket.destroy());
}

/** Listens for machines and agents. Each says who it is first; then each of its lines gets an answer once it is kept. */
export async function listenForLines(
  parts: LineParts,
  { host, port }: { host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();

  function serve(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.setKeepAlive(true, 30_000);
    let source: string | undefined;
    const timer = setTimeout(() => {
      if (source === undefined) refuse(lineSentences.login);
    }, loginTime);
    socket.on('close', () => clearTimeout(timer));
    const refuse = (sentence: string) => socket.end(`NG ${sentence}\n`);
    eachPiece(socket, parts, async (lines) => {
      let rest = lines;
      if (source === undefined) {
        const [, id = '', secret = ''] = /^LOGIN (\S{1,64}) (\S{1,200})$/.exec(lines[0] ?? '') ?? [];
        if (id === '') return void refuse(lineSentences.login);
        const machine = await parts.inbox.find(id);
        if (machine === null || !isSameSecret(secret, parts.inbox.secretOf(machine))) {
          return void refuse(lineSentences.wrongSecret);
        }
        source = id;
        socket.write('OK\n');
        rest = lines.slice(1);
      }
      if (rest.length === 0) return;
      // What is set can have changed since, and a machine can have been taken away.
      const machine = await parts.inbox.find(source);
      if (machine === null) return void refuse(lineSentences.wrongSecret);
      const answers = await answerLines(parts, machine, rest);
      socket.write(answers.map((answer) => `${answer}\n`).join(''));
    });
  }

  const server: Server = createServer((socket) => {
    if (sockets.size < mostConnections) return serve(socket);
    socket.on('error', () => socket.destroy());
    socket.end(`NG ${lineSentences.full}\n`);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.removeListener('error', failed);
      listening();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const shortestPause = 1_000;
const longestPause = 30_000;

/** Connects to a machine that sends its lines by itself, and again whenever the line is lost. Nothing is sent to it. */
export function connectToMachine(
  parts: LineParts,
  machineId: string,
  address: { host: string; port: number },
): { isConnected(): boolean; close(): void } {
  let socket: Socket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pause = shortestPause;
  let isClosed = false;
  let isConnected = false;

  function dial(): void {
    socket = connect(address);
    socket.setKeepAlive(true, 30_000);
    socket.on('connect', () => {
      isConnected = true;
      pause = shortestPause;
    });
    eachPiece(socket, parts, async (lines) => {
      const machine = await parts.inbox.find(machineId);
      if (machine !== null) await answerLines(parts, machine, lines);
    });
    socket.on('close', () => {
      isConnected = false;
      if (isClosed) return;
      timer = setTimeout(dial, pause);
      pause = Math.min(longestPause, pause * 2);
    });
  }

  dial();
  return {
    isConnected: () => isConnected,
    close() {
      isClosed = true;
      clearTimeout(timer);
      socket?.destroy();
    },
  };
}

/** `host:port` as it is typed; undefined for anything else. */
export function readAddress(text: string): { host: string; port: number } | undefined {
  const [, host, digits] = /^([\w.-]{1,200}):(\d{1,5})$/.exec(text.trim()) ?? [];
  const port = Number(digits);
  return host !== undefined && port > 0 && port < 65_536 ? { host, port } : undefined;
}
