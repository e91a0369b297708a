import { z } from 'zod';
import { UserError } from '#platform/errors';
import { checkReferences } from '../check/references.ts';
import { fileSchemas, type InventoryRecords, procedureSchema, translationsSchema } from '../schema.ts';
import { readShape } from '../shape.ts';
import { asWritten } from './pack-files.ts';

const { departments, facts, implications, entries, options, home, dates, neighbours, floors, flows, situations } =
  fileSchemas;

/** A whole inventory as one value. */
const packSchema = z.strictObject({
  format: z.literal('hitomado-pack'),
  version: z.literal(1),
  records: z.strictObject({
    city: fileSchemas.city,
    ...departments.shape,
    ...facts.shape,
    ...implications.shape,
    ...fileSchemas['life-events'].shape,
    ...entries.shape,
    ...options.shape,
    procedures: z.array(procedureSchema),
    home: home.shape.tiles,
    ...dates.shape,
    ...neighbours.shape,
    floors: floors.shape.floors.optional(),
    flows: flows.shape.flows.optional(),
    lawChanges: fileSchemas['law-changes'].shape.lawChanges.optional(),
    words: fileSchemas.words,
    synonyms: fileSchemas.synonyms.shape.synonyms.optional(),
    items: fileSchemas.items.shape.items.optional(),
    ...situations.shape,
    translations: z.partialRecord(z.enum(['easy', 'zh', 'ko', 'vi']), translationsSchema),
  }),
});

/** The inventory as JSON, conditions in FEEL. */
export const packJson = (records: InventoryRecords): string =>
  `${JSON.stringify({ format: 'hitomado-pack', version: 1, records: asWritten(records) }, null, 2)}\n`;

/** The JSON Schema of `packJson`. */
export const packJsonSchema = (): string => `${JSON.stringify(z.toJSONSchema(packSchema, { io: 'input' }), null, 2)}\n`;

const most = 64 * 1024 * 1024;

/** Reads a pack from JSON. Throws a UserError that says the first places that do not fit. */
export function readPackJson(text: string): InventoryRecords {
  if (text.length > most) throw new UserError('exchange.tooLarge', 'ファイルが大きすぎます(64MBまで)。', 422);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    throw new UserError('exchange.broken', 'JSONとして読めません。かっことカンマを確かめてください。', 422);
  }
  const read = readShape('pack.json', { value, remarks: [] }, packSchema);
  const remarks = read.value ? checkReferences(read.value.records as InventoryRecords) : read.remarks;
  if (read.value && remarks.length === 0) return read.value.records as InventoryRecords;
  const lines = remarks.slice(0, 5).map(({ file, path, message }) => `${file} ${path.join('.')}: ${message}`);
  throw new UserError('exchange.wrong', `直すところが${remarks.length}件あります。\n${lines.join('\n')}`, 422);
}
