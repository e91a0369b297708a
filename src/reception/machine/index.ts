import type { Inventory } from '#inventory';
import type { Audit } from '#platform/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Application } from '#platform/http';
import type { KeyRing } from '#platform/keys';
import type { Log } from '#platform/log';
import type { Hall } from '../queue/commands.ts';
import type { ReceptionService } from '../queue/service.ts';
import { addMachineApi } from './api.ts';
import { type Attendance, attendMachines, machineEvents } from './attendance.ts';
import { createInbox } from './inbox.ts';
import { addMachineRoutes } from './routes.tsx';

export { machineFeedDescription, machineMessagesDescription } from './api.ts';

/** What the ticket machines stand on. */
export interface MachineParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly log: Log;
  readonly keys: Pick<KeyRing, 'secret'>;
  readonly inventory: () => Inventory;
  readonly reception: Pick<ReceptionService, 'facilityId' | 'rules' | 'checkIn'>;
}

/** The ticket machines of the hall. */
export interface TicketMachines {
  /** Looks after folders and lines until it is stopped. */
  attend(listen?: { host: string; port: number }): Promise<Attendance>;
  /** Forgets what is kept long enough. */
  expire(): Promise<number>;
}

/** Adds the API and the pages of the ticket machines. */
export function registerMachines(app: Application, parts: MachineParts): TicketMachines {
  const { database, clock, audit, log, keys, inventory, reception } = parts;
  const { facilityId, rules } = reception;
  log.declare(machineEvents);
  const hall: Hall = { database, clock, facilityId, rules };
  const checkIn = (arrival: Parameters<ReceptionService['checkIn']>[0]) => reception.checkIn(arrival);
  const inbox = createInbox({ hall, checkIn, citySecret: keys.secret('reception.machine') });
  let attendance: Attendance | undefined;
  addMachineApi(app, { hall, inbox });
  addMachineRoutes(app, { hall, inbox, audit, inventory, attendance: () => attendance });
  return {
    async attend(listen) {
      attendance = await attendMachines({ inbox, hall, clock, log, listen });
      return attendance;
    },
    expire: inbox.expire,
  };
}
