import type { Staff, Subject } from '#platform/http';

/** How much an entry of the inventory says about a person, and who else may see it. */
export interface EntryItem {
  readonly name: string;
  readonly class: 'plain' | 'personal' | 'sensitive' | 'counterOnly';
  /** Departments that may see it, instead of the departments of the case's procedures. */
  readonly visibleTo?: readonly string[];
}

/** How a member of staff stands to a case. */
export interface Assignment {
  /** Departments of the procedures of this case. */
  readonly departments: readonly string[];
  /** Whether the visitor of the case is at their counter now. */
  readonly assigned: boolean;
  /** Whether the visitor is in the hall today and comes, or came, to a counter of theirs. */
  readonly expected?: boolean;
  /** Whether they opened it as an emergency (非常時の閲覧), with a reason that somebody else reviews. */
  readonly emergency?: boolean;
}

const readsPersonal = new Set(['counter', 'remote']);
const receives = new Set(['reception', 'concierge', 'phone']);
const readsPlain = new Set([...readsPersonal, ...receives]);

/**
 * Whether a subject may see one entry of a case that they may open. Personal entries are for the departments of the
 * case's procedures, sensitive ones need the assignment as well; an emergency stands for both. Devices see none.
 * Default: no.
 */
export function mayReadEntry(subject: Subject, item: EntryItem, assignment: Assignment): boolean {
  if (subject.kind === 'resident') return item.class !== 'counterOnly';
  if (subject.kind !== 'staff') return false;
  if (item.class === 'plain') return hasRole(subject, readsPlain);
  if (!hasRole(subject, readsPersonal)) return false;
  if (assignment.emergency) return true;
  if (!(item.visibleTo ?? assignment.departments).includes(subject.department)) return false;
  return item.class === 'personal' || assignment.assigned;
}

/**
 * On what ground staff open a case, as the trail of looks names it: the visitor is at their counter, an emergency, the
 * visitor is to come to their counter today, their department is concerned, or they receive visitors and see plain facts
 * of all. Undefined: on none.
 */
export type Ground = 'assigned' | 'emergency' | 'expected' | 'department' | 'reception';

export function groundOf(staff: Staff, { departments, assigned, expected, emergency }: Assignment): Ground | undefined {
  if (assigned) return 'assigned';
  if (emergency) return 'emergency';
  const concerned = departments.includes(staff.department);
  // Who both receives and serves looks as the one who sees more.
  if (concerned && (hasRole(staff, readsPersonal) || !hasRole(staff, receives)))
    return expected ? 'expected' : 'department';
  return hasRole(staff, receives) ? 'reception' : undefined;
}

function hasRole(staff: Staff, wanted: ReadonlySet<string>): boolean {
  return staff.roles.some((role) => wanted.has(role));
}
