import { z } from 'zod';
import { recordSchemas, type StaffStep } from '#inventory';
import { stepIds } from './scopes.ts';

/** A step that somebody is working on: every one has a name, so that it is known wherever it moves. */
export type DraftStep = StaffStep & { id: string };

type Way = NonNullable<StaffStep['next']>[number];

/** Who does a step: the lanes that a flow of the counter may have. */
export const people = ['来庁者', '窓口', '審査者', '他課', 'システム'] as const;
export type Who = (typeof people)[number];

/** Far above what anybody lists. */
const mostSteps = 100;

const element = recordSchemas.procedure.shape.staffSteps.element;
/** A step that was just added says nothing yet. */
const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/)
  .refine((id) => id !== 'end');
const draftSchema = z.array(element.extend({ id: name, do: z.string().max(2000) }));

/** Steps as a page sends them along; undefined for what is no list of steps. */
export function readDraft(text: string | undefined): DraftStep[] | undefined {
  try {
    const { data } = draftSchema.max(mostSteps).safeParse(JSON.parse(text ?? ''));
    return data && new Set(data.map(({ id }) => id)).size === data.length ? data : undefined;
  } catch {
    return undefined;
  }
}

/** The steps of a procedure, each with the name by which flows know it. */
export function draftOf(steps: readonly StaffStep[]): DraftStep[] {
  const ids = stepIds(steps);
  return steps.map((step, index) => ({ ...step, id: ids[index] ?? '' }));
}

/** The steps as the inventory keeps them: those that were known by their place alone have a name only where a way leads to them. */
export function stepsOfDraft(draft: readonly DraftStep[], before: readonly StaffStep[]): StaffStep[] {
  const ids = stepIds(before);
  const byPlace = new Set(before.flatMap(({ id }, index) => (id === undefined ? (ids[index] ?? []) : [])));
  const wanted = new Set(draft.flatMap(({ next = [] }) => next.map(({ to }) => to)));
  return draft.map(({ id, ...step }) => (byPlace.has(id) && !wanted.has(id) ? step : { id, ...step }));
}

/** Who begins a list, and who goes on with it: the one before. */
const whoAfter = (before: DraftStep | undefined): StaffStep['who'] => before?.who ?? '窓口';

/**
 * Adds an empty step behind another one, or as the first. What went on from there to the next step goes over the new one. `taken`
 * are names that it must not get.
 */
export function withStepAfter(
  draft: readonly DraftStep[],
  after: string,
  taken: readonly string[] = [],
): { draft: DraftStep[]; added: string } {
  const at = draft.findIndex(({ id }) => id === after);
  const before = draft[at];
  const following = draft[at + 1]?.id ?? 'end';
  const added = freeName(new Set([...taken, ...draft.map(({ id }) => id)]));
  const led = before && withWays(before, (way) => (way.to === following ? { ...way, to: added } : way));
  const fresh: DraftStep = { id: added, who: whoAfter(before), do: '' };
  return { draft: [...draft.slice(0, Math.max(at, 0)), ...(led ? [led] : []), fresh, ...draft.slice(at + 1)], added };
}

function freeName(taken: ReadonlySet<string>): string {
  let count = 1;
  while (taken.has(`added_${count}`)) count += 1;
  return `added_${count}`;
}

/** Moves a step up (-1) or down (1). Ways that are named stay as they are. */
export function withStepMoved(draft: readonly DraftStep[], id: string, by: -1 | 1): DraftStep[] {
  const at = draft.findIndex((step) => step.id === id);
  const [step, other] = [draft[at], draft[at + by]];
  if (!step || !other) return [...draft];
  return draft.map((one, index) => (index === at ? other : index === at + by ? step : one));
}

/** Takes a step out. Ways that led to it lead to where it went on by itself. */
export function withoutStep(draft: readonly DraftStep[], id: string): DraftStep[] {
  const at = draft.findIndex((step) => step.id === id);
  const gone = draft[at];
  if (!gone) return [...draft];
  const [only, ...others] = gone.next ?? [];
  const alone = only && others.length === 0 && only.when === undefined && only.to !== id ? only.to : undefined;
  const target = alone ?? draft[at + 1]?.id ?? 'end';
  return draft
    .filter((step) => step.id !== id)
    .map((step, index, left) => {
      const led = withWays(step, (way) => (way.to === id ? { ...way, to: target } : way));
      return led === step ? step : withoutIdleChoice(led, left[index + 1]?.id ?? 'end');
    });
}

/** A step with other ways; the same step where none is another. */
function withWays(step: DraftStep, change: (way: Way) => Way): DraftStep {
  const next = step.next?.map(change);
  return next?.some((way, index) => way !== step.next?.[index]) ? { ...step, next } : step;
}

/** Where all ways lead to the same step, nothing is chosen any more. */
function withoutIdleChoice(step: DraftStep, following: string): DraftStep {
  const [first, ...others] = step.next ?? [];
  if (!first || others.some(({ to }) => to !== first.to) || step.next?.some(({ when }) => when)) return step;
  const { ask: _, next: __, ...plain } = step;
  return first.to === following ? plain : { ...plain, next: [{ to: first.to }] };
}

/** What has to be put right before steps can be kept, in sentences. */
export function problemsOfSteps(draft: readonly DraftStep[]): string[] {
  const known = new Set(draft.map(({ id }) => id));
  const broken = draft.flatMap(({ do: text, next = [] }) =>
    next.some(({ to }) => to !== 'end' && !known.has(to))
      ? [`「${text}」のあとの道の行き先がありません。行き先を選び直してください。`]
      : [],
  );
  const reached = reachedFrom(draft);
  const lonely = draft.flatMap(({ id, do: text }) =>
    reached.has(id) ? [] : [`「${text}」へ進む道がありません。前の手順のあとにつないでください。`],
  );
  return [
    ...(draft.some(({ do: text }) => text.trim() === '') ? ['何をするかが書かれていない手順があります。'] : []),
    ...broken,
    ...lonely,
    ...(draft.length < 4 ? ['手順は4つ以上にしてください。'] : []),
  ];
}

/** The steps that somebody comes to who begins with the first one. */
function reachedFrom(draft: readonly DraftStep[]): ReadonlySet<string> {
  const places = new Map(draft.map(({ id }, index) => [id, index]));
  const reached = new Set<string>();
  const left = [0];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const step = draft[at];
    if (step === undefined || reached.has(step.id)) continue;
    reached.add(step.id);
    const { next = [], when } = step;
    const mayMissAll = next.every((way) => way.when !== undefined);
    // A step that is only for some is passed by the others, who go on with the next of the list.
    if (mayMissAll || when) left.push(at + 1);
    for (const { to } of next) left.push(places.get(to) ?? draft.length);
  }
  return reached;
}
