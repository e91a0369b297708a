import { type Condition, ConditionSyntaxError, parseFeel, printFeel } from '#rules';
import { checkReferences } from '../check/references.ts';
import { procedureFile } from '../finding.ts';
import { changesBetween, type RecordDifference } from '../parts.ts';
import { plain } from '../plain.ts';
import { fileSchemas, type InventoryRecords, procedureSchema } from '../schema.ts';
import { readShape } from '../shape.ts';

/** A sheet of the 棚卸し表: names of columns, and a row for each record. */
export interface Sheet {
  name: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A cell that cannot be taken over, and what to do. Rows are counted as Excel counts them, the names being row 1. */
export interface SheetProblem {
  sheet: string;
  row: number;
  column: string;
  message: string;
}

type Path = readonly (string | number)[];
type Kind = 'text' | 'number' | 'flag' | 'condition' | 'lines';

interface Column {
  label: string;
  path: Path;
  kind: Kind;
  /** Names the record: it is not changed here. */
  fixed?: true;
  /** May be left empty. */
  optional?: true;
}

/** A row with the way from the record to what the row is about. */
interface Place {
  record: 'procedures' | 'facts';
  index: number;
  path: Path;
}

interface Table {
  name: string;
  columns: readonly Column[];
  places(records: InventoryRecords): Place[];
}

const column = (
  label: string,
  path: string,
  kind: Kind = 'text',
  more: Omit<Column, 'label' | 'path' | 'kind'> = {},
): Column => ({
  label,
  path: path.split('.'),
  kind,
  ...more,
});
const optional = { optional: true } as const;
const fixed = { fixed: true } as const;
const procedureColumn = column('手続きのid', '/id', 'text', fixed);
const numberColumn = column('番号', '#', 'number', fixed);

const eachProcedure = (records: InventoryRecords): Place[] =>
  records.procedures.map((_, index) => ({ record: 'procedures', index, path: [] }));

/** A row for each member of a list of each procedure. */
const each =
  (list: (procedure: InventoryRecords['procedures'][number]) => readonly unknown[] | undefined, ...path: string[]) =>
  (records: InventoryRecords): Place[] =>
    records.procedures.flatMap((procedure, index) =>
      (list(procedure) ?? []).map((_, at): Place => ({ record: 'procedures', index, path: [...path, at] })),
    );

const tables: readonly Table[] = [
  {
    name: '手続き',
    columns: [
      column('id', 'id', 'text', fixed),
      column('名前', 'name'),
      column('よみ', 'nameKana'),
      column('担当課', 'department'),
      column('だれが', 'who'),
      column('条件', 'when', 'condition'),
      column('期限', 'deadline.text'),
      column('過ぎたとき', 'deadline.penalty', 'text', optional),
      column('料金', 'fee.amount', 'number'),
      column('料金の説明', 'fee.text'),
      column('受付の課', 'counter.department'),
      column('階', 'counter.floor', 'number', optional),
      column('窓口', 'counter.window', 'text', optional),
      column('場所', 'counter.place'),
      column('窓口で', 'channels.counter', 'flag'),
      column('支所で', 'channels.branch', 'flag'),
      column('郵送で', 'channels.mail', 'flag'),
      column('夜間に', 'channels.nightDuty', 'flag'),
      column('オンラインで', 'channels.online.available', 'flag'),
      column('オンラインの方法', 'channels.online.via', 'text', optional),
      column('窓口の時間(分)', 'duration.counterMinutes', 'number'),
      column('根拠', 'legalBasis', 'lines'),
      column('注意', 'notes', 'lines'),
      column('確かめた日', 'checkedOn'),
    ],
    places: eachProcedure,
  },
  {
    name: '書類',
    columns: [
      procedureColumn,
      column('id', 'id', 'text', fixed),
      column('名前', 'name'),
      column('説明', 'note', 'text', optional),
      column('必ず', 'required', 'flag'),
      column('条件', 'when', 'condition', optional),
    ],
    places: each(({ documents }) => documents, 'documents'),
  },
  {
    name: '料金',
    columns: [procedureColumn, numberColumn, column('場合', 'case'), column('料金', 'amount', 'number')],
    places: each(({ fee }) => fee.variants, 'fee', 'variants'),
  },
  {
    name: '手順',
    columns: [
      procedureColumn,
      numberColumn,
      column('だれが', 'who'),
      column('すること', 'do'),
      column('システム', 'system', 'text', optional),
      column('書類のid', 'documents', 'lines', optional),
      column('入力の項目', 'data', 'lines', optional),
      column('条件', 'when', 'condition', optional),
    ],
    places: each(({ staffSteps }) => staffSteps, 'staffSteps'),
  },
  {
    name: '様式の項目',
    columns: [
      procedureColumn,
      column('id', 'id', 'text', fixed),
      column('項目', 'label'),
      column('役割', 'role'),
      column('入力の項目', 'entry'),
      column('必ず', 'required', 'flag'),
      column('注', 'note', 'text', optional),
    ],
    places: each(({ form }) => form.fields, 'form', 'fields'),
  },
  {
    name: '事実',
    columns: [
      column('id', 'id', 'text', fixed),
      column('名前', 'label'),
      column('質問', 'question'),
      column('やさしい日本語', 'easyJa', 'text', optional),
      column('聞く条件', 'askWhen', 'condition'),
    ],
    places: (records) => records.facts.map((_, index) => ({ record: 'facts', index, path: [] })),
  },
];

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);

