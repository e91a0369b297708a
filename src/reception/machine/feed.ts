import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Day, toDay } from '#platform/clock';
import type { Hall } from '../queue/commands.ts';
import { lockText } from '../queue/visit-store.ts';
import { actorOf } from './apply.ts';
import { feedAfter, numberEvents } from './feed-store.ts';
import type { Machine } from './settings.ts';

/** What a machine is told, by the name of the step in the record of the day. */
export const feedKinds = {
  arrived: 'issued',
  call: 'called',
  recall: 'called',
  startServing: 'serving',
  done: 'finished',
  leave: 'cancelled',
  noAnswer: 'absent',
  hold: 'held',
  putBack: 'returned',
  undone: 'undone',
  transfer: 'moved',
} as const;
export type FeedKind = (typeof feedKinds)[keyof typeof feedKinds];

/** One thing that happened here, for a machine. */
export interface FeedItem {
  /** Ask for what comes after the last one that was taken. */
  readonly position: number;
  readonly kind: FeedKind;
  readonly series: string;
  readonly number: number;
  /** As it is printed and shown here. */
  readonly ticket: string;
  readonly at: string;
  /** The machine's name of the seat, where one is set. */
  readonly counter: string | null;
  /** Our id of the place. */
  readonly service: string | null;
}

/** So many in one answer. */
export const mostFeedItems = 500;

const reversed = (names: Readonly<Record<string, number>>): Map<number, string> =>
  new Map(Object.entries(names).map(([name, id]) => [id, name]));

/**
 * What happened here to the numbers of a machine's series and did not come from the machine itself. The numbers of the feed
 * are given when it is read, one reader at a time: nothing that commits later gets a place before what was read.
 */
export async function readFeed(
  { database, facilityId, clock }: Hall,
  machine: Machine,
  after: number,
): Promise<FeedItem[]> {
  const { series, counters } = machine.settings;
  await database.transaction(async (transaction) => {
    await lockText(transaction, `feed:${machine.id}`);
    await numberEvents(transaction, {
      source: machine.id,
      facilityId,
      day: clock.today(),
      series: series.map(({ ours }) => ours),
      kinds: Object.keys(feedKinds),
      actor: actorOf(machine),
    });
  });
  const rows = await feedAfter(database.kysely, machine.id, after, mostFeedItems);
  const names = reversed(counters);
  const letters = new Map(series.map(({ ours, machine: theirs }) => [ours, theirs]));
  return rows.map((row) => ({
    position: row.position,
    kind: feedKinds[row.kind as keyof typeof feedKinds],
    series: letters.get(row.series) ?? row.series,
    number: row.number,
    ticket: row.ticket,
    at: row.at.toISOString(),
    counter: (row.counterId !== null && names.get(row.counterId)) || null,
    service: row.serviceId,
  }));
}

const fileOf = (machine: Machine, day: Day): string => `hitomado-${machine.id}-${day.replaceAll('-', '')}.csv`;
const heading = '位置,種類,番号,日時,窓口,場所\r\n';
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Writes the feed into the folder of a machine: a file a day, to which only whole lines that are new are added. */
export async function writeFeed(hall: Hall, machine: Machine): Promise<number> {
  const { outFolder } = machine.settings;
  if (outFolder === null) return 0;
  const path = join(outFolder, fileOf(machine, hall.clock.today()));
  const written = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const whole = written?.slice(0, written.lastIndexOf('\n') + 1) ?? '';
  const last = Number(/^(\d+),/.exec(whole.trimEnd().split('\n').at(-1) ?? '')?.[1] ?? 0);
  const today = hall.clock.today();
  const items = (await readFeed(hall, machine, last)).filter(({ at }) => toDay(new Date(at)) === today);
  const lines = items.map(({ position, kind, ticket, at, counter, service }) =>
    [position, kind, ticket, at, counter ?? '', service ?? ''].map((value) => cell(String(value))).join(','),
  );
  const text = `${written === null ? heading : ''}${lines.map((line) => `${line}\r\n`).join('')}`;
  if (text !== '') await appendFile(path, text);
  return items.length;
}
