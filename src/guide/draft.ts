import type { Facts } from '#rules';

/**
 * The answers of a resident who has no case yet. It lives on the server for 24 hours, encrypted with a key that only
 * the resident's cookie holds: the server alone can't read it.
 */
export interface GuideDraft {
  /** Answers by fact id; null is わからない. */
  facts: Facts;
  /** Addresses of the screens that were answered, in the order they were first shown. */
  trail: readonly string[];
  /** Days that deadlines count from, by the name of the date in the inventory. */
  dates: Readonly<Record<string, string>>;
  /** The last words typed in the search field, so that its page is a plain address. */
  search: string;
}

export const emptyDraft: GuideDraft = { facts: {}, trail: [], dates: {}, search: '' };

/** The draft after the screen at `address` was answered. A screen that is answered again keeps its place in the trail. */
export function withAnswers(draft: GuideDraft, address: string, answers: Facts): GuideDraft {
  const trail = draft.trail.includes(address) ? draft.trail : [...draft.trail, address];
  return { ...draft, facts: { ...draft.facts, ...answers }, trail };
}

/** The screen before `address` in the trail; for a screen that is not answered yet, the last one. */
export function previousAddress(draft: GuideDraft, address: string): string | null {
  const index = draft.trail.indexOf(address);
  const previous = index === -1 ? draft.trail.length - 1 : index - 1;
  return draft.trail[previous] ?? null;
}
