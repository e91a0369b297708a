import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'kysely';
import { countNotifications, withdrawNotifications } from '#platform/notify';
import { testDatabase, until } from '#platform/testing';
import { startMailServer } from './mail-server.ts';
import { post, smppAt, smtpAt } from './notify.ts';
import { startWorker } from './notify-process.ts';
import { startSmsCentre } from './sms-centre.ts';

/** What came of many reminders that were due at once. */
export interface RushResult {
  /** People who got something more than once. */
  readonly twice: number;
  /** Messages about appointments that were cancelled or moved meanwhile. */
  readonly forOthers: number;
  /** People who should have got one, got none, and are on no list that staff look at. */
  readonly forgotten: number;
  /** Messages of which it is said that nobody knows. */
  readonly unknown: number;
  readonly reached: number;
  readonly seconds: number;
}

interface Rush {
  readonly count: number;
  /** Milliseconds that each server takes for a message. */
  readonly delay: number;
  readonly lanes: number;
  /** Milliseconds after which a message that was begun and not ended counts as unknown. */
  readonly sendingLease: number;
}

/** Every twentieth was cancelled, every twentieth moved. */
const isCancelled = (index: number) => index % 20 === 7;
const isMoved = (index: number) => index % 20 === 13;
const phoneOf = (index: number) =>
  `090-${String(index)
    .padStart(8, '0')
    .replace(/^(\d{4})/, '$1-')}`;
const postersAtOnce = 8;

const doubled = (to: readonly string[]): number => to.length - new Set(to).size;

/**
 * `count` reminders due at once, half by mail and half by SMS, on real servers on this machine and two processes that send.
 * One process is killed when two fifths went, every line is dropped when three fifths went.
 */
export async function reminderRush({ count, delay, lanes, sendingLease }: Rush): Promise<RushResult> {
  const database = await testDatabase();
  const mail = await startMailServer({ delay });
  const centre = await startSmsCentre({ delay });
  const workers: Awaited<ReturnType<typeof startWorker>>[] = [];
  try {
    const now = Date.now();
    const span = { dueAt: new Date(now - 1_000), notAfter: new Date(now + 3_600_000) };
    const postOne = async (index: number) => {
      const channel = index % 2 === 0 ? ('mail' as const) : ('sms' as const);
      const to = channel === 'mail' ? `p${index}@mail.example` : phoneOf(index);
      const subjectRevision = isMoved(index) ? 2 : 1;
      await post(database, to, { ...span, channel, subject: `s${index}`, subjectRevision });
    };
    let next = 0;
    const poster = async () => {
      while (next < count) {
        const index = next;
        next += 1;
        await postOne(index);
      }
    };
    await Promise.all(Array.from({ length: postersAtOnce }, poster));
    await database.transaction(async (transaction) => {
      for (let index = 0; index < count; index += 1) {
        if (isCancelled(index)) await withdrawNotifications(transaction, `s${index}`);
      }
    });

    const config = { mail: smtpAt(mail.port, lanes), sms: smppAt(centre.port, lanes) };
    const orders = { config, times: { lease: sendingLease, sendingLease } };
    const reached = () => mail.taken.length + centre.taken.length;
    const begun = performance.now();
    workers.push(...(await Promise.all([startWorker(database, orders), startWorker(database, orders)])));
    const [victim] = workers;
    await until('two fifths', () => reached() >= count * 0.4, 300);
    victim?.kill('SIGKILL');
    await until('three fifths', () => reached() >= count * 0.6, 300);
    mail.dropAll();
    centre.dropAll();
    const states = () => countNotifications(database.kysely, new Date(0));
    const isOver = async () => !(await states()).some(({ state }) => state === 'pending' || state === 'sending');
    await until('all', isOver, 600);
    const seconds = (performance.now() - begun) / 1_000;

    const to = [...mail.taken.map((one) => one.to), ...centre.taken.map((one) => `0${one.to.slice(2)}`)];
    const got = new Set(to);
    const addresses = Array.from({ length: count }, (_, index) =>
      index % 2 === 0 ? `p${index}@mail.example` : phoneOf(index).replaceAll('-', ''),
    );
    const { rows } = await sql<{ subject: string }>`
      select subject_id as subject from notification where state = 'unknown'`.execute(database.kysely);
    const listed = new Set(rows.map(({ subject }) => subject));
    const isOther = (index: number) => isCancelled(index) || isMoved(index);
    return {
      twice: doubled(to),
      forOthers: addresses.filter((address, index) => isOther(index) && got.has(address)).length,
      forgotten: addresses.filter((address, index) => !isOther(index) && !got.has(address) && !listed.has(`s${index}`))
        .length,
      unknown: listed.size,
      reached: got.size,
      seconds,
    };
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await mail.close();
    await centre.close();
    await database.close();
  }
}

/**
 * The same by the usual loop (naive-worker.ts), mails only: two processes, one of them killed, all lines dropped once. Gives
 * how many people got more than one.
 */
export async function naiveRush({ count, delay, lanes }: Omit<Rush, 'sendingLease'>): Promise<{ twice: number }> {
  const database = await testDatabase();
  const mail = await startMailServer({ delay });
  const workers: ReturnType<typeof spawn>[] = [];
  try {
    await sql`create table naive (id int primary key, recipient text not null, is_sent boolean not null default false)`.execute(
      database.kysely,
    );
    await sql`insert into naive (id, recipient) select n, 'p' || n || '@mail.example' from generate_series(1, ${count}::int) as n`.execute(
      database.kysely,
    );
    const { host = '', user = '', password = '', database: name = '' } = database.pool.options;
    const server = { host, user, password: String(password), database: name };
    const script = join(import.meta.dirname, 'naive-worker.ts');
    const start = () => {
      const orders = JSON.stringify({ server, port: mail.port, lanes });
      const child = spawn(process.execPath, ['--import', 'tsx', script, orders], {
        stdio: 'ignore',
      });
      workers.push(child);
      return child;
    };
    const [victim, survivor] = [start(), start()];
    await until('two fifths', () => mail.taken.length >= count * 0.4, 300);
    victim.kill('SIGKILL');
    await until('three fifths', () => mail.taken.length >= count * 0.6, 300);
    mail.dropAll();
    if (survivor.exitCode === null) await once(survivor, 'exit');
    return { twice: doubled(mail.taken.map(({ to }) => to)) };
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await mail.close();
    await database.close();
  }
}
