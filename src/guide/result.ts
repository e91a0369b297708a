import {
  anchorsFor,
  type ChannelChoice,
  calendar,
  channelsFor,
  type DeadlineStatus,
  type DocumentToBring,
  deadlineOf,
  documentsFor,
  type Fact,
  type Inventory,
  type NamedDate,
  type Need,
  type Neighbour,
  orderProcedures,
  type Procedure,
  type ProcedureDocument,
  procedureNeed,
  totalsOf,
} from '#inventory';
import type { Day } from '#platform/clock';
import {
  decide,
  evaluate,
  explain,
  type Facts,
  type FactValue,
  factsOf,
  holds,
  remember,
  type Truth,
  withoutFacts,
} from '#rules';

/** One procedure on the resident's list. */
export interface ResultItem {
  /** Its place on the route, from 1. */
  number: number;
  procedure: Procedure;
  need: Need;
  deadline: DeadlineStatus;
  channels: ChannelChoice;
  /** The answers that led here. */
  because: readonly Reason[];
  /** A fact whose other answer would take the procedure off the list, if there is one. */
  wouldChange: Fact | null;
}

export interface Reason {
  fact: Fact;
  value: FactValue;
}

/** A procedure that only a question answered with わからない can decide. */
export interface UndecidedItem {
  procedure: Procedure;
  dependsOn: readonly Fact[];
}

/** The procedures of one floor, in the order of the route. `floor` is null for places outside the main building. */
export interface FloorGroup {
  floor: number | null;
  items: readonly ResultItem[];
}

export interface GuideResult {
  items: readonly ResultItem[];
  floors: readonly FloorGroup[];
  /** Procedures for which nobody has to come. */
  withoutVisit: readonly ResultItem[];
  undecided: readonly UndecidedItem[];
  documents: readonly DocumentToBring[];
  /** Papers of these procedures that this resident's answers make unnecessary. */
  notNeeded: readonly ProcedureDocument[];
  /** Days to ask for, so that last days can be computed. */
  dates: readonly NamedDate[];
  /** The deadline that comes first, if any is known. */
  first: { day: Day; movedFrom: Day | null; over: boolean } | null;
  minutes: number;
  neighbours: readonly Neighbour[];
  /** Questions that would make the list of papers more exact. */
  refine: readonly Fact[];
}

/** What applies to a resident by the answers alone, before any day is known. */
type Selection = Pick<GuideResult, 'undecided' | 'documents' | 'notNeeded' | 'neighbours' | 'refine'> & {
  readonly applying: readonly Omit<ResultItem, 'number' | 'deadline'>[];
};

/** Everything the result page says, from the answers alone. `dates` are the known days that deadlines count from. */
export function guideResult(
  inventory: Inventory,
  facts: Facts,
  dates: Readonly<Record<string, Day>>,
  today: Day,
): GuideResult {
  const { applying, ...selected } = selectionOf(inventory)(facts);
  const cityCalendar = calendar(inventory.city);
  const items = applying.map((item, index) => ({
    ...item,
    number: index + 1,
    deadline: deadlineOf(item.procedure, facts, dates, today, cityCalendar),
  }));
  const procedures = applying.map(({ procedure }) => procedure);
  const anchors = procedures.flatMap((procedure) => anchorsFor(procedure, facts)).map(({ date }) => date);
  const visits = items.filter((item) => needsVisit(item));
  return {
    ...selected,
    items,
    floors: byFloor(visits),
    withoutVisit: items.filter((item) => !needsVisit(item)),
    dates: inventory.dates.filter(({ id }) => anchors.includes(id)),
    first: firstDeadline(visits),
    minutes: totalsOf(procedures).minutes,
  };
}

/** So many different sets of answers are remembered: a resident comes to the same list again with dates, on paper, and to go on. */
const rememberedAnswers = 500;

const selections = new WeakMap<Inventory, (facts: Facts) => Selection>();

function selectionOf(inventory: Inventory): (facts: Facts) => Selection {
  const known = selections.get(inventory);
  if (known !== undefined) return known;
  const made = remember((facts) => select(inventory, facts), rememberedAnswers);
  selections.set(inventory, made);
  return made;
}

function select(inventory: Inventory, facts: Facts): Selection {
  const absent = factsThatDoNotArise(inventory, facts);
  const verdicts = verdictsOn(inventory, facts, absent);
  const applying = orderProcedures(inventory.procedures.filter(({ id }) => verdicts.get(id) === true));
  const open = inventory.procedures.filter(({ id }) => verdicts.get(id) === 'unknown');
  const unknown = inventory.facts.filter(({ id, staffOnly }) => facts[id] === null && !staffOnly);
  const documents = documentsFor(
    applying.map((procedure) => withPapersFor(procedure, absent)),
    facts,
    'unknown',
  );
  return {
    applying: applying.map((procedure) => ({
      procedure,
      need: procedureNeed(procedure, facts),
      channels: channelsFor(procedure, { isAgent: facts.isAgent === true, isProtected: false }),
      ...reasonsFor(inventory, procedure, facts),
    })),
    undecided: open
      .map((procedure) => ({ procedure, dependsOn: unknownFacts(inventory, procedure, facts, unknown) }))
      .filter(({ dependsOn }) => dependsOn.length > 0),
    documents,
    notNeeded: unnecessary(applying, documents, facts),
    neighbours: inventory.neighbours.filter(({ when }) => holds(when, facts)),
    refine: refiningFacts(inventory, applying, facts),
  };
}

