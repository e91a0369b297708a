import { type Inventory, type RecordKind, type RecordValue, recordSchemas, sentenceOf } from '#inventory';
import { type Condition, ConditionError, ConditionSyntaxError, decide, leavesOf, parseFeel } from '#rules';
import { groupOf, type Raw, tidied, typedValue } from './form.ts';
import { conditionOfRows } from './rows.ts';
import { type Shape, shapeOf } from './shape.ts';

/** What a form says: the record, or what is to be put right at which field. */
export interface ReadRecord {
  raw: Raw;
  value: RecordValue | undefined;
  /** By the name of the field (`v.documents.0.name`). */
  errors: ReadonlyMap<string, string>;
}

/** Reads a typed record with the schema that reads the files, and says at each field what to do. Pure. */
export function readRecord(
  kind: RecordKind,
  typed: Raw,
  inventory: Inventory,
  tests: ReadonlyMap<string, Condition>,
): ReadRecord {
  const shape = shapeOf(kind, inventory.items);
  const raw = tidied(shape, typed);
  const errors = new Map<string, string>();
  for (const { name, message } of conditionProblems(shape, raw, [], inventory, tests)) errors.set(name, message);
  const result = recordSchemas[kind].safeParse(typedValue(shape, raw, tests));
  for (const issue of result.error?.issues ?? []) {
    const { path, isWhole } = fieldOf(shape, issue.path);
    const name = `v.${path.join('.')}`;
    const isMissing = isWhole && issue.code === 'invalid_type' && issue.input === undefined;
    if (!errors.has(name)) errors.set(name, isMissing ? 'ここを書いてください。' : sentenceOf(issue));
  }
  return { raw, value: result.success && errors.size === 0 ? (result.data as RecordValue) : undefined, errors };
}

/** The field that a place in a value belongs to: parts of a condition belong to its field. */
function fieldOf(shape: Shape, path: readonly PropertyKey[]): { path: string[]; isWhole: boolean } {
  const found: string[] = [];
  let current: Shape | undefined = shape;
  for (const part of path.map(String)) {
    if (current?.kind === 'record') current = current.fields.find(({ key }) => key === part)?.shape;
    else if (current?.kind === 'list') current = current.of;
    else return { path: found, isWhole: false };
    found.push(part);
  }
  return { path: found, isWhole: true };
}

/** Conditions that cannot be read or that name an answer which does not exist: found here, so that the field says it. */
function* conditionProblems(
  shape: Shape,
  raw: Raw | undefined,
  path: readonly string[],
  inventory: Inventory,
  tests: ReadonlyMap<string, Condition>,
): Generator<{ name: string; message: string }> {
  if (shape.kind === 'record' && typeof raw === 'object' && !Array.isArray(raw)) {
    const own = raw as { readonly [key: string]: Raw };
    for (const { key, shape: part } of shape.fields)
      yield* conditionProblems(part, own[key], [...path, key], inventory, tests);
  }
  if (shape.kind === 'list' && Array.isArray(raw))
    for (const [index, item] of (raw as readonly Raw[]).entries())
      yield* conditionProblems(shape.of, item, [...path, String(index)], inventory, tests);
  if (shape.kind !== 'condition' || raw === undefined || raw === '') return;
  const message = conditionProblem(raw, inventory, tests);
  if (message !== undefined) yield { name: `v.${path.join('.')}`, message };
}

function conditionProblem(raw: Raw, inventory: Inventory, tests: ReadonlyMap<string, Condition>): string | undefined {
  try {
    if (typeof raw !== 'string') {
      const { rows } = raw as { readonly [key: string]: Raw };
      return conditionOfRows(tests, groupOf(rows ?? '')).problems[0]?.message;
    }
    for (const leaf of leavesOf(parseFeel(raw))) decide(leaf, {}, inventory.vocabulary);
    return undefined;
  } catch (error) {
    if (error instanceof ConditionSyntaxError || error instanceof ConditionError) return error.message;
    throw error;
  }
}
