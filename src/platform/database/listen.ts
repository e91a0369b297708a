import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** Ends what was begun; settles when it has ended. */
export type Stop = () => Promise<void>;

const firstDelay = 100;
const longestDelay = 5_000;

/**
 * Listens on `channel` until stopped, with a new client each time the connection breaks (after 0.1 s, then twice as
 * long each time, at most 5 s). Resolves when it listens for the first time.
 */
export async function listenOn(
  newClient: () => pg.Client,
  channel: string,
  hear: (payload: string) => void,
  ready: () => void = () => undefined,
): Promise<Stop> {
  const stopping = new AbortController();
  let current: pg.Client | undefined;

  async function open(): Promise<pg.Client> {
    const client = newClient();
    client.on('notification', ({ payload }) => hear(payload ?? ''));
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    client.once('end', () => void reopen());
    current = client;
    ready();
    return client;
  }

  async function reopen(): Promise<void> {
    for (let delay = firstDelay; !stopping.signal.aborted; delay = Math.min(2 * delay, longestDelay)) {
      await wait(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const opened = await open().catch(() => undefined);
      if (opened) return;
    }
  }

  await open();
  return async () => {
    stopping.abort();
    await current?.end();
  };
}
