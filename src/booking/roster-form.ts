import { z } from 'zod';
import { foldWidth } from '#platform/japanese';
import type { FormError } from '#ui';
import { type DayHours, dayHours } from './hours.ts';
import type { Pool } from './pool-store.ts';

/** How many stretches of a day can be typed: early, morning, lunch, afternoon, late, and some to spare. */
export const stretchCount = 8;

/** One line of the table as it was typed: 「9:00」「12:00」「3」. */
export interface TypedStretch {
  from: string;
  until: string;
  desks: string;
}

const places = Array.from({ length: stretchCount }, (_, index) => index);
const typed = z.string().max(20).default('');

/** The fields of the table. */
export const stretchFields = Object.fromEntries(
  places.flatMap((index) => [`from-${index}`, `until-${index}`, `desks-${index}`].map((name) => [name, typed])),
);

/** The lines of the table out of the fields of the form. */
export function typedStretches(body: Readonly<Record<string, unknown>>): TypedStretch[] {
  const text = (name: string) => (typeof body[name] === 'string' ? (body[name] as string) : '');
  return places.map((index) => ({
    from: text(`from-${index}`),
    until: text(`until-${index}`),
    desks: text(`desks-${index}`),
  }));
}

/** The lines of a day as they are shown for editing. */
export function stretchesOf(hours: DayHours): TypedStretch[] {
  return hours.map(({ from, until, desks }) => ({ from, until, desks: String(desks) }));
}

/** 「9:00」「９時００分」 → 「09:00」. */
function timeTyped(text: string): string {
  const [, hours = '', minutes = ''] = /^(\d{1,2})[:時](\d{1,2})分?$/.exec(foldWidth(text).replace(/\s/g, '')) ?? [];
  return hours === '' ? foldWidth(text) : `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`;
}

/** Reads the table; empty lines are left out. What could not be read is named by its line. */
export function readStretches(lines: readonly TypedStretch[]): { hours: DayHours; errors: FormError[] } {
  const hours: DayHours = [];
  const errors: FormError[] = [];
  for (const [index, { from, until, desks }] of lines.entries()) {
    if ([from, until, desks].every((text) => text.trim() === '')) continue;
    const count = foldWidth(desks).trim();
    const read = dayHours.safeParse([
      { from: timeTyped(from), until: timeTyped(until), desks: /^\d{1,3}$/.test(count) ? Number(count) : Number.NaN },
    ]);
    const [line] = read.data ?? [];
    if (line) hours.push(line);
    else {
      errors.push({
        name: `from-${index}`,
        message: `${index + 1}行目:時刻を10分きざみで 9:00 のように、窓口の数を 0〜200 で入れてください。終わりは始まりより後です。`,
      });
    }
  }
  return { hours: hours.sort((one, other) => (one.from < other.from ? -1 : 1)), errors };
}

/** What can be said of a pool beside its hours. */
export type Rules = Pick<Pool, 'isOpen' | 'publicPercent' | 'leadMinutes' | 'horizonDays'>;

/** The rules as they were typed. */
export interface TypedRules {
  isOpen: string;
  publicPercent: string;
  leadMinutes: string;
  horizonDays: string;
}

export const rulesBody = z.object({
  revision: z.coerce.number().int().min(1).optional().catch(undefined),
  isOpen: z.string().max(10).default(''),
  publicPercent: typed,
  leadMinutes: typed,
  horizonDays: typed,
});

const bounds = {
  publicPercent: { least: 0, most: 100, what: '住民の枠を、0〜100 の数字で入れてください。' },
  leadMinutes: { least: 0, most: 20_160, what: '締め切りを、0〜20160 分の数字で入れてください。' },
  horizonDays: { least: 1, most: 400, what: '何日先までかを、1〜400 の数字で入れてください。' },
} as const;

/** Reads the rules; every box that could not be read is named. */
export function readRules(body: TypedRules): { rules: Rules; errors: FormError[] } {
  const errors: FormError[] = [];
  const read = (name: keyof typeof bounds): number => {
    const text = foldWidth(body[name]).trim();
    const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    const { least, most, what } = bounds[name];
    if (!(value >= least && value <= most)) errors.push({ name, message: what });
    return value;
  };
  const rules = {
    isOpen: body.isOpen === 'yes',
    publicPercent: read('publicPercent'),
    leadMinutes: read('leadMinutes'),
    horizonDays: read('horizonDays'),
  };
  return { rules, errors };
}
