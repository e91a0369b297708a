import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { FilePath, Remark } from './finding.ts';

/** Bounds of one file; far above what a city writes and far below what hurts. */
export const limits = { bytes: 2 * 1024 * 1024, depth: 32 } as const;

/** A YAML file as plain values, with the way back from a value to its line. */
export interface YamlFile {
  value: unknown;
  remarks: Remark[];
  /** The line (from 1) where the value at a path stands, or the nearest thing around it. */
  lineOf(path: FilePath): number;
}

/**
 * Reads the text of one YAML file (core schema of YAML 1.2). Aliases, repeated keys, `__proto__`, deep nesting and large
 * files are refused with a sentence; the value is then undefined.
 */
export function readYaml(file: string, text: string): YamlFile {
  const refuse = (code: string, message: string, line = 1): YamlFile => ({
    value: undefined,
    remarks: [{ level: 'error', code, message, file, path: [] }],
    lineOf: () => line,
  });
  if (Buffer.byteLength(text) > limits.bytes)
    return refuse('too-large', 'ファイルが大きすぎます(2MBまで)。分けてください。');
  if (nesting(text) > limits.depth) return refuse('too-deep', tooDeep);
  const lines = new LineCounter();
  // The library compares each key with each other key; a set in `hostileNode` does the same in linear time.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, version: '1.2', schema: 'core' });
  const broken = document.errors[0];
  if (broken) return refuse('syntax', syntaxSentence(broken.code), lines.linePos(broken.pos[0]).line);
  const hostile = hostileNode(document);
  if (hostile) return refuse(hostile.code, hostile.message, lines.linePos(hostile.offset).line);
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    remarks: [],
    lineOf: (path) => lines.linePos(offsetOf(document, path)).line,
  };
}

const tooDeep = '入れ子が深すぎます(32段まで)。';

/**
 * An upper bound of the nesting, from brackets and indentation alone: the parser is recursive, so this comes before it.
 * Brackets in quoted text count too; no sentence opens 32 of them without closing any.
 */
function nesting(text: string): number {
  let deepest = 0;
  let open = 0;
  const indents: number[] = [];
  for (const line of text.split('\n')) {
    const indent = line.search(/[^ ]/);
    if (indent >= 0 && open === 0) {
      while ((indents.at(-1) ?? -1) >= indent) indents.pop();
      for (const dash of leadingDashes(line, indent)) indents.push(dash);
    }
    for (const sign of line) {
      if (sign === '[' || sign === '{') open += 1;
      else if ((sign === ']' || sign === '}') && open > 0) open -= 1;
      deepest = Math.max(deepest, open + indents.length);
    }
  }
  return deepest;
}

/** Columns at which a line opens a level: its indentation, and one more behind each `- ` or `? ` of `- - - x`. */
function leadingDashes(line: string, indent: number): number[] {
  const columns = [indent];
  for (let column = indent; line.startsWith('- ', column) || line.startsWith('? ', column); column += 2)
    columns.push(column + 2);
  return columns;
}

function syntaxSentence(code: string): string {
  const sentences: Readonly<Record<string, string>> = {
    BAD_INDENT: '字下げがそろっていません。半角の空白で上の行とそろえてください。',
    TAB_AS_INDENT: '字下げにタブが使われています。半角の空白にしてください。',
    MISSING_CHAR: '閉じる記号( " や ] や } )か「:」のあとの空白が足りません。',
    MULTILINE_IMPLICIT_KEY: '「項目: 値」の形になっていません。「: 」を含む文は " で囲んでください。',
    BLOCK_AS_IMPLICIT_KEY: '「: 」を含む文は " で囲んでください。',
    MULTIPLE_DOCS: '1つのファイルに「---」で区切った内容が2つあります。ファイルを分けてください。',
  };
  return sentences[code] ?? 'YAMLとして読めません。記号と字下げを確かめてください。';
}

function hostileNode(document: Document): { code: string; message: string; offset: number } | undefined {
  let found: { code: string; message: string; offset: number } | undefined;
  const stop = (code: string, message: string, node: unknown) => {
    found = { code, message, offset: offsetOfNode(node) };
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_key, node) => stop('alias', '別名(*名前)は使えません。同じ内容をもう一度書いてください。', node),
    Map: (_key, node) => {
      const seen = new Set<unknown>();
      for (const { key } of node.items) {
        const name = isScalar(key) ? key.value : undefined;
        if (typeof name !== 'string' && typeof name !== 'number')
          return stop('key', '項目の名前は文字で書いてください。', key);
        if (name === '__proto__') return stop('key', '「__proto__」という名前は使えません。', key);
        if (seen.has(String(name)))
          return stop('repeated-key', `「${name}」が2度書かれています。1つにしてください。`, key);
        seen.add(String(name));
      }
      return undefined;
    },
  });
  return found;
}

function offsetOfNode(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
}

function offsetOf(document: Document, path: FilePath): number {
  let node: Node | null = document.contents as Node | null;
  let offset = offsetOfNode(node);
  for (const part of path) {
    const item = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      : isSeq(node)
        ? node.items[Number(part)]
        : undefined;
    if (item === undefined || item === null) return offset;
    offset = offsetOfNode(isPair(item) ? item.key : item);
    node = (isPair(item) ? item.value : item) as Node | null;
  }
  return offset;
}
