import { type Block, type Place, readMarker } from './block.ts';

/** Something that was found in a manual, with the passage that says so. Nothing is taken over unseen. */
export interface Finding {
  readonly text: string;
  readonly source: { readonly place: Place; readonly passage: string };
}

/** A step with what stands below it. */
export interface Step extends Finding {
  /** 1 for a step, 2 and 3 for what is done within it. */
  readonly level: number;
}

/** A manual as a draft for staff to confirm. */
export interface ManualDraft {
  readonly title: string;
  readonly steps: readonly Step[];
  readonly documents: readonly Finding[];
  readonly notes: readonly Finding[];
}

type Section = 'steps' | 'documents' | 'notes' | 'other';

const documentWords =
  /持ち物|持参|必要(?:な)?(?:もの|物|書類)|用意する(?:もの|物|書類)|(?:提出|添付|確認|準備)(?:する|していただく)?書類|準備(?:する)?(?:もの|物)/;
const stepWords = /手順|流れ|処理|操作|作業|受付方法|やり方|方法|フロー|事務の進め方/;
const noteWords = /注意|留意|備考|補足|ポイント|参考|根拠|よくある|まちがい|間違い|例外/;
/** 「持ち物：…」 in the middle of other text. */
const inlineDocuments = new RegExp(`^(?:${documentWords.source})[^:：]{0,6}[:：]\\s*(.+)$`);
const inlineNote = /^(?:注意|備考|補足|留意点|注)[^:：]{0,4}[:：]\s*(.+)$/;
const headerWords = {
  steps: /手順|作業|処理|操作|内容|すること|対応/,
  documents: /書類|持ち物|必要なもの|必要な物|品名|名称/,
  notes: /備考|注意|留意|補足|ポイント/,
  number: /^(?:no\.?|№|番号|順番|順|#|項番|手順番号)$/i,
} as const;

function sectionOf(heading: string): Section {
  if (documentWords.test(heading)) return 'documents';
  if (noteWords.test(heading)) return 'notes';
  return stepWords.test(heading) ? 'steps' : 'other';
}

/** Signs that people put before a heading as often as before an item. */
const headingSign = /^[■◆●□◇▶►]/u;

const clean = (text: string): string => text.replace(/[\s　]+/gu, ' ').trim();
/** An enumeration in one line; the list ends with its sentence. */
const enumerated = (text: string): string[] =>
  text
    .replace(/[。.]\s*$/u, '')
    .split(/[、,，／]|(?<=\S)・(?=\S)/u)
    .map(clean)
    .filter((item) => item !== '');

/**
 * Makes a draft of a manual out of its passages. What stands under a heading about papers is a paper, what is numbered under a
 * heading about the way (or under none) is a step, what is marked as a note is a note; of everything else nothing is taken,
 * so that nothing is invented.
 */
export function draftOf(blocks: readonly Block[]): ManualDraft {
  const title = titleOf(blocks);
  const steps: Step[] = [];
  const documents: Finding[] = [];
  const notes: Finding[] = [];
  let section: Section = 'other';
  /** The list whose last item a line without a mark goes on with. */
  let open = null as Finding[] | null;

  const add = (list: Finding[], text: string, block: { place: Place }, passage: string, more: object = {}) => {
    list.push({ text, source: { place: block.place, passage }, ...more });
    open = list;
  };

  for (const block of blocks) {
    if (block.kind === 'heading') {
      open = null;
      if (block.text === title && block.level === 1) continue;
      const read = readMarker(block.text);
      const named = sectionOf(read.text);
      // A numbered heading below 「手順」 is a step itself.
      if (named === 'other' && section === 'steps' && read.marker === 'number' && block.level > 1) {
        add(steps, read.text, block, block.text, { level: 1 });
        continue;
      }
      section = named;
      continue;
    }
    if (block.kind === 'table') {
      open = null;
      readTable(block, section, { steps, documents, notes });
      continue;
    }
    const read = readMarker(block.text);
    const marker = block.marker ?? read.marker;
    const text = clean(read.text);
    if (text === '' || text === title) continue;
    // What the file itself says is an item of a list is none; a hand that types numbers numbers its headings, too.
    const mayHead = marker === null || marker === 'number' || headingSign.test(block.text.trim());
    const named = block.marker === null && mayHead ? inlineHeading(text) : null;
    if (named !== null) {
      section = named;
      open = null;
      continue;
    }
    const inline = inlineDocuments.exec(text);
    if (inline?.[1] !== undefined) {
      for (const item of enumerated(inline[1])) add(documents, item, block, block.text);
      open = null;
      continue;
    }
    const noted = inlineNote.exec(text);
    if (read.marker === 'note' || noted !== null) {
      add(notes, noted?.[1] ?? text, block, block.text);
      continue;
    }
    if (marker === null) {
      if (open !== null && goesOn(open.at(-1), block)) continueLast(open, text);
      else if (section === 'notes') add(notes, text, block, block.text);
      else if (section === 'documents' && block.depth > 0) add(documents, text, block, block.text);
      else open = null;
      continue;
    }
    if (section === 'documents') add(documents, withoutEnd(text), block, block.text);
    else if (section === 'notes') add(notes, text, block, block.text);
    else if (marker === 'number') {
      add(steps, text, block, block.text, { level: Math.max(block.depth + 1, read.level) });
    } else if (section === 'steps') add(steps, text, block, block.text, { level: 2 + block.depth });
  }
  return { title, steps, documents, notes };
}

const withoutEnd = (text: string): string => text.replace(/[。]\s*$/u, '');

/** A line set in below an item, without a mark of its own, belongs to the item. */
function goesOn(last: Finding | undefined, { depth }: { depth: number }): boolean {
  return last !== undefined && depth > 0;
}

function continueLast(list: Finding[], text: string): void {
  const last = list.pop();
  if (last === undefined) return;
  const { place, passage } = last.source;
  list.push({ ...last, text: `${last.text}${text}`, source: { place, passage: `${passage}\n${text}` } });
}

/** A short line that is a heading although the file does not say so: 「【持ち物】」「■ 手順」「3 必要書類」. */
function inlineHeading(text: string): Section | null {
  const bare = text.replace(/^[【［[〈《<■◆●]+|[】］\]〉》>:：]+$/gu, '');
  const isHeading = bare.length <= 16 && !/[。、]/u.test(bare) && !/(?:[うくぐすつぬぶむる]|こと|か)$/u.test(bare);
  if (!isHeading) return null;
  const section = sectionOf(bare);
  return section === 'other' ? null : section;
}

function titleOf(blocks: readonly Block[]): string {
  const heading = blocks.find((block) => block.kind === 'heading' && block.level === 1);
  if (heading?.kind === 'heading') return heading.text;
  const first = blocks.find((block) => block.kind !== 'table' && clean(block.text) !== '');
  return first !== undefined && first.kind !== 'table' ? clean(first.text) : '';
}

interface Lists {
  steps: Step[];
  documents: Finding[];
  notes: Finding[];
}

/** Reads a table by the words of its first row; without such words by the heading above it. */
function readTable(table: Extract<Block, { kind: 'table' }>, section: Section, lists: Lists): void {
  const [header = [], ...rows] = table.rows.map((row) => row.map(clean));
  const column = (words: RegExp, taken: readonly number[] = []): number =>
    header.findIndex((cell, index) => !taken.includes(index) && cell !== '' && cell.length <= 14 && words.test(cell));
  const number = column(headerWords.number);
  const document = column(headerWords.documents, [number]);
  const note = column(headerWords.notes, [number, document]);
  const step = column(headerWords.steps, [number, document, note]);
  const isDocuments = step === -1 && (document !== -1 || section === 'documents');
  const main = isDocuments ? (document === -1 ? step : document) : step;
  const hasHeader = main !== -1;
  if (!hasHeader && section !== 'documents' && section !== 'steps') return;
  const cellOf = (row: readonly string[]): string =>
    (hasHeader ? row[main] : row.find((cell) => cell !== '' && !/^[0-9０-９]+$/u.test(cell))) ?? '';
  for (const row of hasHeader ? rows : [header, ...rows]) {
    const text = readMarker(cellOf(row)).text;
    if (text === '') continue;
    const source = { place: table.place, passage: row.filter((cell) => cell !== '').join(' | ') };
    if (isDocuments) lists.documents.push({ text: withoutEnd(text), source });
    else {
      lists.steps.push({ text, source, level: 1 });
      // Papers that a step asks for stand in a column of their own.
      const papers = document === -1 ? '' : (row[document] ?? '');
      for (const item of enumerated(papers.replace(/^[-－―ー]$|^なし$/u, ''))) {
        if (!lists.documents.some((known) => known.text === item)) lists.documents.push({ text: item, source });
      }
    }
    const remark = note === -1 ? '' : (row[note] ?? '');
    if (remark !== '' && !/^[-－―ー]$|^なし$/u.test(remark)) lists.notes.push({ text: remark, source });
  }
}