/** The verdict on each procedure by its id: exact, and what stays open is read without the facts that do not arise. */
function verdictsOn(inventory: Inventory, facts: Facts, absent: ReadonlySet<string>): ReadonlyMap<string, Truth> {
  const verdicts = inventory.program.verdicts(facts, 'unknown');
  for (const { id, when } of inventory.procedures)
    if (verdicts.get(id) === 'unknown') verdicts.set(id, evaluate(withoutFacts(when, absent), facts));
  return verdicts;
}

/**
 * Facts whose question does not arise for this resident: the conditions expect them to be absent. A question that waits
 * for an answer, or for one that is わからない, is open.
 */
function factsThatDoNotArise(inventory: Inventory, facts: Facts): ReadonlySet<string> {
  const missing = inventory.facts.filter(
    (fact) => facts[fact.id] === undefined && decide(fact.arisesWhen, facts, inventory.vocabulary) === false,
  );
  return new Set(missing.map(({ id }) => id));
}

function withPapersFor(procedure: Procedure, absent: ReadonlySet<string>): Procedure {
  const documents = procedure.documents.map((document) =>
    document.when === undefined ? document : { ...document, when: withoutFacts(document.when, absent) },
  );
  return { ...procedure, documents };
}

/** Whether somebody has to come to the hall: the counter is a way, or nobody else may come either. */
function needsVisit({ channels }: ResultItem): boolean {
  return channels.mustCome || channels.open.includes('counter');
}

/** Papers that would be required, had the resident answered otherwise; each once. */
function unnecessary(
  procedures: readonly Procedure[],
  needed: readonly DocumentToBring[],
  facts: Facts,
): ProcedureDocument[] {
  const answered = ({ when }: ProcedureDocument) =>
    when !== undefined && factsOf(when).every((id) => facts[id] != null);
  const others = procedures
    .flatMap(({ documents }) => documents)
    .filter((document) => document.required && answered(document))
    .filter(({ id }) => needed.every((document) => document.id !== id));
  return [...new Map(others.map((document) => [document.id, document])).values()];
}

/** The answers that decided, and one that would decide otherwise; the events themselves are no surprise to anybody. */
function reasonsFor(
  inventory: Inventory,
  { when }: Procedure,
  facts: Facts,
): Pick<ResultItem, 'because' | 'wouldChange'> {
  const explanation = explain(when, facts, inventory.vocabulary);
  const because = explanation.because.flatMap(({ fact: id, value }) => {
    const fact = inventory.factById.get(id);
    return fact === undefined ? [] : [{ fact, value }];
  });
  const change = explanation.wouldChange.find(({ fact }) => fact !== 'events' && fact !== 'wants');
  return { because, wouldChange: inventory.factById.get(change?.fact ?? '') ?? null };
}

/** The questions answered with わからない that leave a procedure open: its own, or those that its own wait for. */
function unknownFacts(inventory: Inventory, { when }: Procedure, facts: Facts, unknown: readonly Fact[]): Fact[] {
  const gatesOf = (id: string): readonly string[] => {
    const fact = inventory.factById.get(id);
    return fact === undefined || facts[id] !== undefined ? [] : factsOf(fact.askWhen);
  };
  const own = factsOf(when);
  const gates = own.flatMap(gatesOf);
  const ids = new Set([...own, ...gates, ...gates.flatMap(gatesOf)]);
  return unknown.filter(({ id }) => ids.has(id));
}

/** Runs of procedures on one floor, in the order of the route: a floor that must be visited twice stands twice. */
function byFloor(items: readonly ResultItem[]): FloorGroup[] {
  const groups: { floor: number | null; items: ResultItem[] }[] = [];
  for (const item of items) {
    const floor = item.procedure.counter.floor ?? null;
    const last = groups.at(-1);
    if (last?.floor === floor) last.items.push(item);
    else groups.push({ floor, items: [item] });
  }
  return groups;
}

function firstDeadline(items: readonly ResultItem[]): GuideResult['first'] {
  const [first] = items
    .flatMap(({ deadline }) => (deadline.lastDay === undefined ? [] : [{ ...deadline, lastDay: deadline.lastDay }]))
    .sort((left, right) => (left.lastDay < right.lastDay ? -1 : 1));
  return first === undefined
    ? null
    : { day: first.lastDay, movedFrom: first.movedFrom ?? null, over: first.state === 'over' };
}

/** Unasked questions on which only papers depend; asking them is offered, never required. */
function refiningFacts(inventory: Inventory, procedures: readonly Procedure[], facts: Facts): Fact[] {
  const conditions = procedures.flatMap(({ documents }) => documents.flatMap(({ when }) => (when ? [when] : [])));
  const open = conditions.filter((when) => decide(when, facts, inventory.vocabulary) === 'unknown').flatMap(factsOf);
  return inventory.facts.filter(
    (fact) =>
      open.includes(fact.id) &&
      facts[fact.id] === undefined &&
      !fact.staffOnly &&
      fact.type === 'boolean' &&
      decide(fact.arisesWhen, facts, inventory.vocabulary) === true,
  );
}