function cellValue(records: InventoryRecords, { record, index, path }: Place, { path: own }: Column): unknown {
  if (own[0] === '#') return Number(path.at(-1)) + 1;
  const whole = records[record][index];
  return own[0] === '/id' ? whole?.id : valueAt(whole, [...path, ...own]);
}

function cellText(value: unknown, kind: Kind): string {
  if (value === undefined || value === null) return '';
  if (kind === 'flag') return value === true ? 'はい' : 'いいえ';
  if (kind === 'condition') return printFeel(value as Condition);
  return Array.isArray(value) ? value.join('\n') : String(value);
}

/** The inventory as sheets: procedures, papers, fees, steps, fields of the forms, facts. Pure. */
export function sheetsOf(records: InventoryRecords): Sheet[] {
  return tables.map(({ name, columns, places }) => ({
    name,
    columns: columns.map(({ label }) => label),
    rows: places(records).map((place) => columns.map((one) => cellText(cellValue(records, place, one), one.kind))),
  }));
}

/**
 * What sheets that were changed by hand change in the inventory: exactly the records whose cells differ. One wrong cell and nothing
 * is taken over. Rows that are missing stay as they are; new rows are refused, since what a sheet does not show would be
 * missing. Pure.
 */
export function readSheets(
  records: InventoryRecords,
  sheets: readonly Sheet[],
): { changes: RecordDifference[]; problems: SheetProblem[] } {
  const problems: SheetProblem[] = [];
  const after = structuredClone(records);
  /** The cell that last set a place, to tell where a value is that the whole record refuses. */
  const origins = new Map<string, Omit<SheetProblem, 'message'>>();
  const known = sheets.filter(({ name }) => tables.some((table) => table.name === name));
  if (known.length === 0) {
    const message = `「${tables.map(({ name }) => name).join('」「')}」のどのシートもありません。書き出した表を使ってください。`;
    return { changes: [], problems: [{ sheet: '', row: 1, column: '', message }] };
  }
  for (const sheet of known) {
    const table = tables.find(({ name }) => name === sheet.name) as Table;
    readSheet(records, after, table, sheet, problems, origins);
  }
  if (problems.length === 0) problems.push(...wholeProblems(records, after, origins));
  return problems.length > 0 ? { changes: [], problems } : { changes: changesBetween(records, after), problems };
}

