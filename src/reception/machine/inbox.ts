import { createHmac } from 'node:crypto';
import { type Day, toDay } from '#platform/clock';
import { type ApplyParts, applyTicket, contextOf } from './apply.ts';
import {
  decideMessage,
  forgetMessages,
  insertMessages,
  messageBySequence,
  type NewMessage,
  openTickets,
  readAgain,
  type TicketKey,
} from './inbox-store.ts';
import * as store from './machine-store.ts';
import { type Entry, readLine } from './records.ts';
import { type Machine, type MachineSettings, machineName } from './settings.ts';

export interface InboxParts extends ApplyParts {
  /** A secret of the city from which the secrets of the machines are made. */
  readonly citySecret: Buffer;
}

/** What became of some entries. */
export interface Taken {
  readonly taken: number;
  /** Known already. */
  readonly known: number;
  readonly refused: readonly { readonly index: number; readonly sentence: string }[];
}

/** What ticket machines say is taken once, and applied as soon as it can be. */
export interface MachineInbox {
  machines(): Promise<Machine[]>;
  find(id: string): Promise<Machine | null>;
  /** The secret by which a machine shows that it is the one it says; it is made, not kept. */
  secretOf(machine: Pick<Machine, 'id' | 'secretVersion'>): string;
  /** Takes what a machine says. Those that are known change nothing; when this ends, they are kept. */
  take(machine: Machine, entries: readonly Entry[]): Promise<Taken>;
  /** Tries again what waits today; gives how many numbers. */
  applyOpen(machine: Machine): Promise<number>;
  /** Tries one message again; with `force`, without what should have come before it. */
  again(machine: Machine, sequence: string, decision: { actor: string; force: boolean }): Promise<void>;
  /** Sets one message aside, with the reason. */
  setAside(machine: Machine, sequence: string, decision: { actor: string; why: string }): Promise<void>;
  /** Forgets what is kept long enough; gives how much. */
  expire(): Promise<number>;
}

/** So many days what a machine said can be looked up. */
const daysKept = 90;
/** A signature is refused by its age after five minutes; it is known for longer. */
const signatureKept = 24 * 3_600_000;
/** So many in one statement. */
const atOnce = 500;

function newMessage({ messageId, raw, origin, reading }: Entry, today: Day): NewMessage {
  const common = { messageId: messageId.slice(0, 200), raw, origin };
  if ('problem' in reading) {
    const nothing = { kind: null, series: null, number: null, at: null, counter: null, service: null };
    return { ...common, ...nothing, day: today, error: reading.problem };
  }
  const { kind, series, number, at, counter = null, service = null } = reading.message;
  return { ...common, day: toDay(at), kind, series, number, at, counter, service, error: null };
}

const nameOf = ({ day, series, number }: TicketKey): string => JSON.stringify([day, series, number]);

export function createInbox(parts: InboxParts): MachineInbox {
  const { hall, citySecret } = parts;
  const { database, clock, facilityId } = hall;

  async function applyAll(machine: Machine, keys: readonly TicketKey[]): Promise<void> {
    if (keys.length === 0) return;
    const context = await contextOf(hall, machine);
    for (const key of new Map(keys.map((key) => [nameOf(key), key])).values()) await applyTicket(parts, context, key);
  }

  return {
    machines: () => store.machinesOf(database.kysely, facilityId),
    // What cannot be a name is the name of none; the database is not asked for it.
    find: async (id) => (machineName.test(id) ? store.machineById(database.kysely, id) : null),
    secretOf: ({ id, secretVersion }) =>
      createHmac('sha256', citySecret).update(`${id}|${secretVersion}`).digest('base64url').slice(0, 32),

    async take(machine, entries) {
      const today = clock.today();
      const messages = entries.map((entry) => newMessage(entry, today));
      const refused = messages.flatMap(({ error }, index) => (error === null ? [] : [{ index, sentence: error }]));
      let taken = 0;
      for (let from = 0; from < messages.length; from += atOnce) {
        const some = messages.slice(from, from + atOnce);
        const fresh = await insertMessages(database.kysely, machine.id, some, clock.now());
        taken += fresh.size;
        const keys = some.flatMap(({ messageId, day, series, number }) =>
          fresh.has(messageId) && series !== null && number !== null ? [{ day, series, number }] : [],
        );
        await applyAll(machine, keys);
      }
      return { taken, known: messages.length - taken, refused };
    },

    async applyOpen(machine) {
      const open = await openTickets(database.kysely, machine.id, clock.today());
      await applyAll(machine, open);
      return open.length;
    },

    async again(machine, sequence, { actor, force }) {
      const message = await messageBySequence(database.kysely, machine.id, sequence);
      if (message === null) return;
      if (message.state === 'refused') {
        const { raw, origin, messageId } = message;
        const read = readLine(raw, { settings: machine.settings, day: message.day, origin });
        if (read === null) return;
        const again = newMessage({ ...read, messageId }, message.day);
        await database.transaction((transaction) => readAgain(transaction, sequence, again));
      } else if (force) {
        await database.transaction((transaction) => decideMessage(transaction, sequence, { force, actor }));
      }
      const now = await messageBySequence(database.kysely, machine.id, sequence);
      if (now?.series !== undefined && now.number !== undefined) {
        await applyAll(machine, [{ day: now.day, series: now.series, number: now.number }]);
      }
    },

    setAside: (_machine, sequence, { actor, why }) =>
      database.transaction((transaction) => decideMessage(transaction, sequence, { aside: why, actor })),

    async expire() {
      const now = clock.now().getTime();
      await store.forgetSignatures(database.kysely, new Date(now - signatureKept));
      return forgetMessages(database.kysely, toDay(new Date(now - daysKept * 86_400_000)));
    },
  };
}

/** Reads lines of a machine as its settings say. */
export function readLines(
  lines: readonly string[],
  { settings, day, origin }: { settings: MachineSettings; day: Day; origin: (line: number) => string },
): Entry[] {
  return lines.flatMap((line, index) => readLine(line, { settings, day, origin: origin(index + 1) }) ?? []);
}
