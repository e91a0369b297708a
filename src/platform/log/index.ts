import { type Clock, systemClock } from '#platform/clock';
import { type LogEvents, type LogLevel, platformEvents } from './events.ts';

export { addressBlock } from './address.ts';
export type { LogEvents, LogLevel } from './events.ts';
export { gathered } from './gathered.ts';

/** What may stand in a log line: no objects, no errors, no texts of foreign origin. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Where log lines go, such as `process.stdout`. */
export interface LogStream {
  write(line: string): unknown;
}

export interface Log {
  /** Writes one event. Keys that were not declared for this name are left out; an undeclared name is reported. */
  event(name: string, fields?: LogFields): void;
  /** Adds the events of a module: name → level and allowed keys. */
  declare(events: LogEvents): void;
}

const order: readonly LogLevel[] = ['debug', 'info', 'warning', 'error'];
const longestText = 200;

/**
 * A log of JSON lines that is clean by construction: each event name has a list of allowed keys, and only short texts,
 * numbers and truth values are written. Personal data has no way in (notes: logs and traces).
 */
export function createLog(stream: LogStream, level: LogLevel, clock: Clock = systemClock): Log {
  const declared = new Map(Object.entries(platformEvents));
  const write = (name: string, fields: LogFields) => {
    const event = declared.get(name);
    if (event === undefined) return write('log.undeclared', { name });
    if (order.indexOf(event.level) < order.indexOf(level)) return;
    const head = { time: clock.now().toISOString(), level: event.level, event: name };
    stream.write(`${JSON.stringify({ ...head, ...allowed(fields, event.fields) })}\n`);
  };
  return {
    event: (name, fields = {}) => write(name, fields),
    declare: (events) => {
      for (const [name, event] of Object.entries(events)) declared.set(name, event);
    },
  };
}

function allowed(fields: LogFields, keys: readonly string[]): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const key of keys) if (fields[key] !== undefined) given[key] = plain(fields[key]);
  return given;
}

/** The types already say so; this holds where a caller got past them. */
function plain(value: unknown): string | number | boolean | null {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' ? value.slice(0, longestText) : `[${typeof value}]`;
}

/**
 * What may be said of an error: its class, its code and the place in our code, never its message (messages of foreign
 * libraries hold values).
 */
export function describeError(error: unknown): { error: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { error: error.name, code, at: firstFrame(error.stack) };
}

function firstFrame(stack = ''): string | undefined {
  const frame = stack.split('\n').find((line) => /^\s+at .*\/(src|dist)\//.test(line));
  return frame?.match(/((?:src|dist)\/[^:)]+:\d+)/)?.[1];
}
