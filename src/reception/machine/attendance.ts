import { newId } from '#platform/codes';
import { describeError } from '#platform/log';
import type { Hall } from '../queue/commands.ts';
import { writeFeed } from './feed.ts';
import { createFolderReader, type FolderState } from './folder.ts';
import { connectToMachine, type LineParts, listenForLines, readAddress } from './lines.ts';
import { letLineGo, takeLine } from './machine-store.ts';
import type { Machine } from './settings.ts';

/** How the ways to a machine stand in this process. */
export interface WayState {
  readonly folder: FolderState | null;
  /** Why nothing can be written into its folder. */
  readonly outProblem: string | null;
  /** Whether the line to it is up; null where this process holds none. */
  readonly isConnected: boolean | null;
}

/** Everything that goes on with the machines beside requests. */
export interface Attendance {
  /** Where machines and agents connect to; null when nobody listens here. */
  readonly port: number | null;
  stateOf(machineId: string): WayState;
  stop(): Promise<void>;
}

export interface AttendanceParts extends LineParts {
  readonly hall: Hall;
  /** Where to listen for lines; nowhere without it. */
  readonly listen?: { readonly host: string; readonly port: number } | undefined;
}

export const machineEvents = {
  'machine.lineFailed': { level: 'error', fields: ['error', 'code', 'at'] },
  'machine.failed': { level: 'error', fields: ['machine', 'error', 'code', 'at'] },
  'machine.notListening': { level: 'warning', fields: ['port', 'code'] },
} as const;

/** How often folders are looked at, and how often what waits is tried again; milliseconds. */
const look = 1_000;
const tryAgain = 15_000;
const holdLine = 10_000;

const nothing: WayState = { folder: null, outProblem: null, isConnected: null };

/** Looks after all machines of the hall until it is stopped: folders, lines, and what waits. */
export async function attendMachines(parts: AttendanceParts): Promise<Attendance> {
  const { inbox, hall, clock, log, listen } = parts;
  const { kysely } = hall.database;
  const reader = newId();
  const folders = createFolderReader(inbox);
  const states = new Map<string, WayState>();
  const lines = new Map<string, { address: string; line: ReturnType<typeof connectToMachine> }>();
  const server =
    listen &&
    (await listenForLines(parts, listen).catch((error: NodeJS.ErrnoException) => {
      // Another process on this machine listens already; it takes the lines for both.
      log.event('machine.notListening', { port: listen.port, code: error.code });
      return undefined;
    }));
  let triedAt = Number.NEGATIVE_INFINITY;

  /** Holds the line to a machine that we connect to, while no other process does. */
  async function holdTheLine(machine: Machine): Promise<boolean | null> {
    const typed = machine.settings.connect;
    const address = typed === null ? undefined : readAddress(typed);
    const now = clock.now();
    const isOurs =
      address !== undefined && (await takeLine(kysely, machine.id, reader, now, new Date(now.getTime() + holdLine)));
    const held = lines.get(machine.id);
    if (held !== undefined && (!isOurs || held.address !== typed)) {
      held.line.close();
      lines.delete(machine.id);
    }
    if (!isOurs || address === undefined || typed === null) return null;
    const line = lines.get(machine.id)?.line ?? connectToMachine(parts, machine.id, address);
    lines.set(machine.id, { address: typed, line });
    return line.isConnected();
  }

  async function attend(machine: Machine, isTime: boolean): Promise<void> {
    const folder = machine.settings.folder === null ? null : await folders.look(machine, clock.today());
    const outProblem = await writeFeed(hall, machine).then(
      () => null,
      () => `フォルダー「${machine.settings.outFolder}」に書けません。場所と権限を確かめてください。`,
    );
    states.set(machine.id, { folder, outProblem, isConnected: await holdTheLine(machine) });
    if (isTime) await inbox.applyOpen(machine);
  }

  async function round(): Promise<void> {
    const now = performance.now();
    const isTime = now - triedAt >= tryAgain;
    if (isTime) triedAt = now;
    const machines = await inbox.machines();
    for (const [id, { line }] of lines) {
      if (machines.some((machine) => machine.id === id)) continue;
      line.close();
      lines.delete(id);
    }
    for (const machine of machines) {
      await attend(machine, isTime).catch((error: unknown) =>
        log.event('machine.failed', { machine: machine.id, ...describeError(error) }),
      );
    }
  }

  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const next = () => {
    running = round()
      .catch((error: unknown) => log.event('machine.failed', { ...describeError(error) }))
      .then(() => {
        if (!isStopping) timer = setTimeout(next, look);
      });
  };
  next();
  return {
    port: server?.port ?? null,
    stateOf: (machineId) => states.get(machineId) ?? nothing,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await running;
      clearTimeout(timer);
      for (const { line } of lines.values()) line.close();
      await letLineGo(kysely, reader);
      await server?.close();
    },
  };
}
