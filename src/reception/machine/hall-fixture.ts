import { instantOf } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Hall } from '../queue/commands.ts';
import { movableClock, sampleReception } from '../queue/fixtures.ts';
import { seatsOf } from '../queue/hall-store.ts';
import { queueRules } from '../queue/rules.ts';
import type { ReceptionService } from '../queue/service.ts';
import { createInbox, type MachineInbox } from './inbox.ts';
import { insertMachine, machineById } from './machine-store.ts';
import { type Machine, machineSettings } from './settings.ts';

export const day = '2026-11-25';

/** A hall in the evening, with a machine whose numbers `A` and `B` are followed here. */
export interface MachineHall {
  reception: ReceptionService;
  hall: Hall;
  inbox: MachineInbox;
  machine: Machine;
  clock: ReturnType<typeof movableClock>;
  /** What the city's screens would show of the day, without times of our own. */
  state(): Promise<unknown[]>;
}

/** Names of the machine for the seats of the sample hall. */
export const counterNames = ['窓口1', '窓口2', '窓口3'];

export async function machineHall(
  database: Database,
  more: Partial<Machine['settings']> = {},
  id = 'entrance',
): Promise<MachineHall> {
  const clock = movableClock(instantOf(day, '20:00').toISOString());
  const reception = await sampleReception(database, clock);
  const { facilityId } = reception;
  const hall: Hall = { database, clock, facilityId, rules: async () => queueRules.parse({}) };
  const seats = await seatsOf(database.kysely, facilityId);
  const seatAt = (serviceId: string) => seats.find((seat) => seat.serviceId === serviceId)?.id ?? 0;
  const settings = machineSettings.parse({
    series: [
      { machine: 'A', ours: 'MA', leads: 'machine', serviceId: '1階 3番窓口' },
      { machine: 'B', ours: 'MB', leads: 'machine', serviceId: '1階 5番窓口' },
    ],
    services: { K2: '2階 12番窓口' },
    counters: {
      窓口1: seatAt('1階 3番窓口'),
      窓口2: seatAt('1階 5番窓口'),
      窓口3: seatAt('2階 12番窓口'),
    },
    ...more,
  });
  await database.transaction((transaction) =>
    insertMachine(transaction, { id, facilityId, name: '入口の発券機', settings }, clock.now()),
  );
  const machine = await machineById(database.kysely, id);
  if (machine === null) throw new Error('the machine is not there');
  const inbox = createInbox({
    hall,
    citySecret: Buffer.alloc(32, 7),
    checkIn: (arrival) => reception.checkIn(arrival),
  });
  return { reception, hall, inbox, machine, clock, state: () => hallState(database) };
}

/** Every number of the hall with its places, and what waits in the inbox. */
export async function hallState(database: Database): Promise<unknown[]> {
  const { pool } = database;
  const numbers = await pool.query(`
    select visit.series, visit.number, visit.state, visit.arrived_at, leg.position, leg.service_id, leg.state as leg,
      leg.counter_id, leg.call_count, leg.called_at, leg.serving_at, leg.ended_at
    from visit left join leg on leg.visit_id = visit.id order by visit.series, visit.number, leg.position`);
  const open = await pool.query(`select kind, series, number, happened_at, error from machine_inbox
    where state <> 'applied' order by series, number, happened_at, kind`);
  return [...numbers.rows, ...open.rows];
}
