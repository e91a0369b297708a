import type { Staff } from '#platform/http';
import { type StaffIdentity, type StaffRoom, staffRooms } from '#ui';
import { decide } from './decide.ts';

/** What one must be allowed to do to have anything to do in a room. */
const actions: Readonly<Record<StaffRoom, string>> = {
  counter: 'counter:read',
  concierge: 'concierge:read',
  manual: 'manual:read',
  inventory: 'inventory:read',
  waiting: 'waiting:read',
  simulation: 'simulation:use',
  displays: 'display:list',
  emergency: 'case:breakGlass',
  people: 'account:list',
  hall: 'hall:read',
  devices: 'device:list',
  printers: 'printer:list',
  machines: 'machine:list',
  booking: 'booking:list',
  messages: 'message:list',
  audit: 'audit:read',
  account: 'account:read',
};

/** The rooms that someone may open, in the order of the left edge; some ask for a new proof of identity at the door. */
export function roomsOf(staff: Staff): readonly StaffRoom[] {
  return staffRooms.map(({ id }) => id).filter((room) => mayOpen(staff, room));
}

/** The departments by id, as the inventory has them. */
export interface DepartmentNames {
  readonly departmentById: ReadonlyMap<string, { readonly name: { readonly ja: string } }>;
}

/** Who is signed in, as the frame of a page shows them: with the department by its name and the rooms that are open to them. */
export function shownStaff(staff: Staff, { departmentById }: DepartmentNames): StaffIdentity {
  const { name, department } = staff;
  return { name, department: departmentById.get(department)?.name.ja ?? department, rooms: roomsOf(staff) };
}

/** Where someone's work begins: the first of their rooms. */
export function homeOf(staff: Staff): string {
  return staffRooms.find(({ id }) => mayOpen(staff, id))?.href ?? '/staff/account';
}

function mayOpen(staff: Staff, room: StaffRoom): boolean {
  const decision = decide(staff, actions[room], { kind: 'route' }, { now: staff.authenticatedAt });
  return decision.permit;
}
