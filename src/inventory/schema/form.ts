import { z } from 'zod';
import { customValues, factIdentifier, localText, sentence } from './values.ts';

export const fieldTypes = [
  'text',
  'name',
  'kana',
  'date',
  'datetime',
  'yearmonth',
  'daterange',
  'number',
  'boolean',
  'select',
  'checkbox',
  'tel',
  'address',
  'bankAccount',
  'pin',
  'mynumber',
  'code',
  'scan',
  'textarea',
  'group',
  'repeat',
] as const;
const fieldType = z.enum(fieldTypes);

const zone = z.enum(['窓口で職員が扱う', '個人番号利用事務系でのみ入力', '統合端末に本人が入力']);
const bound = z.union([z.number(), z.enum(['today', 'now'])]);

const plainField = z.strictObject({
  id: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.]{0,63}$/, '英数字と . _ で書いてください'),
  label: sentence,
  role: factIdentifier,
  entry: factIdentifier,
  type: fieldType,
  required: z.boolean(),
  gif: sentence.optional(),
  pattern: z.string().max(200).optional(),
  options: z.array(sentence).optional(),
  codes: z.union([sentence, z.record(z.string(), sentence)]).optional(),
  parts: z.array(sentence).optional(),
  format: sentence.optional(),
  display: sentence.optional(),
  default: sentence.optional(),
  min: bound.optional(),
  max: bound.optional(),
  note: sentence.optional(),
  sensitive: z.boolean().optional(),
  zone: zone.optional(),
});

/** A field of a form; a group or a repeat holds plain fields. */
export const fieldSchema = plainField.extend({ fields: z.array(plainField).optional() });

/** The application form of a procedure. */
export const formSchema = z.strictObject({ name: sentence, fields: z.array(fieldSchema) });

/** `entries.yaml`: the shared vocabulary of form fields: whose (role) and what (entry). */
export const entriesSchema = z.strictObject({
  roles: z.array(
    z.strictObject({
      id: factIdentifier,
      label: sentence,
      labelEn: sentence,
      easyJa: sentence,
      /** What residents are asked instead, where the label is a word of the office: 「手当などを受け取る人」. */
      plain: sentence.optional(),
      plainEn: sentence.optional(),
      prefillFrom: z.array(factIdentifier),
      custom: customValues,
    }),
  ),
  entries: z.array(
    z.strictObject({
      name: factIdentifier,
      label: sentence,
      labelEn: sentence,
      easyJa: sentence,
      type: fieldType,
      online: z.boolean(),
      shared: z.boolean(),
      /** Under the label, for residents; left out where label and box say enough. */
      help: sentence.optional(),
      helpEasy: sentence.optional(),
      helpEn: sentence.optional(),
      zone: zone.optional(),
      custom: customValues,
    }),
  ),
});

/**
 * `options.yaml`: everyday words for the forms' choices, in all languages. `option` is the choice as the forms write it, where
 * residents read other Japanese words.
 */
export const optionsSchema = z.strictObject({ options: z.array(localText.extend({ option: sentence.optional() })) });
