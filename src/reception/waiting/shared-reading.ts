/**
 * Reads once for all who ask while an earlier reading is still going on. Each gets a reading that began after they asked,
 * so it holds what they have just written; forty desks at once cost as much as one.
 */
export function sharedReading<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Value> | null = null;
  const readAfter = async (earlier: Promise<unknown>): Promise<Value> => {
    await earlier.catch(() => undefined);
    next = null;
    const reading = read();
    running = reading;
    return reading;
  };
  return () => {
    next ??= readAfter(running);
    return next;
  };
}
