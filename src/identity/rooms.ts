import type { Staff } from '#platform/http';
import { type StaffIdentity, type StaffRoom, staffRooms } from '#ui';
import { decide } from './decide.ts';

/** What one must be allowed to do to have anything to do in a room. */
const actions: Readonly<Record<StaffRoom, string>> = {
  counter: 'counter:read',
  concierge: 'concierge:read',
  manual: 'manual:read',
  // All staff read what the inventory says in the manual; its own room is for those who correct it.
  inventory: 'inventory:edit',
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

/** Rooms that everybody has, and where nobody's work begins who has another one. */
const common: readonly StaffRoom[] = ['manual', 'account'];

/** Where someone's work begins: the first of the rooms that are theirs and not everybody's. */
export function homeOf(staff: Staff): string {
  const open = staffRooms.filter(({ id }) => mayOpen(staff, id));
  return (open.find(({ id }) => !common.includes(id)) ?? open[0])?.href ?? '/staff/account';
}

function mayOpen(staff: Staff, room: StaffRoom): boolean {
  const decision = decide(staff, actions[room], { kind: 'route' }, { now: staff.authenticatedAt });
  return decision.permit;
}
