import { parser } from 'lezer-feel';
import { type Condition, ConditionError, LIMITS, readCondition } from './condition.ts';
import { isFeelName } from './feel-name.ts';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** Text that is not a condition. `position` counts UTF-16 units from the start of the text. */
export class ConditionSyntaxError extends ConditionError {
  override readonly name = 'ConditionSyntaxError';
  readonly position: number;

  constructor(position: number, sentence: string) {
    super(`${position + 1}文字目: ${sentence}`);
    this.position = position;
  }
}

/**
 * Reads a condition from the subset of FEEL (DMN 1.3) with `and`, `or`, `not(…)`, `fact = true|false|"value"`,
 * `list contains(fact, "value")`, `fact >= number` and parentheses; `true` always holds, `false` never. Throws
 * `ConditionSyntaxError` for anything else, for text over 4 KB and for conditions beyond the limits.
 */
export function parseFeel(text: string): Condition {
  if (Buffer.byteLength(text) > LIMITS.textBytes) {
    throw new ConditionSyntaxError(LIMITS.textBytes, `式は${LIMITS.textBytes}バイトまでです。式を分けてください。`);
  }
  const tree = parser.parse(text);
  const cursor = tree.cursor();
  do {
    if (cursor.type.isError)
      throw new ConditionSyntaxError(cursor.from, 'ここから読めません。書き方を確かめてください。');
  } while (cursor.next());
  const condition = new Reader(text).condition(onlyChild(tree.topNode), 1);
  return readCondition(condition);
}

class Reader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  condition(node: SyntaxNode, depth: number): Condition {
    if (depth > LIMITS.depth) {
      throw new ConditionSyntaxError(node.from, `かっこは${LIMITS.depth}段までです。式を分けてください。`);
    }
    switch (node.name) {
      case 'BooleanLiteral':
        return this.#read(node) === 'true' ? { all: [] } : { any: [] };
      case 'ParenthesizedExpression':
        return this.condition(onlyChild(node), depth + 1);
      case 'Conjunction':
        return { all: operands(node).map((part) => this.condition(part, depth + 1)) };
      case 'Disjunction':
        return { any: operands(node).map((part) => this.condition(part, depth + 1)) };
      case 'Comparison':
        return this.#comparison(node);
      case 'FunctionInvocation':
        return this.#call(node, depth);
      default:
        throw unexpected(node);
    }
  }

  #comparison(node: SyntaxNode): Condition {
    const [left, operator, right, ...more] = children(node);
    if (!left || !operator || !right || more.length > 0) throw unexpected(node);
    const fact = this.#name(left);
    const sign = this.#read(operator);
    if (sign === '>=' && right.name === 'NumericLiteral') return { fact, gte: this.#integer(right) };
    if (sign === '=' && right.name === 'BooleanLiteral') return { fact, is: this.#read(right) === 'true' };
    if (sign === '=' && right.name === 'StringLiteral') return { fact, is: this.#string(right) };
    throw new ConditionSyntaxError(operator.from, '使える比べ方は = true、= false、= "値"、>= 数 です。');
  }

  #call(node: SyntaxNode, depth: number): Condition {
    const name = node.firstChild;
    const parameters = node.getChild('PositionalParameters');
    const given = parameters ? children(parameters) : [];
    const [first, second] = given;
    const called = name ? this.#read(name).replace(/\s+/g, ' ') : '';
    if (called === 'not' && first && given.length === 1) return { not: this.condition(first, depth + 1) };
    if (called === 'list contains' && first && second?.name === 'StringLiteral' && given.length === 2) {
      return { fact: this.#name(first), has: this.#string(second) };
    }
    throw new ConditionSyntaxError(node.from, '使える関数は not(…) と list contains(項目, "値") です。');
  }

  #name(node: SyntaxNode): string {
    const name = this.#read(node);
    if (!['VariableName', 'PathExpression'].includes(node.name) || !isFeelName(name)) {
      throw new ConditionSyntaxError(node.from, '項目の名前がここに必要です。');
    }
    return name;
  }

  #integer(node: SyntaxNode): number {
    const number = Number(this.#read(node));
    if (!Number.isSafeInteger(number)) throw new ConditionSyntaxError(node.from, '整数で書いてください。');
    return number;
  }

  #string(node: SyntaxNode): string {
    try {
      return String(JSON.parse(this.#read(node)));
    } catch {
      throw new ConditionSyntaxError(node.from, '"…" の中の書き方を確かめてください。');
    }
  }

  #read(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }
}

/** The operands of `a and b and c`, which the parser nests to the left. */
function operands(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let rest: SyntaxNode = node;
  while (rest.name === node.name) {
    const [left, , right] = children(rest);
    if (!left || !right) throw unexpected(rest);
    found.push(right);
    rest = left;
  }
  return [...found, rest].reverse();
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}

/** The expression inside a node that may also hold parentheses; comments and a second expression are refused. */
function onlyChild(node: SyntaxNode): SyntaxNode {
  const inner = children(node).filter((child) => child.name !== '(' && child.name !== ')');
  const [only, more] = inner;
  if (!only) throw unexpected(node);
  if (more) throw unexpected(more);
  return only;
}

function unexpected(node: SyntaxNode): ConditionSyntaxError {
  return new ConditionSyntaxError(node.from, 'ここには条件が必要です。項目と値を比べる式を書いてください。');
}
