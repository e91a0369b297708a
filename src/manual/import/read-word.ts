import mammoth from 'mammoth';
import type { Block } from './block.ts';
import { type MarkupElement, parseMarkup, textOf } from './markup.ts';

/** Styles of Word in Japanese and English that are headings; mammoth knows only the English ones by itself. */
const styles = [
  "p[style-name='Title'] => h1.title:fresh",
  "p[style-name='表題'] => h1.title:fresh",
  ...[1, 2, 3, 4].flatMap((level) => [
    `p[style-name='見出し ${level}'] => h${level}:fresh`,
    `p[style-name='heading ${level}'] => h${level}:fresh`,
  ]),
];

/** Reads a Word file (.docx) into passages. Throws when it is none. */
export async function readWord(bytes: Buffer): Promise<Block[]> {
  const { value } = await mammoth.convertToHtml(
    { buffer: bytes },
    // Pictures say nothing about steps, and may be large.
    { styleMap: styles, convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
  );
  const blocks: Block[] = [];
  let passage = 0;
  const place = () => {
    passage += 1;
    return `${passage}段落目`;
  };

  function list(element: MarkupElement, depth: number): void {
    for (const item of element.children) {
      if (typeof item === 'string' || item.name !== 'li') continue;
      const inner = item.children.filter((child) => typeof child !== 'string' && /^[ou]l$/.test(child.name));
      const text = textOf({ ...item, children: item.children.filter((child) => !inner.includes(child)) });
      const marker = element.name === 'ol' ? 'number' : 'bullet';
      if (text !== '') blocks.push({ kind: 'line', text, depth, marker, place: place() });
      for (const child of inner) if (typeof child !== 'string') list(child, depth + 1);
    }
  }

  for (const element of parseMarkup(value)) {
    if (typeof element === 'string') continue;
    const heading = /^h([1-6])$/.exec(element.name);
    if (heading) {
      const isTitle = element.attributes.class === 'title';
      const text = textOf(element);
      if (text !== '') blocks.push({ kind: 'heading', level: isTitle ? 1 : Number(heading[1]), text, place: place() });
    } else if (element.name === 'ol' || element.name === 'ul') list(element, 0);
    else if (element.name === 'table') blocks.push({ kind: 'table', rows: rowsOf(element), place: place() });
    else {
      // A line break within a paragraph is how many people begin the next step.
      for (const text of textOf(element, '\n').split('\n')) {
        if (text.trim() === '') continue;
        const depth = /^[\s　]/u.test(text) ? 1 : 0;
        blocks.push({ kind: 'line', text: text.trim(), depth, marker: null, place: place() });
      }
    }
  }
  return blocks;
}

/** The cells of a table, as many in each row: what a merged cell covers to its right and below is empty. */
function rowsOf(table: MarkupElement): string[][] {
  const rows: string[][] = [];
  /** For each column, how many rows more a cell from above covers. */
  const covered: number[] = [];
  const takeRow = (row: MarkupElement) => {
    const texts: string[] = [];
    const skipCovered = () => {
      while ((covered[texts.length] ?? 0) > 0) {
        covered[texts.length] = (covered[texts.length] ?? 0) - 1;
        texts.push('');
      }
    };
    for (const cell of row.children) {
      if (typeof cell === 'string' || !/^t[dh]$/.test(cell.name)) continue;
      skipCovered();
      const [columns, down] = [spanOf(cell, 'colspan'), spanOf(cell, 'rowspan')];
      const text = textOf(cell, '\n').trim();
      for (let at = 0; at < columns; at += 1) {
        covered[texts.length] = down - 1;
        texts.push(at === 0 ? text : '');
      }
    }
    skipCovered();
    rows.push(texts);
  };
  const walk = (element: MarkupElement) => {
    for (const child of element.children) {
      if (typeof child === 'string') continue;
      if (child.name === 'tr') takeRow(child);
      else walk(child);
    }
  };
  walk(table);
  return rows;
}

/** Wider than any table of a manual; what a file says beyond is not believed. */
const widestSpan = 100;

const spanOf = ({ attributes }: MarkupElement, name: 'colspan' | 'rowspan'): number =>
  Math.min(widestSpan, Math.max(1, Number(attributes[name] ?? 1) || 1));
