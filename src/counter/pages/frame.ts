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

/** Whole minutes between two instants. */
export const minutesSince = (from: Date, to: Date): number => Math.floor((to.getTime() - from.getTime()) / 60_000);
