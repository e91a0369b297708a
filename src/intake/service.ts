import type { CaseService, Standing } from '#cases';
import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Subject } from '#platform/http';
import { findTown } from '#platform/japanese';
import { withDerived } from './derived.ts';
import type { PageId } from './form.ts';
import { mergeForms } from './merge.ts';
import { askedOfPersons, firstAnswers, withoutPerson, withPerson } from './people.ts';
import { type RawAnswers, typed } from './raw.ts';
import { withoutTicks } from './sheet.ts';
import { birthDateOf, entriesOf, type IntakeState, rawOf, stateWith, withPage } from './state.ts';

export interface IntakeParts {
  readonly cases: CaseService;
  readonly inventory: () => Inventory;
  readonly clock: Clock;
}

/** What is done with a page when it is sent, besides saving it. */
export type PageAction =
  | { readonly kind: 'next' | 'later' }
  | { readonly kind: 'addPerson'; readonly place?: string }
  | { readonly kind: 'removePerson'; readonly person: string }
  | { readonly kind: 'lookup'; readonly key: string };

export interface SentPage {
  readonly page: PageId;
  readonly answers: RawAnswers;
  readonly action: PageAction;
  /** The revision of the entries that the page was drawn from. */
  readonly revision: number;
}

/** What came of a sent page. A conflict keeps what was typed in `state.raw`, unsaved. */
export interface SaveResult {
  readonly outcome: 'saved' | 'conflict';
  readonly state: IntakeState;
  /** Inputs that the sent page did not show, because a place that was ticked there brought them. */
  readonly newlyAsked: readonly string[];
  /** After a look-up: the address that was asked for, and whether its town was found. */
  readonly lookup?: { readonly key: string; readonly found: boolean };
}

/** Entering everything once: the merged form of a case, filled page by page. */
export interface IntakeService {
  open(subject: Subject, caseId: string, standing?: Standing): Promise<IntakeState>;
  /** Saves what was typed on a page as it is, right or wrong, and says what is to be put right. */
  save(subject: Subject, caseId: string, sent: SentPage, standing?: Standing): Promise<SaveResult>;
}

export function createIntakeService(parts: IntakeParts): IntakeService {
  const open = async (subject: Subject, caseId: string, standing?: Standing): Promise<IntakeState> => {
    const [overview, known, { entries }] = await Promise.all([
      parts.cases.overview(subject, caseId, standing),
      parts.cases.readKnown(subject, caseId, standing),
      parts.cases.readEntries(subject, caseId, standing),
    ]);
    const procedures = overview.procedures.filter(({ state }) => state !== 'undecided').map(({ id }) => id);
    const form = mergeForms(procedures, parts.inventory(), known.reveal());
    const raw = rawOf(withoutTicks(entries.reveal())) ?? firstAnswers(form);
    return stateWith({ overview, facts: known.reveal().facts, form }, raw, parts.clock.today());
  };
  return {
    open,
    async save(subject, caseId, { page, answers, action, revision }, standing) {
      const before = await open(subject, caseId, standing);
      const entered = withPage(before.form, page, before.raw, answers);
      const { raw: changed, found } = await afterAction(before, entered, action);
      const raw = withDerived(before.form, changed);
      const state = stateWith(before, raw, parts.clock.today());
      const entries = entriesOf(state.form, raw, state.validation);
      const kept = new Set(entries.map(({ key }) => key));
      const removed = entriesOf(before.form, before.raw, before.validation).flatMap(({ key }) =>
        kept.has(key) ? [] : [key],
      );
      const changes = { entries, removed, expectedRevision: revision, birthDate: birthDateOf(state.validation) };
      const saved = await parts.cases.saveEntries(subject, caseId, changes, standing);
      const overview = { ...state.overview, entriesRevision: saved.revision };
      return {
        outcome: saved.state,
        state: { ...state, overview },
        newlyAsked: newlyAsked(before, state),
        lookup: action.kind === 'lookup' ? { key: action.key, found: found ?? false } : undefined,
      };
    },
  };
}

function newlyAsked(before: IntakeState, after: IntakeState): string[] {
  const shown = new Set(askedOfPersons(before.form, before.raw));
  return askedOfPersons(after.form, after.raw).filter((name) => !shown.has(name));
}

async function afterAction(
  { form }: IntakeState,
  raw: RawAnswers,
  action: PageAction,
): Promise<{ raw: RawAnswers; found?: boolean }> {
  switch (action.kind) {
    case 'addPerson':
      return { raw: withPerson(form, raw, action.place) };
    case 'removePerson':
      return { raw: withoutPerson(raw, action.person) };
    case 'lookup':
      return lookUp(raw, action.key);
    default:
      return { raw };
  }
}

/** Fills in the town of the postal code. What the list does not know stays as it was typed. */
async function lookUp(raw: RawAnswers, key: string): Promise<{ raw: RawAnswers; found: boolean }> {
  const town = await findTown(typed(raw, `${key}.postalCode`));
  if (!town) return { raw, found: false };
  const { prefecture, city, town: name } = town;
  const filled = {
    [`${key}.prefecture`]: prefecture,
    [`${key}.city`]: city,
    ...(name === '' ? {} : { [`${key}.town`]: name }),
  };
  return { raw: { ...raw, ...filled }, found: true };
}
