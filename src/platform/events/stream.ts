import { Readable } from 'node:stream';
import type { Delivery, EventBus } from './bus.ts';

/** Proxies give a silent connection up after 30 to 60 s; milliseconds. */
const heartbeat = 15_000;
/** A reader this many messages behind is cut off; the browser comes back and resumes from the last one it has. */
const longestQueue = 1_000;

/** One message of `text/event-stream` (HTML Living Standard 9.2); its id is what the browser sends as Last-Event-ID. */
function toText(delivery: Delivery): string {
  if (delivery.type === 'reset') return `id: ${delivery.seq}\nevent: reset\ndata: {}\n\n`;
  return `id: ${delivery.event.seq}\ndata: ${JSON.stringify(delivery.event)}\n\n`;
}

/** The number in the header `Last-Event-ID`, undefined when there is none or it is not one of ours. */
function numberOf(lastEventId: string | null | undefined): number | undefined {
  return lastEventId && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined;
}

/**
 * The events on `topics` as chunks of `text/event-stream`, resumed after `lastEventId`, with a beat every 15 s so that
 * the connection stays open and a page notices when it does not. What cannot be resumed is told by a message of type `reset`. It never ends by itself;
 * leaving the loop over it, or `destroy()`, ends the subscription.
 */
export function sseStream(bus: EventBus, topics: readonly string[], lastEventId?: string | null): Readable {
  const start = numberOf(lastEventId) ?? bus.position();
  let end: () => void = () => undefined;
  const stream = new Readable({
    objectMode: true,
    highWaterMark: longestQueue,
    read: () => undefined,
    destroy(error, done) {
      clearInterval(timer);
      end();
      done(error);
    },
  });
  const send = (text: string) => {
    if (stream.destroyed) return;
    if (!stream.push(text)) stream.destroy();
  };
  const timer = setInterval(() => send('event: beat\ndata:\n\n'), heartbeat);
  timer.unref();
  // The first id lets a browser that loses the connection before the first event resume without a gap.
  send(`retry: 2000\nid: ${start}\n\n`);
  bus
    .subscribe(topics, start, (delivery) => send(toText(delivery)))
    .then(
      (unsubscribe) => {
        if (stream.destroyed) unsubscribe();
        else end = unsubscribe;
      },
      (error) => stream.destroy(error),
    );
  return stream;
}
