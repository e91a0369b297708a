import type { KnownAnswers } from '#cases';
import type { Inventory } from '#inventory';
import { type Use, usesOf } from './fields.ts';
import {
  applicantRole,
  type FormPage,
  type IntakeForm,
  type PageId,
  type PersonColumn,
  type PersonRole,
  pageIds,
  type Question,
} from './form.ts';
import { prefillFrom } from './prefill.ts';
import { mergeQuestion } from './question.ts';
import { suggestPlaces } from './suggest.ts';

type UseOf<Kind extends Use['as']> = Extract<Use, { as: Kind }>;

const mostPersons = 20;

/**
 * The forms of all procedures as one form: every shared (role, entry) is one question, what is not shared is asked per
 * form, persons stand once in a list from which the forms take them, and what must not be collected on the internet side
 * is left for the counter. `known` is what the guide was told. The result depends only on which procedures they are, not
 * on their order or how often they are named. Ids that the inventory does not know are left out.
 */
export function mergeForms(
  procedures: readonly string[],
  inventory: Inventory,
  { facts = {}, dates = {} }: Partial<KnownAnswers>,
): IntakeForm {
  const wanted = inventory.procedures.filter(({ id }) => procedures.includes(id));
  const uses = wanted.flatMap((procedure) => usesOf(procedure, inventory));
  const roles = mergeRoles(uses, inventory);
  const columns = mergeColumns(uses, inventory);
  const questions = [...groupByKey(uses.filter((use) => use.as === 'question'))].map(([key, list]) => ({
    page: pageOf(list[0]),
    question: mergeQuestion(key, list, inventory),
  }));
  const form = {
    procedures: wanted.map(({ id }) => id),
    pages: pagesOf(questions, columns, roles),
    roles,
    columns,
    suggested: suggestPlaces(roles, uses, facts),
    atCounter: uses.filter((use) => use.as === 'counter').map(({ item }) => item),
  };
  return { ...form, prefill: prefillFrom(form, facts, inventory.dates, dates) };
}

function groupByKey<Item extends { readonly key: string }>(items: readonly Item[]): Map<string, [Item, ...Item[]]> {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(item.key);
    if (group) group.push(item);
    else groups.set(item.key, [item]);
  }
  return groups;
}

/** Every place for persons, and every role that a form knows only by its name and birth date. */
function mergeRoles(uses: readonly Use[], inventory: Inventory): PersonRole[] {
  const places = groupByKey(uses.filter((use) => use.as === 'role'));
  const columns = uses.filter((use) => use.as === 'column');
  const named = columns.flatMap((use) => use.roles);
  const keys = [...new Set([applicantRole, ...places.keys(), ...named])];
  return keys.map((key) =>
    mergeRole(
      key,
      places.get(key) ?? [],
      columns.filter(({ roles }) => roles.includes(key)),
      inventory,
    ),
  );
}

function mergeRole(
  key: string,
  places: readonly UseOf<'role'>[],
  columns: readonly UseOf<'column'>[],
  inventory: Inventory,
): PersonRole {
  const alone = columns.filter(({ reference }) => !reference.field.includes('/'));
  const needed = [...places, ...alone].some(({ field }) => field.required);
  const many = places.filter((place) => place.many);
  const [place] = places;
  const role = place?.field.role ?? key;
  const known = inventory.roleById.get(role);
  const own = place && key !== role ? { ja: place.field.label } : undefined;
  return {
    key,
    role,
    label: own ?? known?.label ?? { ja: role },
    plain: own ?? known?.plain ?? { ja: role },
    likely: known?.prefillFrom ?? [],
    minimum: Math.max(key === applicantRole || needed ? 1 : 0, ...many.map(({ field }) => countOf(field.min, 0))),
    maximum: key === applicantRole ? 1 : Math.max(1, ...many.map(({ field }) => countOf(field.max, mostPersons))),
    covers: places.map(({ reference }) => reference),
  };
}

function countOf(bound: number | string | undefined, otherwise: number): number {
  return typeof bound === 'number' ? bound : otherwise;
}

function mergeColumns(uses: readonly Use[], inventory: Inventory): PersonColumn[] {
  const groups = groupByKey(uses.filter((use) => use.as === 'column'));
  return [...groups].map(([key, list]) => ({
    ...mergeQuestion(key, list, inventory),
    // Who comes is known by name, also where only others stand in the forms.
    roles: list[0].entry.name === 'fullName' ? [...new Set([applicantRole, ...rolesOf(list)])] : rolesOf(list),
    requiredFor: rolesOf(list.filter(({ field }) => field.required)),
    timedFor: rolesOf(list.filter(({ field, entry }) => field.type === 'datetime' && entry.type === 'date')),
  }));
}

function rolesOf(list: readonly UseOf<'column'>[]): string[] {
  return [...new Set(list.flatMap(({ roles }) => roles))];
}

const placeKinds = new Set(['address', 'date', 'datetime', 'yearmonth', 'daterange']);
const placeEntries = new Set(['honseki', 'newHonseki', 'kosekiHead', 'previousHeadName', 'destinationCountry']);
const accountEntries = new Set(['bankAccount', 'income', 'savings', 'childSupport']);
const applicantEntries = new Set(['contactPoint', 'relationToSubject', 'occupation']);

/** The page whose subject the question belongs to. What only one form asks stands with its procedure. */
function pageOf({ field, entry, own }: UseOf<'question'>): PageId {
  if (accountEntries.has(entry.name)) return 'account';
  if (own) return 'procedures';
  if (placeKinds.has(field.type) || placeEntries.has(entry.name)) return 'place';
  if (field.role !== applicantRole) return 'family';
  return applicantEntries.has(entry.name) ? 'applicant' : 'procedures';
}

/** Pages with something to answer; the first always asks who files. */
function pagesOf(
  questions: readonly { page: PageId; question: Question }[],
  columns: readonly PersonColumn[],
  roles: readonly PersonRole[],
): FormPage[] {
  const hasOthers = roles.some(({ key }) => key !== applicantRole) && columns.length > 0;
  return pageIds
    .map((id) => ({ id, questions: questions.filter(({ page }) => page === id).map(({ question }) => question) }))
    .filter((page) => page.questions.length > 0 || page.id === 'applicant' || (page.id === 'family' && hasOthers));
}
