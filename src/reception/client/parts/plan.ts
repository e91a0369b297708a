// The plan of decisions as the server sends it, and what follows from the answers of one person.

export interface Choice {
  code: string;
  text: string;
  facts: { code: string; text: string }[];
  outcomes: string[][];
}

export interface Procedure {
  name: string;
  place: string | null;
  papers: string[];
  later: string | null;
  after: string[];
}

export interface Plan {
  revision: string;
  tiles: { id: string; name: string; icon: string; choices: Choice[] }[];
  procedures: Record<string, Procedure>;
}

/** What one person has answered so far. */
export interface Answers {
  choice: Choice;
  /** Numbers of the facts that were touched. */
  facts: ReadonlySet<number>;
  /** Procedures that they leave for another day. */
  later: ReadonlySet<string>;
}

/** Ids of the procedures that follow from the answers. */
export function outcome({ choice, facts }: Pick<Answers, 'choice' | 'facts'>): string[] {
  const index = choice.facts.reduce((bits, _fact, place) => bits + (facts.has(place) ? 2 ** place : 0), 0);
  return choice.outcomes[index] ?? [];
}

/** Codes of all that was answered. */
export function codesOf({ choice, facts }: Pick<Answers, 'choice' | 'facts'>): string[] {
  return [choice.code, ...choice.facts.filter((_fact, place) => facts.has(place)).map(({ code }) => code)];
}

/** The first place of somebody: of a procedure that waits for none of the others. Null where the information desk helps. */
export function firstPlace(plan: Plan, ids: readonly string[]): string | null {
  const here = ids.filter((id) => plan.procedures[id]?.place);
  const first = here.find((id) => !plan.procedures[id]?.after.some((other) => here.includes(other))) ?? here[0];
  return (first && plan.procedures[first]?.place) || null;
}

/** The papers for some procedures, each once. */
export function papersFor(plan: Plan, ids: readonly string[]): string[] {
  return [...new Set(ids.flatMap((id) => plan.procedures[id]?.papers ?? []))];
}
