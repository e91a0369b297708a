import { setImmediate } from 'node:timers/promises';
import { documentsFor, type Fact, type HomeTile, type Inventory, isShownToResidents } from '#inventory';
import type { Facts } from '#rules';
import { planJourney } from '../queue/journey.ts';
import { factsOfCodes } from './door.ts';

/** A fact that is taken with one touch: its code and what one says who nods. */
export interface LineFact {
  code: string;
  text: string;
}

/** What brings somebody here, and what follows from each combination of its facts. */
export interface LineChoice {
  code: string;
  text: string;
  facts: readonly LineFact[];
  /** Ids of procedures by the facts that were touched: bit n of the index stands for `facts[n]`. */
  outcomes: readonly (readonly string[])[];
}

export interface LineProcedure {
  name: string;
  /** Id of the place where it is done; null in another building. */
  place: string | null;
  /** Papers that everybody needs for it. */
  papers: readonly string[];
  /** The deadline in words, where it need not be today; null where it is better done now. */
  later: string | null;
  after: readonly string[];
}

/** All that a tablet in the line needs to decide without a network. */
export interface LinePlan {
  revision: string;
  tiles: readonly { id: string; name: string; icon: string; choices: readonly LineChoice[] }[];
  procedures: Readonly<Record<string, LineProcedure>>;
}

/** More facts than that take longer than a line allows. */
const mostFacts = 4;
const laterKinds = new Set(['within', 'window', 'none']);

/** What the facts mean for the procedures, as the guide says it: unanswered is no. */
function proceduresFor(inventory: Inventory, codes: readonly string[]): string[] {
  const facts: Facts = factsOfCodes(inventory, codes);
  const verdicts = inventory.program.verdicts(facts, 'no');
  return inventory.procedures
    .filter((procedure) => verdicts.get(procedure.id) === true && isShownToResidents(inventory, procedure))
    .map(({ id }) => id);
}

/** A label without what stands in brackets: short enough for a button. */
const short = (label: string): string => label.replaceAll(/[((][^()()]*[))]/g, '').trim();

/** Every answer that can be given with one touch. */
function touchesOf({ id, type, label, statement, options }: Fact): LineFact[] {
  if (type === 'boolean') return [{ code: id, text: short((statement ?? label).ja) }];
  return options
    .filter(({ staffOnly }) => !staffOnly)
    .map((option) => ({ code: `${id}=${option.value}`, text: short(`${label.ja}:${option.label.ja}`) }));
}

const notAsked = new Set(['events', 'wants', 'nationality', 'isAgent']);

/** The facts that change most for somebody with this purpose, the most telling first. */
function tellingFacts(inventory: Inventory, purpose: string): LineFact[] {
  const usual = new Set(proceduresFor(inventory, [purpose]));
  const weigh = (code: string): number =>
    proceduresFor(inventory, [purpose, code])
      .filter((id) => !usual.has(id))
      .reduce((sum, id) => sum + (inventory.procedureById.get(id)?.need === 'required' ? 2 : 1), 0);
  return inventory.facts
    .filter(({ id, staffOnly, type }) => !staffOnly && !notAsked.has(id) && type !== 'integer')
    .flatMap(touchesOf)
    .map((touch) => ({ touch, weight: weigh(touch.code) }))
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight)
    .slice(0, mostFacts)
    .map(({ touch }) => touch);
}

function choiceOf(inventory: Inventory, code: string, text: string): LineChoice {
  const facts = tellingFacts(inventory, code);
  const outcomes = Array.from({ length: 2 ** facts.length }, (_, bits) =>
    proceduresFor(inventory, [code, ...facts.filter((__, index) => bits & (1 << index)).map((fact) => fact.code)]),
  );
  return { code, text, facts, outcomes };
}

/** One choice takes some hundredths of a second: between them others get their turn. */
async function choicesOf(inventory: Inventory, tile: HomeTile): Promise<LineChoice[]> {
  const choices: LineChoice[] = [];
  for (const id of ['events', 'wants'] as const) {
    const options = inventory.factById.get(id)?.options ?? [];
    for (const option of tile[id].flatMap((value) => options.find((one) => one.value === value) ?? [])) {
      if (option.staffOnly) continue;
      choices.push(choiceOf(inventory, `${id}=${option.value}`, option.label.ja));
      await setImmediate();
    }
  }
  return choices;
}

/**
 * The plan for a tablet in the line, computed before: which facts decide, and the procedures, papers and places that
 * follow. It holds what the city has published and nothing of anybody.
 */
export async function linePlan(inventory: Inventory): Promise<LinePlan> {
  const procedures = inventory.procedures
    .filter((procedure) => isShownToResidents(inventory, procedure))
    .map((procedure): [string, LineProcedure] => {
      const papers = documentsFor([procedure], {}, 'no').filter(({ requiredness }) => requiredness === 'required');
      const [leg] = planJourney(inventory, [procedure.id]).legs;
      return [
        procedure.id,
        {
          name: procedure.name.ja,
          place: leg?.place.id ?? null,
          papers: papers.map(({ name }) => name.ja),
          later: laterKinds.has(procedure.deadline.kind) ? procedure.deadline.text.ja : null,
          after: procedure.order.after,
        },
      ];
    });
  const tiles: LinePlan['tiles'][number][] = [];
  for (const tile of inventory.home) {
    tiles.push({ id: tile.id, name: tile.name.ja, icon: tile.icon, choices: await choicesOf(inventory, tile) });
  }
  return { revision: inventory.revision, tiles, procedures: Object.fromEntries(procedures) };
}

/** The plan with the purposes first that were taken most often; those that were taken as often stay in the given order. */
export function withUsualFirst(plan: LinePlan, uses: ReadonlyMap<string, number>): LinePlan {
  const usesOf = ({ choices }: LinePlan['tiles'][number]): number =>
    choices.reduce((sum, { code }) => sum + (uses.get(code) ?? 0), 0);
  const tiles = plan.tiles.toSorted((one, other) => usesOf(other) - usesOf(one));
  // The tablet takes a plan in when its revision is another one.
  const order = tiles.map((tile) => plan.tiles.indexOf(tile)).join('.');
  return { ...plan, revision: `${plan.revision.slice(0, 32)}-${order}`, tiles };
}
