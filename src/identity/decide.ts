import type { Decision, Staff, Subject } from '#platform/http';
import { type Assignment, type EntryItem, groundOf, mayReadEntry } from './entry-access.ts';
import { type Grantee, type Permission, permissions } from './permissions.ts';

/** What is acted on: a route as such, a counter, or a case. */
export type Resource =
  | { readonly kind: 'route' }
  | { readonly kind: 'counter'; readonly counter: string }
  | {
      readonly kind: 'case';
      readonly caseId: string;
      /** Departments of the procedures of this case. */
      readonly departments: readonly string[];
      /** Whether the person is under protection (支援措置). Not known counts as yes. */
      readonly protected: boolean | undefined;
      /** The entries that are asked for; `fields` of the decision names those that may be seen. */
      readonly items?: readonly EntryItem[];
    };

type CaseResource = Extract<Resource, { kind: 'case' }>;

export interface Context {
  readonly now: Date;
  /** How they stand to the visitor of the case; see `Assignment`. */
  readonly assigned?: boolean;
  readonly expected?: boolean;
  /** Whether they opened it as an emergency, within the last half hour. */
  readonly emergency?: boolean;
}

/** How long a proof of identity counts as recent, in milliseconds. */
const recent = 5 * 60_000;

/**
 * The one function that permits or denies. Pure; what no line of the permission table gives is denied. Codes: `unlisted`,
 * `signIn` (some member of staff may), `role`, `stepUp`, `otherCounter`, `notYours`, `protected`, `notAssigned`.
 */
export function decide(subject: Subject, action: string, resource: Resource, context: Context): Decision {
  const permission = Object.hasOwn(permissions, action) ? permissions[action] : undefined;
  if (permission === undefined) return deny('unlisted');
  const grantees = granteesOf(subject);
  if (!permission.who.some((grantee) => grantees.includes(grantee))) {
    return deny(subject.kind === 'staff' || !isForStaff(permission) ? 'role' : 'signIn');
  }
  if (permission.stepUp && !isRecent(subject, context.now)) return deny('stepUp');
  if (resource.kind === 'route') return { permit: true };
  return resource.kind === 'counter'
    ? decideCounter(subject, resource.counter)
    : decideCase(subject, resource, context);
}

/** Whether staff proved who they are within the last five minutes. */
export function isRecent(subject: Subject, now: Date): boolean {
  return subject.kind === 'staff' && now.getTime() - subject.authenticatedAt.getTime() <= recent;
}

/** Who is in charge of certain counters works at those; who is in charge of none in particular, at any. */
function decideCounter(subject: Subject, counter: string): Decision {
  if (subject.kind !== 'staff' || subject.counters.length === 0 || subject.counters.includes(counter)) {
    return { permit: true };
  }
  return deny('otherCounter');
}

function decideCase(subject: Subject, resource: CaseResource, context: Context): Decision {
  const { departments, caseId, items = [] } = resource;
  const { assigned = false, expected = false, emergency = false } = context;
  const assignment: Assignment = { departments, assigned, expected, emergency };
  if (subject.kind === 'anonymous') return deny('notYours');
  if (subject.kind === 'resident' && subject.caseId !== caseId) return deny('notYours');
  if (subject.kind === 'staff') {
    const code = staffObstacle(subject, resource, assignment);
    if (code !== undefined) return deny(code);
  }
  // A machine acts on a case (checks it in) but is never told what is in it.
  return {
    permit: true,
    fields: items.filter((item) => mayReadEntry(subject, item, assignment)).map(({ name }) => name),
  };
}

/** Need to know: a ground to open the case; a protected person's only by those who serve them, or in an emergency. */
function staffObstacle(staff: Staff, resource: CaseResource, assignment: Assignment): string | undefined {
  const ground = groundOf(staff, assignment);
  if (ground === 'assigned' || ground === 'emergency') return undefined;
  if (resource.protected !== false) return 'protected';
  return ground === undefined ? 'notAssigned' : undefined;
}

function granteesOf(subject: Subject): readonly string[] {
  if (subject.kind === 'staff') return subject.roles;
  if (subject.kind !== 'device') return [subject.kind];
  return [subject.device === 'concierge' ? 'conciergeDevice' : subject.device];
}

const notStaff = new Set<Grantee>(['anonymous', 'resident', 'kiosk', 'display', 'conciergeDevice']);

const isForStaff = ({ who }: Permission): boolean => who.some((grantee) => !notStaff.has(grantee));

const deny = (code: string): Decision => ({ permit: false, code });
