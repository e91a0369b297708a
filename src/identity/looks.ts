import type { AuditRow } from '#platform/audit';
import { type Day, toDay } from '#platform/clock';
import type { Ground } from './entry-access.ts';

/** Why staff looked, as a resident is told. */
export type LookReason = Ground | 'other';

/** Looks of one department at a case on one day, for one reason. */
export interface Look {
  readonly day: Day;
  readonly from: Date;
  readonly until: Date;
  readonly by: 'staff' | 'device';
  /** Id of the department of the staff, as far as it is known. */
  readonly department: string | undefined;
  readonly reason: LookReason;
}

const grounds: readonly string[] = [
  'assigned',
  'emergency',
  'expected',
  'department',
  'reception',
] satisfies readonly Ground[];

/**
 * Who looked at a case, as its resident may know: departments and times, no names, newest first. What the resident did
 * and what was denied is left out. `departmentOf` gives the department of a member of staff by their id.
 */
export function looksOf(
  rows: readonly AuditRow[],
  departmentOf: (staffId: string) => string | undefined,
): readonly Look[] {
  const looks = new Map<string, Look>();
  for (const { actor, at, purpose, outcome } of rows) {
    const [kind, id = ''] = actor.split(':');
    if (outcome !== 'done' || (kind !== 'staff' && kind !== 'device')) continue;
    const department = kind === 'staff' ? departmentOf(id) : undefined;
    const reason = purpose !== null && grounds.includes(purpose) ? (purpose as Ground) : 'other';
    const day = toDay(at);
    const key = [day, kind, department, reason].join(' ');
    const known = looks.get(key);
    looks.set(key, { day, from: known?.from ?? at, until: at, by: kind, department, reason });
  }
  return [...looks.values()].toSorted((one, other) => other.until.getTime() - one.until.getTime());
}
