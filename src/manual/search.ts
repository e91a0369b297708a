import type { Inventory } from '#inventory';
import type { Database, Transaction } from '#platform/database';
import { generalSynonyms, withReadings } from '#platform/lexicon';
import { createRanking, excerptOf, type Marked, markWords, type Ranking } from '#platform/search';
import { allBlocks } from './block-store.ts';
import { manualDocuments } from './search-documents.ts';
import {
  keepReadings,
  keepTexts,
  numbersWith,
  originalsOf,
  type StoredName,
  searchVersion,
  storedNames,
} from './search-store.ts';

/** A text that was found. */
export interface FoundText {
  /** 'procedure/tennyu_todoke', 'step/tennyu_todoke#step-3', 'block/…'. */
  readonly id: string;
  readonly kind: string;
  readonly title: readonly Marked[];
  /** The line that says most about what was looked for; null where only the name agrees. */
  readonly excerpt: readonly Marked[] | null;
  readonly score: number;
}

export interface Findings {
  /** How many texts were found in all. */
  readonly count: number;
  readonly hits: readonly FoundText[];
}

/** The search of the manual: texts and their grams in PostgreSQL, names and the order of what was found in this process. */
export interface ManualSearch {
  find(query: string, options: { limit: number; only?: (kind: string) => boolean }): Promise<Findings>;
  /** Brings the stored texts up to date, in the transaction that changed what they are made from. */
  refresh(transaction: Transaction): Promise<void>;
  /** Makes the texts ready while a reader still looks at the contents, so that the first search does not wait for it. */
  warm(): void;
  /** Has new names read aloud, so that they are also found by their sound. The first search starts it, and does not wait for it. */
  learnReadings(): Promise<void>;
}

interface Loaded {
  readonly version: number;
  readonly revision: string;
  readonly names: ReadonlyMap<string, StoredName>;
  readonly ranking: Ranking;
}

/** Opens the search over an inventory and the published blocks. `inventory` gives the revision that is shown now. */
export function createManualSearch({
  database,
  inventory,
}: {
  database: Database;
  inventory: () => Inventory;
}): ManualSearch {
  let loaded: Loaded | null = null;
  let learning: Promise<void> | null = null;

  async function refresh(transaction: Transaction): Promise<void> {
    await keepTexts(transaction, manualDocuments(inventory(), await allBlocks(transaction)));
  }

  /** What this process knows of the names, read again whenever another revision or another text is there. */
  async function current(): Promise<Loaded> {
    const shown = inventory();
    if (loaded?.revision !== shown.revision) await database.transaction(refresh);
    const version = await searchVersion(database.kysely);
    if (loaded?.revision === shown.revision && loaded.version === version) return loaded;
    const names = await storedNames(database.kysely);
    loaded = {
      version,
      revision: shown.revision,
      names: new Map(names.map((name) => [name.id, name])),
      ranking: createRanking(new Map(names.map((name) => [name.number, name])), shown.synonyms, {
        general: await generalSynonyms(),
      }),
    };
    // Until it is done names are found in all other ways; what fails is tried again when the names are read again.
    if (names.some(({ readings }) => readings === null)) void learnReadings().catch(() => undefined);
    return loaded;
  }

  async function readNames(): Promise<void> {
    const unread = [...(await current()).names.values()].filter(({ readings }) => readings === null);
    if (unread.length === 0) return;
    const read = await withReadings(unread.map((name) => ({ ...name, text: '' })));
    await database.transaction((transaction) => keepReadings(transaction, read));
  }

  /** One after the other: a thread that reads takes much memory. */
  function learnReadings(): Promise<void> {
    learning ??= readNames().finally(() => {
      learning = null;
    });
    return learning;
  }

  return {
    refresh,
    // What fails here is tried again, and reported, by the search itself.
    warm: () => void current().catch(() => undefined),
    learnReadings,
    async find(query, { limit, only = () => true }) {
      const { ranking, names } = await current();
      const asked = query.normalize('NFC').replaceAll('\u0000', '');
      const lookups = ranking.lookups(asked);
      const found = await database.transaction((transaction) => numbersWith(transaction, lookups));
      const byLookup = new Map(lookups.map(({ field, piece }, index) => [`${field} ${piece}`, found[index] ?? []]));
      const all = ranking
        .rank(asked, ({ field, piece }) => byLookup.get(`${field} ${piece}`) ?? [])
        .filter(({ id }) => only(names.get(id)?.kind ?? ''));
      const best = all.slice(0, limit);
      const originals = await originalsOf(
        database.kysely,
        best.map(({ id }) => id),
      );
      const words = asked.split(/[\s\u3000]+/u).filter((word) => word !== '');
      return {
        count: all.length,
        hits: best.map(({ id, title, score }) => ({
          id,
          kind: names.get(id)?.kind ?? '',
          title: markWords(title, words),
          excerpt: excerptOf(originals.get(id) ?? '', words),
          score,
        })),
      };
    },
  };
}
