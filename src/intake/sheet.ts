import type { CaseEntry, CaseService } from '#cases';
import { documentsFor, type Inventory, orderProcedures, type Procedure } from '#inventory';
import type { Staff } from '#platform/http';
import type { IntakeState } from './state.ts';

/** A paper on the sheet. `byFacts`: what the resident told decides whether it is needed, so it says something about them. */
export interface SheetPaper {
  readonly id: string;
  readonly name: string;
  readonly byFacts: boolean;
}

/** The procedures of a case in the order of the sheet. */
export function proceduresOnSheet({ overview }: Pick<IntakeState, 'overview'>, inventory: Inventory): Procedure[] {
  return [...orderProcedures(overview.procedures.flatMap(({ id }) => inventory.procedureById.get(id) ?? []))];
}

/** The papers that this resident must bring, each once, in the order of the sheet. */
export function papersOnSheet(state: Pick<IntakeState, 'overview' | 'facts'>, inventory: Inventory): SheetPaper[] {
  const procedures = proceduresOnSheet(state, inventory);
  const required = (facts: IntakeState['facts']) =>
    documentsFor(procedures, facts, 'no').filter(({ requiredness }) => requiredness === 'required');
  const always = new Set(required({}).map(({ id }) => id));
  return required(state.facts).map(({ id, name }) => ({ id, name: name.ja, byFacts: !always.has(id) }));
}

/** The entries that hold which papers were ticked: those that everybody needs, and those that facts ask for. */
const broughtKeys = { plain: 'sheet.brought', personal: 'sheet.broughtMore' } as const;
type BroughtClass = keyof typeof broughtKeys;
const isBrought = ({ key }: Pick<CaseEntry, 'key'>): boolean =>
  key === broughtKeys.plain || key === broughtKeys.personal;

/** The ids of the papers that were ticked. */
export function ticksIn(entries: readonly CaseEntry[]): ReadonlySet<string> {
  return new Set(entries.filter(isBrought).flatMap(({ value }) => (Array.isArray(value) ? value.map(String) : [])));
}

/** What was entered besides the ticks of the sheet. */
export const withoutTicks = (entries: readonly CaseEntry[]): CaseEntry[] =>
  entries.filter((entry) => !isBrought(entry));

function broughtEntry(
  entryClass: BroughtClass,
  papers: readonly SheetPaper[],
  { procedures }: IntakeState['overview'],
): CaseEntry {
  return {
    key: broughtKeys[entryClass],
    label: '持ってきたもの',
    text: papers.map(({ name }) => name),
    typed: {},
    value: papers.map(({ id }) => id),
    class: entryClass,
    procedures: procedures.map(({ id }) => id),
  };
}

/** Somebody may save at the same moment; a tick is one paper, and is tried again. */
const mostAttempts = 5;

/** Keeps that a paper was ticked on the sheet, or was not after all, with the case; the counters see it among the entries. */
export async function tickPaper(
  cases: Pick<CaseService, 'readEntries' | 'saveEntries'>,
  staff: Staff,
  {
    state,
    papers,
    paper,
    ticked,
  }: { state: IntakeState; papers: readonly SheetPaper[]; paper: SheetPaper; ticked: boolean },
): Promise<void> {
  const { caseId } = state.overview;
  const entryClass = paper.byFacts ? 'personal' : 'plain';
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const { revision, entries } = await cases.readEntries(staff, caseId);
    const before = ticksIn(entries.reveal());
    const brought = papers.filter(
      ({ id, byFacts }) => byFacts === paper.byFacts && (id === paper.id ? ticked : before.has(id)),
    );
    const changes =
      brought.length === 0
        ? { entries: [], removed: [broughtKeys[entryClass]] }
        : { entries: [broughtEntry(entryClass, brought, state.overview)] };
    const saved = await cases.saveEntries(staff, caseId, { ...changes, expectedRevision: revision });
    if (saved.state === 'saved') return;
  }
  throw new Error('a tick of a sheet met a change by somebody else again and again');
}
