// What a machine at the door keeps by itself: numbers that were lent to it, and people it has not handed over yet.
// Pure: every step takes what is kept and gives what is kept then.

/** Numbers of one letter that are left of a block. */
export interface Block {
  series: string;
  next: number;
  last: number;
}

/** Somebody who was taken in here: codes only, nothing that names a person. */
export interface Person {
  commandId: string;
  series: string;
  number: number;
  takenAt: string;
  procedures: string[];
  facts: string[];
  serviceId?: string;
  language: string;
  people: number;
  need?: string;
}

export type Taking = Omit<Person, 'series' | 'number'>;

/** A number that the hall did not take, with what to do about it. */
export interface Refusal {
  ticket: string;
  sentence: string;
}

export interface Kept {
  /** The day for which everything here holds; another day wipes it. */
  day: string;
  blocks: Block[];
  places: { id: string; series: string }[];
  waiting: Person[];
  refused: Refusal[];
}

export interface Lent {
  day: string;
  blocks: { series: string; first: number; last: number }[];
  places: { id: string; series: string }[];
}

export type Result = { commandId: string; ticket: string; token: string } | { commandId: string; refused: string };

export const ticketText = ({ series, number }: { series: string; number: number }): string =>
  `${series}${String(number).padStart(3, '0')}`;

/** Nothing of another day stays: neither numbers nor what people said. */
export function forDay(kept: Kept | undefined, day: string): Kept {
  return kept?.day === day ? kept : { day, blocks: [], places: kept?.places ?? [], waiting: [], refused: [] };
}

/** Adds blocks that were just lent. Those of another day are of no use. */
export function withBlocks(kept: Kept, lent: Lent): Kept {
  if (lent.day !== kept.day) return kept;
  const blocks = lent.blocks.map(({ series, first, last }) => ({ series, next: first, last }));
  return { ...kept, places: lent.places, blocks: [...kept.blocks, ...blocks] };
}

const left = (kept: Kept, series: string): number =>
  kept.blocks.reduce((sum, block) => sum + (block.series === series ? block.last - block.next + 1 : 0), 0);

/** How many numbers this machine can still give, over all letters. */
export const numbersLeft = (kept: Kept): number =>
  kept.blocks.reduce((sum, { next, last }) => sum + last - next + 1, 0);

/** Letters of which fewer than `few` numbers are left; null where nothing is known of the places yet. */
export function shortSeries(kept: Kept, few: number): string[] | null {
  if (kept.places.length === 0) return null;
  return [...new Set(kept.places.map(({ series }) => series))].filter((series) => left(kept, series) < few);
}

/**
 * Gives the next number to somebody: of the letter of their place, else of any letter, for a letter on paper is better
 * than none. Null when every block is used up.
 */
export function take(kept: Kept, taking: Taking, series: string | undefined): { kept: Kept; person: Person } | null {
  const free = kept.blocks.filter(({ next, last }) => next <= last);
  const block = free.find((one) => one.series === series) ?? free[0];
  if (!block) return null;
  const person = { ...taking, series: block.series, number: block.next };
  const blocks = free.map((one) => (one === block ? { ...one, next: one.next + 1 } : one));
  return { person, kept: { ...kept, blocks, waiting: [...kept.waiting, person] } };
}

/** What the hall answered: those it knows now are forgotten here, with all that they said. */
export function settle(kept: Kept, results: readonly Result[]): Kept {
  const answers = new Map(results.map((result) => [result.commandId, result]));
  const refused = kept.waiting.flatMap((person) => {
    const answer = answers.get(person.commandId);
    return answer && 'refused' in answer ? [{ ticket: ticketText(person), sentence: answer.refused }] : [];
  });
  return {
    ...kept,
    waiting: kept.waiting.filter(({ commandId }) => !answers.has(commandId)),
    refused: [...kept.refused, ...refused],
  };
}
