import { z } from 'zod';
import { customValues, identifier, localText, sentence, timeOfDay } from './values.ts';

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const weekday = z.enum(weekdays);
const monthDay = z.string().regex(/^\d{2}-\d{2}$/, '月日は 12-30 のように書いてください');

/** `city.yaml`: the city, its town hall, its hours and closed days. */
export const citySchema = z.strictObject({
  name: localText,
  localGovernmentCode: z.string().regex(/^\d{6}$/, '6桁の数字で書いてください'),
  hall: z.strictObject({ name: localText, address: sentence, phone: sentence }),
  hours: z.strictObject({
    open: timeOfDay,
    close: timeOfDay,
    late: z.array(z.strictObject({ weekday, department: identifier, until: timeOfDay })),
  }),
  closed: z.strictObject({
    weekdays: z.array(weekday),
    publicHolidays: z.boolean(),
    periods: z.array(z.strictObject({ from: monthDay, to: monthDay })),
  }),
  nightDesk: z.strictObject({ place: sentence, accepts: sentence }),
  source: z.url(),
});

/** `departments.yaml`: who looks after what, and the business systems with their screens. */
export const departmentsSchema = z.strictObject({
  departments: z.array(
    z.strictObject({
      id: identifier,
      name: sentence,
      nameEn: sentence,
      place: sentence.optional(),
      phone: sentence.optional(),
      custom: customValues,
    }),
  ),
  systems: z.array(
    z.strictObject({
      name: sentence,
      zone: z.enum(['LGWAN接続系', '個人番号利用事務系', 'インターネット接続系']),
      screens: z.array(sentence).min(1),
      /** The body outside the city that this system asks or tells (ほかの市区町村). */
      partner: sentence.optional(),
      custom: customValues,
    }),
  ),
});
