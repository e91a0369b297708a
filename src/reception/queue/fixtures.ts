import { createHash, generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Inventory } from '#inventory';
import { openAudit } from '#platform/audit';
import { type Clock, toDay } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { createHallSettings, type HallSettings } from '../hall/settings.ts';
import type { Appointments } from './appointments.ts';
import type { SeatCommand } from './calling.ts';
import { seatsOf } from './hall-store.ts';
import { createReception, type ReceptionService } from './service.ts';

interface SampleProcedure {
  id: string;
  floor?: number;
  window?: string;
  place: string;
  after?: string[];
  minutes: number;
}

/** A city hall in small: five places on three floors, and one office elsewhere. */
const sampleProcedures: readonly SampleProcedure[] = [
  { id: 'tennyu', floor: 1, window: '3', place: '総合庁舎1階 3番窓口', minutes: 20 },
  { id: 'kokuho', floor: 1, window: '3', place: '総合庁舎1階 3番窓口(発券機で番号札)', after: ['tennyu'], minutes: 15 },
  { id: 'shoumei', floor: 1, window: '5', place: '総合庁舎1階 5番窓口', minutes: 5 },
  { id: 'card', floor: 2, window: '12', place: '総合庁舎2階 12番窓口', after: ['tennyu'], minutes: 15 },
  { id: 'kaigo', floor: 2, window: '14', place: '総合庁舎2階 14番窓口', after: ['tennyu'], minutes: 10 },
  { id: 'jidou', floor: 3, place: '総合庁舎3階 子育て助成課(0166-25-6446)', after: ['tennyu', 'kokuho'], minutes: 20 },
  { id: 'suidou', place: '水道局 料金担当(場所・受付方法は未確認)', minutes: 10 },
];

/** An inventory with the sample procedures and only the parts that the reception reads. */
export function sampleInventory(extra: readonly SampleProcedure[] = []): Inventory {
  const procedures = [...sampleProcedures, ...extra].map(({ id, floor, window, place, after = [], minutes }) => ({
    id,
    name: { ja: id },
    counter: { department: 'shiminka', floor, window, place, verified: true },
    duration: { counterMinutes: minutes, confidence: 'estimate' },
    order: { after },
  }));
  return {
    revision: createHash('sha256').update(JSON.stringify(procedures)).digest('hex'),
    city: { name: { ja: '旭川市' }, hall: { name: { ja: '総合庁舎' } } },
    departments: [{ id: 'shiminka', name: { ja: '市民課' } }],
    departmentById: new Map([['shiminka', { id: 'shiminka', name: { ja: '市民課' } }]]),
    procedures,
    procedureById: new Map(procedures.map((procedure) => [procedure.id, procedure])),
  } as unknown as Inventory;
}

/** A small generator with a seed, so that a failure can be run again (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A clock that a test moves by hand. */
export function movableClock(start: string): Clock & { forward(minutes: number): void } {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now),
    today: () => toDay(new Date(now)),
    forward: (minutes) => {
      now += minutes * 60_000;
    },
  };
}

/** A furnished reception over a test database. */
export async function sampleReception(
  database: Database,
  clock: Clock,
  inventory: () => Inventory = () => sampleInventory(),
  appointments?: Appointments,
): Promise<ReceptionService> {
  const reception = createReception({
    database,
    clock,
    inventory,
    appointments,
    tokenOf: (visitId) => createHash('sha256').update(visitId).digest('base64url').slice(0, 22),
  });
  await reception.furnish();
  return reception;
}

/** The sample hall as other modules' fixtures take it: they do not reach in here themselves. */
export const sampleHall = (clock: ReturnType<typeof movableClock>) => ({
  clock,
  inventory: () => sampleInventory(),
  reception: (database: Database, inventory: () => Inventory) => sampleReception(database, clock, inventory),
});

/** What managers set about the hall of a reception. */
export function sampleSettings(database: Database, clock: Clock, { facilityId }: ReceptionService): HallSettings {
  const signingKey = generateKeyPairSync('ed25519').privateKey;
  const audit = openAudit({ database, clock, signingKey, dataFolder: tmpdir() });
  return createHallSettings({ database, audit, facilityId });
}

/** Somebody comes for some procedures. */
export function arrive(
  reception: ReceptionService,
  procedures: readonly string[],
  more: { priorityReason?: string } = {},
) {
  return reception.checkIn({
    commandId: newId(),
    actor: 'visitor',
    source: 'kiosk',
    language: 'ja',
    caseId: null,
    procedures,
    ...more,
  });
}

/** A member of staff sits down at a place; gives what makes their commands. */
export async function sitDown(
  database: Database,
  reception: ReceptionService,
  serviceId: string,
  seatNumber = 1,
): Promise<{ counterId: number; command: () => SeatCommand; on: (legId: string) => SeatCommand & { legId: string } }> {
  const seats = await seatsOf(database.kysely, reception.facilityId);
  const seat = seats.find((one) => one.serviceId === serviceId && one.number === seatNumber);
  if (!seat) throw new Error(`no seat ${seatNumber} at ${serviceId}`);
  const actor = newId();
  await reception.takeSeat(seat.id, actor);
  const command = (): SeatCommand => ({ commandId: newId(), actor, counterId: seat.id });
  return { counterId: seat.id, command, on: (legId) => ({ ...command(), legId }) };
}
