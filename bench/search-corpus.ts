import type { Inventory } from '#inventory';
import { procedureDocuments } from '#manual';
import { seeded } from '#platform/random';

/** A page to be searched. */
export interface BenchPage {
  id: string;
  kind: string;
  title: string;
  text: string;
  sayings?: readonly string[];
  weight?: number;
}

/**
 * Pages made from the inventory's own sentences: the procedures, one page for each official word of the synonyms, and as many
 * mixed ones as are wanted. The same seed gives the same pages.
 */
export function searchCorpus(inventory: Inventory, officials: readonly string[], size: number): BenchPage[] {
  const random = seeded('search-corpus');
  const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)] as Item;
  const procedures = procedureDocuments(inventory, inventory.procedures).map((document) => ({
    ...document,
    id: `procedure/${document.id}`,
    kind: 'procedure',
  }));
  const sentences = procedures.flatMap(({ text }) => text.split('\n')).filter((line) => line.length > 8);
  const mixed = (): string => Array.from({ length: 8 + Math.floor(random() * 12) }, () => pick(sentences)).join('\n');
  const words = officials.map((word, index) => ({
    id: `word/${index}`,
    kind: 'word',
    title: word,
    text: `${word}について。`,
  }));
  const pages: BenchPage[] = [...procedures, ...words];
  while (pages.length < size) {
    const number = pages.length;
    pages.push({
      id: `page/${number}`,
      kind: 'page',
      title: `${pick(sentences).slice(0, 14)} ${number}`,
      text: mixed(),
      weight: 0.7,
    });
  }
  return pages;
}
