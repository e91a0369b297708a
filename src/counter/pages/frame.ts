import type { Inventory } from '#inventory';
import type { Staff } from '#platform/http';
import type { Seat } from '#reception';

/** Address of a desk with what is open on it: a visitor's leg, a view, a step. */
export function deskPath(
  desk: { seat: Pick<Seat, 'id'> },
  open: { leg?: string; tab?: string; step?: string },
): string {
  const chosen = Object.entries(open).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const query = new URLSearchParams(chosen).toString();
  return `/counter/${desk.seat.id}${query && `?${query}`}`;
}

/** Who is signed in, with the department by its name. */
export function shownStaff({ name, department }: Staff, inventory: Inventory): { name: string; department: string } {
  return { name, department: inventory.departmentById.get(department)?.name.ja ?? department };
}
