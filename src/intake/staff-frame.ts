import { roomsOf } from '#identity';
import type { Inventory } from '#inventory';
import type { Staff } from '#platform/http';
import type { StaffIdentity } from '#ui';

/** Who is signed in, with the department by its name and the rooms that are open to them. */
export function shownStaff(staff: Staff, inventory: Inventory): StaffIdentity {
  const { name, department } = staff;
  return { name, department: inventory.departmentById.get(department)?.name.ja ?? department, rooms: roomsOf(staff) };
}
