import type { Entry, Field, Inventory, Procedure } from '#inventory';
import { applicantRole, type CounterItem, type FieldReference } from './form.ts';

/** A field of a group: as a field, without fields of its own. */
export type InnerField = NonNullable<Field['fields']>[number];

/** What a field of a form is to the merged form. */
export type Use =
  | { readonly as: 'counter'; readonly item: CounterItem }
  | (Shared & { readonly as: 'role'; readonly key: string; readonly many: boolean })
  | (Shared & { readonly as: 'column'; readonly key: string; readonly roles: readonly string[] })
  | (Shared & { readonly as: 'question'; readonly key: string; readonly own: boolean });

interface Shared {
  readonly reference: FieldReference;
  readonly field: Field | InnerField;
  readonly entry: Entry;
}

/** What makes a person the same person in every role, and what is theirs in each: typed once in the list of persons. */
const identity = new Set(['fullName', 'fullNameKana', 'dateOfBirth', 'sex', 'residenceCardNumber']);

const counterTypes = new Set(['mynumber', 'pin', 'scan']);

/**
 * Every use of every field of a procedure's form, in the order of the form. A second field of the same role and entry beside
 * the first (the old and the right reading of a name) is a question of its own. Throws when the form names an unknown entry.
 */
export function usesOf(procedure: Procedure, inventory: Inventory): Use[] {
  const { fields } = procedure.form;
  const roleKeys = roleKeysOf(procedure);
  const seen = new Set<string>();
  const use = (field: Field | InnerField, path: string, group: Field | null): Use => {
    const entry = inventory.entryById.get(field.entry);
    if (!entry) throw new Error(`Unknown entry ${field.entry} in ${procedure.id}`);
    const reference = { procedure: procedure.id, field: path };
    if (isForCounter(field, entry)) return counterUse(reference, field, entry);
    const shared = { reference, field, entry };
    const own = `${procedure.id}.${path}`;
    const again = group === null && seen.has(`${field.role}.${field.entry}`);
    seen.add(`${field.role}.${field.entry}`);
    if (!entry.shared || again) return { ...shared, as: 'question', key: own, own: true };
    if (!identity.has(entry.name) && !isPersonRepeat(group)) {
      return { ...shared, as: 'question', key: `${field.role}.${entry.name}`, own: false };
    }
    const roles =
      group && isPerson(group) && group.role === field.role ? [roleKeys.get(group.id) ?? field.role] : [field.role];
    return { ...shared, as: 'column', key: `people.${entry.name}`, roles };
  };
  return fields.flatMap((field) => {
    if (!field.fields) return [use(field, field.id, null)];
    const inner = field.fields.map((innerField) => use(innerField, `${field.id}/${innerField.id}`, field));
    if (isPerson(field)) return [roleUse(procedure, field, roleKeys, inventory), ...inner];
    return field.type === 'repeat' ? [linesUse(procedure, field, inventory)] : inner;
  });
}

function isPerson(field: Field): boolean {
  return field.entry === 'person' && field.fields !== undefined;
}

function isPersonRepeat(field: Field | null): boolean {
  return field !== null && field.type === 'repeat' && isPerson(field);
}

function isForCounter(field: Field | InnerField, entry: Entry): boolean {
  return !entry.online || field.zone !== undefined || counterTypes.has(field.type) || entry.name === 'filingDate';
}

function counterUse(reference: FieldReference, field: Field | InnerField, entry: Entry): Use {
  const reason = entry.name === 'filingDate' ? 'dayOfVisit' : 'notOnline';
  return { as: 'counter', item: { reason, label: { ...entry.label, ja: field.label }, covers: [reference] } };
}

/** Where one form has several places for persons of the same role, each place is chosen on its own. */
function roleKeysOf(procedure: Procedure): ReadonlyMap<string, string> {
  const places = procedure.form.fields.filter(isPerson);
  return new Map(
    places.map(({ id, role }) => {
      const alone = places.filter((other) => other.role === role).length === 1;
      return [id, alone ? role : `${procedure.id}.${id}`];
    }),
  );
}

function roleUse(procedure: Procedure, field: Field, keys: ReadonlyMap<string, string>, inventory: Inventory): Use {
  const entry = inventory.entryById.get(field.entry);
  if (!entry) throw new Error(`Unknown entry ${field.entry} in ${procedure.id}`);
  const reference = { procedure: procedure.id, field: field.id };
  return {
    as: 'role',
    reference,
    field,
    entry,
    key: keys.get(field.id) ?? applicantRole,
    many: field.type === 'repeat',
  };
}

/** A repeat that is no list of persons: a short list of texts (wished nurseries). */
function linesUse(procedure: Procedure, field: Field, inventory: Inventory): Use {
  const entry = inventory.entryById.get(field.entry);
  if (!entry) throw new Error(`Unknown entry ${field.entry} in ${procedure.id}`);
  const reference = { procedure: procedure.id, field: field.id };
  return { as: 'question', reference, field, entry, key: `${procedure.id}.${field.id}`, own: true };
}
