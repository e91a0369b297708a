import type { Condition, Leaf } from './condition.ts';

/** How facts and their options are called in sentences. */
export interface Labels {
  fact(id: string): string;
  option(factId: string, value: string): string;
}

/** A condition as a Japanese phrase that ends in 「とき」, for authors and for reasons. */
export function describe(condition: Condition, labels: Labels): string {
  if ('all' in condition && condition.all.length === 0) return 'いつも';
  if ('any' in condition && condition.any.length === 0) return '当てはまることはありません';
  return `${clause(condition, labels)}とき`;
}

function clause(condition: Condition, labels: Labels): string {
  if ('all' in condition) return joined(condition.all, 'かつ', 'いつでもよい', labels);
  if ('any' in condition) return joined(condition.any, 'または', '決して当てはまらない', labels);
  if (!('not' in condition)) return leafClause(condition, labels, true);
  const { not } = condition;
  if ('fact' in not) return leafClause(not, labels, false);
  return `「${clause(not, labels)}」ではない`;
}

function joined(parts: readonly Condition[], word: string, empty: string, labels: Labels): string {
  if (parts.length === 0) return empty;
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return clause(only, labels);
  const clauses = word === 'または' ? alternatives(parts, labels) : parts.map((part) => enclosed(part, labels));
  return clauses.join(`、${word}、`);
}

function enclosed(part: Condition, labels: Labels): string {
  const text = clause(part, labels);
  const several = ('all' in part && part.all.length > 1) || ('any' in part && part.any.length > 1);
  return several && text.includes('、') ? `（${text}）` : text;
}

/** Members of one list, as the commonest alternatives, said shortly: 「できごと」に「転入」「転居」のどれかがある. */
function alternatives(parts: readonly Condition[], labels: Labels): string[] {
  const members = (fact: string) => parts.flatMap((part) => ('has' in part && part.fact === fact ? [part] : []));
  return parts.flatMap((part, index) => {
    const own = 'has' in part ? members(part.fact) : [];
    if (!('has' in part) || own.length < 2) return [enclosed(part, labels)];
    if (parts.findIndex((other) => 'has' in other && other.fact === part.fact) < index) return [];
    const options = own.map((leaf) => `「${labels.option(leaf.fact, leaf.has)}」`).join('');
    return [`「${labels.fact(part.fact)}」に${options}のどれかがある`];
  });
}

function leafClause(leaf: Leaf, labels: Labels, holds: boolean): string {
  const name = `「${labels.fact(leaf.fact)}」`;
  if ('has' in leaf) return `${name}に「${labels.option(leaf.fact, leaf.has)}」が${holds ? 'ある' : 'ない'}`;
  if ('gte' in leaf) return `${name}が${leaf.gte}${holds ? '以上である' : '以上ではない'}`;
  const value = typeof leaf.is === 'string' ? labels.option(leaf.fact, leaf.is) : leaf.is ? 'はい' : 'いいえ';
  return `${name}が「${value}」${holds ? 'である' : 'ではない'}`;
}
