import { type Inventory, type Parts, type RecordKind, type RecordValue, recordKinds, takeApart } from '#inventory';
import { kindWords } from './words.ts';

/** A record in a list. */
export interface FoundRecord {
  kind: RecordKind;
  id: string;
  title: string;
  /** The second line: what it is for, or where it is done. */
  detail: string;
}

interface Indexed extends FoundRecord {
  titleFolded: string;
  text: string;
}

/** One spelling for all: width, case and kana do not count. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));
}

const textAt = (value: RecordValue, key: string): string | undefined => {
  const found = value[key];
  if (typeof found === 'string' && found !== '') return found;
  const local = found as { ja?: unknown } | undefined;
  return typeof local?.ja === 'string' ? local.ja : undefined;
};

/** What a record is called in lists. */
export function titleOf(kind: RecordKind, value: RecordValue): string {
  if (kind === 'city') return `${textAt(value, 'name') ?? ''}と庁舎`;
  if (kind === 'floor') return `${value.floor}階`;
  const words = [value.words, value.phrases].find(Array.isArray) as string[] | undefined;
  if (words) return words.slice(0, 6).join('、');
  for (const key of ['name', 'label', 'title', 'why', 'law', 'option', 'ja']) {
    const label = kind === 'entry' ? textAt(value, 'label') : undefined;
    const text = label ?? textAt(value, key);
    if (text !== undefined) return text;
  }
  return String(value.id ?? '');
}

function detailOf(kind: RecordKind, value: RecordValue): string {
  const keys = ['who', 'question', 'story', 'purpose', 'place', 'what', 'label', 'zone', 'help', 'ja'];
  const title = titleOf(kind, value);
  return keys.map((key) => textAt(value, key)).find((text) => text !== undefined && text !== title) ?? '';
}

/** Every text of a value, one after the other. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

const kept = new WeakMap<Inventory, { parts: Parts; index: readonly Indexed[] }>();

/** The records of an inventory one by one; taken apart once for as long as it is shown. */
export function partsOf(inventory: Inventory): Parts {
  return indexOf(inventory).parts;
}

function indexOf(inventory: Inventory): { parts: Parts; index: readonly Indexed[] } {
  const known = kept.get(inventory);
  if (known) return known;
  const parts = takeApart(inventory.records);
  const index = recordKinds.flatMap((kind) =>
    [...parts[kind]].map(([id, value]): Indexed => {
      const title = titleOf(kind, value);
      return {
        kind,
        id,
        title,
        detail: detailOf(kind, value),
        titleFolded: folded(`${title} ${textAt(value, 'nameKana') ?? ''}`),
        text: folded([id, kindWords[kind].name, ...textsOf(value)].join('\n')),
      };
    }),
  );
  kept.set(inventory, { parts, index });
  return { parts, index };
}

/** How many records there are of each kind. */
export function countsOf(inventory: Inventory): ReadonlyMap<RecordKind, number> {
  const { parts } = indexOf(inventory);
  return new Map(recordKinds.map((kind) => [kind, parts[kind].size]));
}

/**
 * Records in which every word of the question stands; procedures and names that begin with it come first. Without a question
 * all records of the kind, in the city's order. `total` counts those beyond `most` too.
 */
export function findRecords(
  inventory: Inventory,
  question: string,
  { kind, most = 50 }: { kind?: RecordKind; most?: number } = {},
): { records: FoundRecord[]; total: number } {
  const words = folded(question.slice(0, 200)).split(/\s+/).filter(Boolean).slice(0, 10);
  const rank = ({ titleFolded }: Indexed): number => {
    const [first = ''] = words;
    if (titleFolded.startsWith(first)) return 0;
    return words.every((word) => titleFolded.includes(word)) ? 1 : 2;
  };
  const found = indexOf(inventory).index.filter(
    (record) => (kind === undefined || record.kind === kind) && words.every((word) => record.text.includes(word)),
  );
  if (words.length > 0)
    found.sort(
      (left, right) => rank(left) - rank(right) || recordKinds.indexOf(left.kind) - recordKinds.indexOf(right.kind),
    );
  return {
    records: found.slice(0, most).map(({ kind: own, id, title, detail }) => ({ kind: own, id, title, detail })),
    total: found.length,
  };
}
