import { type Block, type Place, readMarker } from './block.ts';
import { sectionsOf } from './by-items.ts';
import { enumerated, papersAfterColon, papersOfSentence } from './enumeration.ts';
import { outlined, withoutContents } from './outline.ts';
import type { Section } from './sections.ts';
import { rowSource, rowsOfTable, type TableBlock, withoutForms } from './table.ts';

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
  /** What is neither: the passages of which nothing was taken, for whoever looks whether something is missing. */
  readonly rest: readonly Finding[];
}

const inlineNote = /^(?:注意|備考|補足|留意点|注)[^:：]{0,4}[:：]\s*(.+)$/;
/** More than so many lists within each other are no manual for a counter. */
const deepest = 3;

/** Begins something of its own: 「→ 担当：窓口」 goes on with no sentence. */
const beginsAnew = /^(?:[→⇒➡⇨└↳]|[^、。:：]{1,8}[:：])/u;

const clean = (text: string): string => text.replace(/[\s　]+/gu, ' ').trim();
const withoutEnd = (text: string): string => text.replace(/[。]\s*$/u, '');

/**
 * Makes a draft of a manual out of its passages. What stands under a heading about papers, or in a list of papers, is a paper,
 * what is numbered under a heading about the way (or under none) is a step, what is marked as a note is a note; of everything
 * else nothing is taken, so that nothing is invented.
 */
export function draftOf(blocks: readonly Block[]): ManualDraft {
  const title = titleOf(blocks);
  const body = blocks.filter((block) => block.kind === 'table' || !isTitle(block, title));
  const passages = outlined(withoutForms(withoutContents(body)));
  const collector = new Collector(sectionsOf(passages));
  for (const block of passages) collector.take(block);
  const { steps, documents, notes, rest } = collector;
  return { title, steps, documents, notes, rest };
}

/** Goes through the passages and keeps what they say. */
class Collector {
  readonly steps: Step[] = [];
  readonly documents: Finding[] = [];
  readonly notes: Finding[] = [];
  readonly rest: Finding[] = [];
  private section: Section = 'other';
  /** The heading that began the section. */
  private heading = { level: 0, style: '' };
  /** The list whose last item a line without a mark goes on with. */
  private open: Finding[] | null = null;
  /** How the lists are numbered that the present one stands in, from the outside. */
  private styles: string[] = [];
  private lastNumber: number | null = null;

  private readonly sections: ReadonlyMap<Block, Section>;

  constructor(sections: ReadonlyMap<Block, Section>) {
    this.sections = sections;
  }

  take(block: Block): void {
    if (block.kind === 'heading') this.takeHeading(block);
    else if (block.kind === 'table') this.takeTable(block);
    else this.takeLine(block);
  }

  private takeHeading(block: Extract<Block, { kind: 'heading' }>): void {
    this.open = null;
    this.lastNumber = null;
    const { marker, style, text } = readMarker(block.text);
    const named = this.sections.get(block) ?? 'other';
    const isSibling = block.level <= this.heading.level && style === this.heading.style;
    // A numbered heading within 「手順」 is a step itself.
    if (named === 'other' && this.section === 'steps' && marker === 'number' && block.level > 1 && !isSibling) {
      this.addStep(text, block, style);
      return;
    }
    // A heading that means nothing here may be an item that was taken for one.
    if (named === 'other') this.leave(block);
    this.section = named;
    this.heading = { level: block.level, style };
    this.styles = [];
  }

