/*
 * One application process that books at random, for the tests of `booking.ts`: claims, confirms, moves, cancels, gives back,
 * with clocks that jump. What it is about to do and what was acknowledged it writes down first, line by line.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { newId } from '#platform/codes';
import { openDatabase, sqlState } from '#platform/database';
import { randomNumbers } from '../../bench/residents.ts';
import * as store from '../../src/booking/claim-store.ts';
import { poolsOf } from '../../src/booking/pool-store.ts';

const [dataFolder = '', seedText = '1', attemptsText = '100', journal = ''] = process.argv.slice(2);
const attempts = Number(attemptsText);
const clients = 40;
const holdMilliseconds = 400;
const random = randomNumbers(Number(seedText));
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
const write = (line: object) => appendFileSync(journal, `${JSON.stringify(line)}\n`);

const database = await openDatabase(
  { dataFolder, dataFolderChosen: true, databaseUrl: undefined, databaseConnections: 10 },
  { event: () => undefined },
);
const pools = (await poolsOf(database.kysely)).map(({ id }) => id);
const cases = (await sql<{ id: string }>`select id from "case"`.execute(database.kysely)).rows.map(({ id }) => id);
const days = (
  await sql<{ day: string }>`select distinct day from capacity_cell order by day`.execute(database.kysely)
).rows.map(({ day }) => day);

/** A clock that is wrong by up to a minute now and then: two machines never agree fully. */
const now = () => new Date(Date.now() + (random() < 0.05 ? (random() - 0.5) * 120_000 : 0));

function wanted(): { day: string; parts: store.WantedPart[] } {
  let first = 54 + Math.floor(random() * 20);
  const parts = [...pools]
    .sort(() => random() - 0.5)
    .slice(0, 1 + Math.floor(random() * 3))
    .map((poolId) => {
      const cells = 1 + Math.floor(random() * 3);
      const part = { poolId, first, cells, procedures: ['juuminhyou'] };
      first += cells;
      return part;
    });
  return { day: pick(days), parts };
}

async function attempt(): Promise<void> {
  const { day, parts } = wanted();
  const id = newId();
  const at = now();
  const claimed = await store.claim(database.kysely, {
    id,
    caseId: pick(cases),
    commandId: newId(),
    channel: random() < 0.2 ? 'staff' : 'web',
    language: 'ja',
    tokenHash: id,
    day,
    parts,
    now: at,
    holdUntil: new Date(at.getTime() + holdMilliseconds),
  });
  if (claimed?.outcome !== 'held') return;
  // Some forms are never filled in, some too late.
  if (random() < 0.3) return;
  if (random() < 0.2) await wait(holdMilliseconds * 1.5 * random());
  const details = { id, contact: null, contactIndex: [], reminders: [], actor: 'resident', now: now() };
  write({ try: 'confirmed', id, day, first: parts[0]?.first });
  if (!(await database.transaction((transaction) => store.confirm(transaction, details)))) return;
  write({ done: 'confirmed', id, day, first: parts[0]?.first });
  if (random() < 0.3) await moveIt(id);
  if (random() < 0.6) {
    write({ try: 'cancelled', id });
    const ended = { id, releaseAt: new Date(Date.now() + 200 * random()), actor: 'resident', now: now() };
    if (await database.transaction((transaction) => store.cancel(transaction, ended))) write({ done: 'cancelled', id });
  }
}

async function moveIt(id: string): Promise<void> {
  const { day, parts } = wanted();
  write({ try: 'moved', id, day, first: parts[0]?.first });
  const to = { id, revision: 1, day, parts, isPublic: true, actor: 'resident', now: now() };
  try {
    const moved = await database.transaction((transaction) => store.move(transaction, to));
    if (moved) write({ done: 'moved', id, day, first: parts[0]?.first });
  } catch (error) {
    if (!store.isFull(error)) throw error;
  }
}

/** Whether the error comes from the database having been killed; the person would try again. */
function isInterruption(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return /^(57P|08)/.test(state);
  return /ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|terminated|not queryable|timeout/i.test(
    String((error as Error).message ?? error) + String((error as { code?: string }).code),
  );
}

let left = attempts;
await Promise.all(
  Array.from({ length: clients }, async () => {
    while (left > 0) {
      left -= 1;
      try {
        await attempt();
        if (random() < 0.02) for (const day of days) await store.releaseDue(database.kysely, day, now());
      } catch (error) {
        if (!isInterruption(error)) throw error;
        await wait(100);
      }
    }
  }),
);
await database.close();
