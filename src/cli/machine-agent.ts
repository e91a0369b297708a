import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { openSpool } from './line-spool.ts';

export interface AgentOptions {
  /** A serial device or a file; undefined = standard input. */
  readonly device: string | undefined;
  /** `tcp://host:port`, or the http address of the product. */
  readonly to: URL;
  readonly source: string;
  readonly secret: string;
  /** A file that keeps what is not acknowledged, so that nothing is lost when the agent is ended. */
  readonly spool: string | undefined;
  /** Tells the person at the machine. */
  say(sentence: string): void;
}

const atOnce = 100;
const shortestPause = 500;
const longestPause = 15_000;
const answerTime = 10_000;

/** The agent was refused for good: only a person can put that right. */
class Refused extends Error {}

interface Way {
  /** Sends lines; gives the answers, one for each. Throws when the way is lost. */
  send(lines: readonly string[]): Promise<string[]>;
  close(): void;
}

/** A connection on which each line is answered. */
async function openTcp({ to, source, secret }: AgentOptions): Promise<Way> {
  const socket: Socket = connect({ host: to.hostname, port: Number(to.port) });
  const answers: string[] = [];
  let rest = '';
  let isLost = false;
  let wake: () => void = () => undefined;
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    answers.push(...lines);
    wake();
  });
  for (const event of ['error', 'close'] as const) {
    socket.on(event, () => {
      isLost = true;
      wake();
    });
  }
  const answersFor = async (count: number): Promise<string[]> => {
    const deadline = performance.now() + answerTime;
    while (answers.length < count) {
      const left = deadline - performance.now();
      if (isLost || left <= 0) throw new Error('the line is lost');
      await Promise.race([new Promise<void>((woken) => (wake = woken)), wait(left, undefined, { ref: false })]);
    }
    return answers.splice(0, count);
  };
  try {
    socket.write(`LOGIN ${source} ${secret}\n`);
    const [greeting = ''] = await answersFor(1);
    if (greeting.startsWith('NG ')) throw new Refused(greeting.slice(3));
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    async send(lines) {
      socket.write(lines.map((line) => `${line}\n`).join(''));
      return answersFor(lines.length);
    },
    close: () => socket.destroy(),
  };
}

/** The same over HTTP: one request for some lines. */
function openHttp({ to, source, secret }: AgentOptions): Way {
  return {
    async send(lines) {
      const answer = await fetch(new URL(`/api/v1/machines/${encodeURIComponent(source)}/messages`, to), {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ lines }),
        signal: AbortSignal.timeout(answerTime),
      });
      const value = (await answer.json()) as { error?: { sentence: string }; refused?: { sentence: string }[] };
      if (answer.status === 401) throw new Refused(value.error?.sentence ?? '');
      if (!answer.ok) throw new Error(`answered with ${answer.status}`);
      return [...(value.refused ?? []).map(({ sentence }) => `NG ${sentence}`), ...lines.map(() => 'OK')].slice(
        0,
        lines.length,
      );
    },
    close: () => undefined,
  };
}

/**
 * Reads lines and passes each on until it is acknowledged: again after a lost connection, so that none is lost;
 * the product knows a line that it has and counts none twice. Ends when the input has ended and everything is passed on. Gives how many; throws an Error with
 * a sentence where the other side refuses the agent itself.
 */
export async function runAgent(options: AgentOptions): Promise<number> {
  const queue = await openSpool(options.spool);
  let hasEnded = false;
  let passedOn = 0;
  let news: () => void = () => undefined;
  const source = options.device === undefined ? process.stdin : createReadStream(options.device);
  const reading = (async () => {
    // Bytes as they are: the product tells UTF-8 and Shift_JIS apart. Latin-1 carries every byte.
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of source) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        const line = decode(rest.subarray(0, end)).replace(/\r$/, '');
        rest = Buffer.from(rest.subarray(end + 1));
        if (line.trim() !== '') await queue.add(line);
      }
      news();
    }
  })().finally(() => {
    hasEnded = true;
    news();
  });
  reading.catch(() => undefined);
  let way: Way | undefined;
  let pause = shortestPause;
  let isTold = false;
  try {
    while (!hasEnded || queue.size() > 0) {
      if (queue.size() === 0) {
        await new Promise<void>((told) => (news = told));
        continue;
      }
      try {
        way ??= options.to.protocol === 'tcp:' ? await openTcp(options) : openHttp(options);
        const lines = queue.first(atOnce);
        const answers = await way.send(lines);
        for (const answer of answers) if (answer.startsWith('NG ')) options.say(answer.slice(3));
        await queue.done(lines.length);
        passedOn += lines.length;
        if (isTold) options.say('つながりました。たまっていた行も送りました。');
        isTold = false;
        pause = shortestPause;
      } catch (error) {
        way?.close();
        way = undefined;
        if (error instanceof Refused) throw error;
        if (!isTold)
          options.say(`ひとまどにつながりません。行はためておき、つながるまで送り直します(${options.to.host})。`);
        isTold = true;
        await wait(pause);
        pause = Math.min(longestPause, pause * 2);
      }
    }
    await reading;
  } finally {
    way?.close();
    source.destroy();
  }
  return passedOn;
}

/** UTF-8 where it is, Shift_JIS otherwise; the decoder of the platform knows both. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('shift_jis').decode(bytes);
  }
}