function readSheet(
  records: InventoryRecords,
  after: InventoryRecords,
  table: Table,
  { name: sheet, columns: labels, rows }: Sheet,
  problems: SheetProblem[],
  origins: Map<string, Omit<SheetProblem, 'message'>>,
): void {
  const at = (label: string): number => labels.indexOf(label);
  const keys = table.columns.filter((one) => one.fixed);
  const missing = keys.filter(({ label }) => at(label) < 0);
  if (missing.length > 0) {
    const names = missing.map(({ label }) => label).join('」「');
    problems.push({
      sheet,
      row: 1,
      column: names,
      message: `列「${names}」がありません。列の名前を書き出したときのままにしてください。`,
    });
    return;
  }
  for (const [index, label] of labels.entries()) {
    if (label !== '' && !table.columns.some((one) => one.label === label))
      problems.push({
        sheet,
        row: 1,
        column: label || String(index + 1),
        message: `「${label}」という列はありません。書き出したときの名前に戻してください。`,
      });
  }
  const places = new Map(
    table
      .places(records)
      .map((place) => [keys.map((one) => cellText(cellValue(records, place, one), one.kind)).join('\n'), place]),
  );
  const seen = new Set<string>();
  for (const [index, cells] of rows.entries()) {
    const row = index + 2;
    if (cells.every((cell) => cell.trim() === '')) continue;
    const key = keys.map(({ label }) => cells[at(label)] ?? '').join('\n');
    const place = places.get(key);
    const column = keys[0]?.label ?? '';
    if (place === undefined || seen.has(key)) {
      const message = place
        ? '同じ行が2つあります。1つにしてください。'
        : `「${key.replace('\n', ' ')}」は台帳にありません。新しい行は、台帳の画面で加えてください。`;
      problems.push({ sheet, row, column, message });
      continue;
    }
    seen.add(key);
    for (const one of table.columns) {
      const cell = cells[at(one.label)];
      if (one.fixed || cell === undefined) continue;
      if (normal(cell) === normal(cellText(cellValue(records, place, one), one.kind))) continue;
      const read = readCell(cell, one);
      if ('message' in read) problems.push({ sheet, row, column: one.label, message: read.message });
      else {
        const path = [...place.path, ...one.path];
        setAt(after[place.record][place.index], path, read.value);
        origins.set([place.record, place.index, ...path].join('\n'), { sheet, row, column: one.label });
      }
    }
  }
}

const normal = (text: string): string => text.replace(/\r\n?/g, '\n').trim();

function readCell(cell: string, { kind, optional: mayBeEmpty }: Column): { value: unknown } | { message: string } {
  const text = normal(cell);
  if (text === '') {
    if (kind === 'lines') return { value: mayBeEmpty ? undefined : [] };
    return mayBeEmpty ? { value: undefined } : { message: '空にできません。もとの値に戻すか、書いてください。' };
  }
  if (kind === 'number') {
    const value = Number(text.normalize('NFKC').replaceAll(',', ''));
    return Number.isFinite(value)
      ? { value }
      : { message: `「${text}」は数ではありません。数字だけを書いてください。` };
  }
  if (kind === 'flag') {
    if (/^(?:はい|○|〇|true|1)$/iu.test(text)) return { value: true };
    if (/^(?:いいえ|×|✕|false|0)$/iu.test(text)) return { value: false };
    return { message: `「${text}」は使えません。「はい」か「いいえ」を書いてください。` };
  }
  if (kind === 'lines')
    return {
      value: text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    };
  if (kind === 'text') return { value: text };
  try {
    return { value: parseFeel(text) };
  } catch (error) {
    if (!(error instanceof ConditionSyntaxError)) throw error;
    return { message: `条件を読めません。${error.message}` };
  }
}

function setAt(target: unknown, path: Path, value: unknown): void {
  const inner = valueAt(target, path.slice(0, -1)) as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete inner[last];
  else inner[last] = value;
}

/** What the schemas and the references say of the records as a whole, at the cell that it comes from. */
function wholeProblems(
  before: InventoryRecords,
  after: InventoryRecords,
  origins: ReadonlyMap<string, Omit<SheetProblem, 'message'>>,
): SheetProblem[] {
  const atCell = (record: string, index: number, path: Path): Omit<SheetProblem, 'message'> => {
    for (let length = path.length; length > 0; length -= 1) {
      const found = origins.get([record, index, ...path.slice(0, length)].join('\n'));
      if (found) return found;
    }
    const own = [...origins].find(([key]) => key.startsWith(`${record}\n${index}\n`));
    return own?.[1] ?? { sheet: '', row: 1, column: '' };
  };
  const shapes = after.procedures.flatMap((procedure, index) =>
    procedure === before.procedures[index]
      ? []
      : readShape('', { value: plain(procedure), remarks: [] }, procedureSchema).remarks.map(({ path, message }) => ({
          ...atCell('procedures', index, path),
          message,
        })),
  );
  const facts = readShape('', { value: { facts: plain(after.facts) }, remarks: [] }, fileSchemas.facts).remarks.map(
    ({ path, message }) => ({ ...atCell('facts', Number(path[1] ?? 0), path.slice(2)), message }),
  );
  if (shapes.length + facts.length > 0) return [...shapes, ...facts];
  const files = new Map(after.procedures.map((procedure, index) => [procedureFile(procedure), index]));
  return checkReferences(after).map(({ file, path, message }) => ({
    ...(file === 'facts.yaml'
      ? atCell('facts', Number(path[1] ?? 0), path.slice(2))
      : atCell('procedures', files.get(file) ?? 0, path)),
    message,
  }));
}