  private takeLine(block: Extract<Block, { kind: 'line' }>): void {
    const read = readMarker(block.text, this.lastNumber === null ? null : this.lastNumber + 1);
    const marker = block.marker ?? read.marker;
    const text = clean(read.text);
    if (text === '') return;
    const papers = papersAfterColon(text) ?? (this.section === 'documents' ? papersOfSentence(text) : null);
    if (papers !== null) {
      for (const item of papers) this.add(this.documents, item, block);
      this.open = null;
      return;
    }
    const noted = inlineNote.exec(text);
    if (read.marker === 'note' || noted !== null) this.add(this.notes, noted?.[1] ?? text, block);
    else if (marker === null) this.takePlain(text, block);
    else if (this.section === 'documents') this.add(this.documents, withoutEnd(text), block);
    else if (this.section === 'notes') this.add(this.notes, text, block);
    else if (this.section === 'steps' || (this.section === 'other' && marker === 'number')) {
      const goesOn = read.number !== null && this.lastNumber !== null && read.number === this.lastNumber + 1;
      this.lastNumber = read.number;
      const style = block.marker === null ? read.style : `${block.marker}${block.depth}`;
      // Hands that write 「一、」 and then 「2、」 go on with one list.
      if (goesOn && !this.styles.includes(style)) this.styles[this.styles.length - 1] = style;
      this.addStep(text, block, style);
    } else this.leave(block);
  }

  /** A line without a mark. Set in below an item, it belongs to the item. */
  private takePlain(text: string, block: Extract<Block, { kind: 'line' }>): void {
    if (this.open !== null && block.depth > 0 && !beginsAnew.test(text)) continueLast(this.open, text);
    else if (this.section === 'notes') this.add(this.notes, text, block);
    else if (this.section === 'documents' && block.depth > 0) this.add(this.documents, text, block);
    else this.leave(block);
  }

  private takeTable(table: TableBlock): void {
    this.open = null;
    const read = rowsOfTable(table, this.section);
    if (read === null) {
      for (const index of table.rows.keys()) {
        const { place, passage } = rowSource(table, index);
        this.leave({ text: passage, place });
      }
      return;
    }
    for (const { text, documents, note, passage, place } of read.rows) {
      const source = { place, passage };
      if (text !== '' && read.section === 'documents') this.documents.push({ text: withoutEnd(text), source });
      else if (text !== '') this.steps.push({ text, source, level: 1 });
      else if (passage !== '') this.rest.push({ text: passage, source });
      if (text === '') continue;
      // Papers that a step asks for stand in a column of their own.
      for (const item of enumerated(documents)) {
        if (!this.documents.some((known) => known.text === item)) this.documents.push({ text: item, source });
      }
      if (note !== '' && !/^[-－―ー]$|^なし$/u.test(note)) this.notes.push({ text: note, source });
    }
  }

  /** A step stands as deep as its list: a list numbered in another way stands within the one above. */
  private addStep(text: string, block: { text: string; place: Place }, style: string): void {
    const at = this.styles.indexOf(style);
    this.styles = at === -1 ? [...this.styles, style] : this.styles.slice(0, at + 1);
    const step: Step = {
      text,
      source: { place: block.place, passage: block.text },
      level: Math.min(deepest, this.styles.length),
    };
    this.steps.push(step);
    this.open = this.steps;
  }

  private add(list: Finding[], text: string, { text: passage, place }: { text: string; place: Place }): void {
    list.push({ text, source: { place, passage } });
    this.open = list;
  }

  private leave({ text, place }: { text: string; place: Place }): void {
    this.open = null;
    if (clean(text) !== '') this.rest.push({ text: clean(text), source: { place, passage: text } });
  }
}

function continueLast(list: Finding[], text: string): void {
  const last = list.pop();
  if (last === undefined) return;
  const { place, passage } = last.source;
  list.push({ ...last, text: `${last.text}${text}`, source: { place, passage: `${passage}\n${text}` } });
}

/** The title says nothing more where it stands again; a numbered line that stands first is an item all the same. */
function isTitle(block: Exclude<Block, TableBlock>, title: string): boolean {
  if (clean(block.text) !== title) return false;
  return block.kind === 'heading' ? block.level === 1 : readMarker(block.text).marker === null;
}

function titleOf(blocks: readonly Block[]): string {
  const heading = blocks.find((block) => block.kind === 'heading' && block.level === 1);
  if (heading?.kind === 'heading') return clean(heading.text);
  const first = blocks.find((block) => block.kind !== 'table' && clean(block.text) !== '');
  return first !== undefined && first.kind !== 'table' ? clean(first.text) : '';
}
