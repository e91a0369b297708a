import { z } from 'zod';
import { fileSchemas, procedureSchema, translationsSchema } from './schema.ts';

/**
 * The JSON Schemas for editors, by file name: what may stand in each kind of file of a pack. Made from the schemas that
 * read the files, so an editor and the program never disagree.
 */
export function jsonSchemas(): Record<string, string> {
  const schemas = { ...fileSchemas, procedure: procedureSchema, translations: translationsSchema };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  );
}
