import type { Facts } from '#rules';
import type { Use } from './fields.ts';
import { applicantRole, deceasedRole, type IntakeForm, type PersonRole } from './form.ts';

/**
 * The places that are taken at first. Whoever files for a moving family moves too, is the guardian, claims the allowance and
 * owns the dog: the person who files takes the places whose first source is the applicant, except where one form has several
 * of them (husband and wife cannot both be the person who files). Everybody takes the places that a whole family shares. A
 * proxy takes none. After a death it is the deceased who was insured, owned and held the contracts.
 */
export function suggestPlaces(
  roles: readonly PersonRole[],
  uses: readonly Use[],
  facts: Facts,
): IntakeForm['suggested'] {
  const held = heldByDeceased(roles, facts);
  const likely = roles.filter(({ key, likely: sources }) => sources[0] === applicantRole && !held.includes(key));
  const formsOf = (key: string): string[] =>
    uses.flatMap((use) => (use.as === 'column' && use.roles.includes(key) ? [use.reference.procedure] : []));
  const alone = likely.filter(({ key }) =>
    likely.every((other) => other.key === key || !shareAny(formsOf(key), formsOf(other.key))),
  );
  const shared = roles.filter((role) => isShared(role, facts)).map(({ key }) => key);
  const own = facts.isAgent === true ? [] : [...alone.map(({ key }) => key), ...shared];
  return { applicant: [...new Set(own)], others: shared, deceased: held };
}

const holderRoles = ['insured', 'owner', 'waterUser'];

/** What the deceased was, when the family came for nothing but the death; else it may as well be one of the living. */
function heldByDeceased(roles: readonly PersonRole[], { events }: Facts): string[] {
  const onlyDeath = Array.isArray(events) && events.length === 1 && events[0] === 'shibou';
  if (!onlyDeath || !roles.some(({ key }) => key === deceasedRole)) return [];
  return roles.filter(({ role }) => holderRoles.includes(role)).map(({ key }) => key);
}

/** A family moves together; and it is insured together when all its members will have the same insurance of the city. */
function isShared({ role, likely, maximum }: PersonRole, { insurance }: Facts): boolean {
  if (maximum === 1) return false;
  const onlyCity = Array.isArray(insurance) && insurance.length === 1 && insurance[0] === 'kokuho';
  return role === 'insured' ? onlyCity : likely[0] === applicantRole && likely.includes('family');
}

function shareAny(left: readonly string[], right: readonly string[]): boolean {
  return left.some((item) => right.includes(item));
}
