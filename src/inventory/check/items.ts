import type { FilePath, Remark } from '../finding.ts';
import { procedureFile } from '../finding.ts';
import type { CustomItem, InventoryRecords } from '../schema.ts';

type Custom = InventoryRecords['procedures'][number]['custom'];
type CustomValue = NonNullable<Custom>[string];

/** The city's own items: each once, choices with options, and values only where an item of the kind asks for them. */
export function* checkItems(records: InventoryRecords): Generator<Remark> {
  const items = records.items ?? [];
  const seen = new Set<string>();
  for (const [index, { kind, id, name, type, options }] of items.entries()) {
    const say = (code: string, message: string): Remark => ({
      level: 'error',
      code,
      message,
      file: 'items.yaml',
      path: ['items', index],
    });
    if (seen.has(`${kind} ${id}`))
      yield say('repeated-id', `項目「${id}」が2度書かれています。別の id にしてください。`);
    seen.add(`${kind} ${id}`);
    if ((type === 'choice') !== (options !== undefined && options.length > 0))
      yield say('item-options', `項目「${name}」は、選択肢(options)を、choice のときだけ書いてください。`);
  }
  for (const { kind, file, path, custom } of customOf(records))
    for (const [id, value] of Object.entries(custom ?? {})) {
      const item = items.find((one) => one.kind === kind && one.id === id);
      const problem = item ? problemOf(item, value) : `項目「${id}」は、items.yaml にありません。`;
      if (problem !== undefined)
        yield { level: 'error', code: 'custom-item', message: problem, file, path: [...path, 'custom', id] };
    }
}

/** Why a value does not fit an item, as a sentence; undefined when it fits. */
export function problemOf({ name, type, options }: CustomItem, value: CustomValue): string | undefined {
  const say = (what: string): string => `「${name}」は、${what}`;
  switch (type) {
    case 'text':
    case 'longText':
      return typeof value === 'string' ? undefined : say('文字で書いてください。');
    case 'number':
      return typeof value === 'number' ? undefined : say('数字で書いてください。');
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
        ? undefined
        : say('2026-11-22 のような日付で書いてください。');
    case 'yesNo':
      return typeof value === 'boolean' ? undefined : say('はいかいいえで答えてください。');
    case 'choice':
      return typeof value === 'string' && options?.includes(value) ? undefined : say('選択肢から選んでください。');
    case 'list':
      return Array.isArray(value) ? undefined : say('1行に1つずつ書いてください。');
    case 'link':
      return typeof value === 'string' && /^https?:\/\//.test(value)
        ? undefined
        : say('https:// で始まるアドレスを書いてください。');
  }
}

function* customOf(
  records: InventoryRecords,
): Generator<{ kind: CustomItem['kind']; file: string; path: FilePath; custom: Custom }> {
  for (const procedure of records.procedures)
    yield { kind: 'procedure', file: procedureFile(procedure), path: [], custom: procedure.custom };
  const lists = [
    ['fact', 'facts.yaml', 'facts', records.facts],
    ['department', 'departments.yaml', 'departments', records.departments],
    ['system', 'departments.yaml', 'systems', records.systems],
    ['lifeEvent', 'life-events.yaml', 'lifeEvents', records.lifeEvents],
    ['role', 'entries.yaml', 'roles', records.roles],
    ['entry', 'entries.yaml', 'entries', records.entries],
    ['date', 'dates.yaml', 'dates', records.dates],
    ['neighbour', 'neighbours.yaml', 'neighbours', records.neighbours],
    ['situation', 'situations.yaml', 'situations', records.situations],
  ] as const;
  for (const [kind, file, key, list] of lists)
    for (const [index, { custom }] of list.entries()) yield { kind, file, path: [key, index], custom };
}
