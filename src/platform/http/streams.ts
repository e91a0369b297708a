import { randomInt } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { addressBlock } from '#platform/log';

const retryMilliseconds = 3000;
const spreadMilliseconds = 10_000;
const checkMilliseconds = 30_000;
const perAddress = { anonymous: 20, known: 200 } as const;

/** Whether whoever receives a stream may still do so. */
export type StillAllowed = () => Promise<boolean>;

/** The open event streams of this process. */
export interface Streams {
  /** Whether one more may be opened from this address. */
  hasRoom(ip: string, known: boolean): boolean;
  /**
   * Sends chunks until they end, the browser leaves, the server stops or `stillAllowed` says no: a stream outlives the
   * moment in which it was permitted, so that is asked again twice a minute.
   */
  send(response: ServerResponse, chunks: AsyncIterable<string>, ip: string, stillAllowed: StillAllowed): Promise<void>;
  count(): number;
  /** Ends all streams and asks the browsers to come back spread over some seconds. */
  close(): void;
}

/** `factorOf` – how many times as many an address may open whose people share it (the hall's Wi-Fi). */
export function createStreams(factorOf: (ip: string) => number = () => 1): Streams {
  const open = new Set<ServerResponse>();
  const blocks = new Map<string, number>();
  const count = (block: string, change: number) => {
    const now = (blocks.get(block) ?? 0) + change;
    if (now > 0) blocks.set(block, now);
    else blocks.delete(block);
  };
  return {
    hasRoom: (ip, known) =>
      (blocks.get(addressBlock(ip)) ?? 0) < perAddress[known ? 'known' : 'anonymous'] * factorOf(ip),
    async send(response, chunks, ip, stillAllowed) {
      const block = addressBlock(ip);
      open.add(response);
      count(block, 1);
      const source = chunks instanceof Readable ? chunks : Readable.from(chunks);
      // A source that waits for its next event must hear at once that the browser has left or was sent away.
      for (const end of ['close', 'finish']) response.once(end, () => source.destroy());
      response.write(`retry: ${retryMilliseconds}\n\n`);
      const check = setInterval(() => void endUnless(stillAllowed, response), checkMilliseconds);
      try {
        await pump(response, source);
      } finally {
        clearInterval(check);
        open.delete(response);
        count(block, -1);
        response.end();
      }
    },
    count: () => open.size,
    close: () => {
      for (const response of open) {
        response.end(`retry: ${500 + randomInt(spreadMilliseconds)}\n\n`);
      }
    },
  };
}

/** Not knowing whether it is still allowed ends a stream as well; the browser comes back by itself. */
async function endUnless(stillAllowed: StillAllowed, response: ServerResponse): Promise<void> {
  const allowed = await stillAllowed().catch(() => false);
  if (!allowed) response.end();
}

/** Sends chunk by chunk, as fast as the browser takes them. A browser that leaves is no failure. */
async function pump(response: ServerResponse, source: Readable): Promise<void> {
  try {
    await pipeline(source, response, { end: false });
  } catch (error) {
    if (!response.destroyed && !response.writableEnded) throw error;
  }
}
