import type { Day } from '#platform/clock';
import { accepted, type Checked, refused } from './checked.ts';
import { problems } from './messages.ts';
import { foldWidth } from './width.ts';

/** A 年号 with its first and last day (`last` is null for the current one). */
export interface Era {
  readonly id: 'reiwa' | 'heisei' | 'showa' | 'taisho' | 'meiji';
  readonly name: string;
  readonly first: Day;
  readonly last: Day | null;
  /** The western year before its first year: year 8 of 令和 is 2018 + 8. */
  readonly offset: number;
}

/** Newest first. 明治 begins where Japan took the Gregorian calendar (明治6年1月1日): no living person's papers reach further back. */
export const eras: readonly Era[] = [
  { id: 'reiwa', name: '令和', first: '2019-05-01', last: null, offset: 2018 },
  { id: 'heisei', name: '平成', first: '1989-01-08', last: '2019-04-30', offset: 1988 },
  { id: 'showa', name: '昭和', first: '1926-12-25', last: '1989-01-07', offset: 1925 },
  { id: 'taisho', name: '大正', first: '1912-07-30', last: '1926-12-24', offset: 1911 },
  { id: 'meiji', name: '明治', first: '1873-01-01', last: '1912-07-29', offset: 1867 },
];

/** The four boxes of a date as typed. `era` is an era's id or name, or empty or 西暦 for western years. */
export interface TypedDate {
  readonly era?: string;
  readonly year?: string;
  readonly month?: string;
  readonly day?: string;
}

/** A typed date as a day. 元年 is taken, and a western year (four digits) wherever one is typed. */
export function checkEraDate(typed: TypedDate): Checked<Day> {
  const parts = [typed.year, typed.month, typed.day].map((part) => foldPart(part));
  if (parts.every((part) => part === '')) return refused(problems.empty);
  if (parts.includes('')) return refused(problems.dateIncomplete);
  const [yearText = '', monthText = '', dayText = ''] = parts;
  const year = readYear(typed.era, yearText);
  if (year === null || !/^\d{1,2}$/.test(monthText) || !/^\d{1,2}$/.test(dayText))
    return refused(problems.dateNotNumber);
  const day = realDay(year.western, Number(monthText), Number(dayText));
  if (day === null) return refused(problems.noSuchDay, { month: Number(monthText), day: Number(dayText) });
  return year.era ? withinEra(day, year.era) : withinHistory(day);
}

/** A typed year and month as 'YYYY-MM'. */
export function checkEraMonth(typed: Omit<TypedDate, 'day'>): Checked<string> {
  const [yearText, monthText] = [foldPart(typed.year), foldPart(typed.month)];
  if (yearText === '' && monthText === '') return refused(problems.empty);
  if (yearText === '' || monthText === '') return refused(problems.monthIncomplete);
  const year = readYear(typed.era, yearText);
  if (year === null || !/^(?:0?[1-9]|1[0-2])$/.test(monthText)) return refused(problems.dateNotNumber);
  const month = `${String(year.western).padStart(4, '0')}-${monthText.padStart(2, '0')}`;
  const { era } = year;
  if (era && (month < era.first.slice(0, 7) || (era.last !== null && month > era.last.slice(0, 7))))
    return outsideEra(era);
  return 'problem' in withinHistory(`${month}-28`) ? refused(problems.dateTooFar) : accepted(month);
}

function foldPart(part: string | undefined): string {
  return foldWidth(part ?? '').replace(/ ?[年月日]$/, '');
}

function readYear(eraText: string | undefined, yearText: string): { western: number; era: Era | null } | null {
  const number = yearText === '元' ? 1 : /^\d{1,4}$/.test(yearText) ? Number(yearText) : null;
  if (number === null || number === 0) return null;
  const era = eras.find(({ id, name }) => id === eraText || name === eraText) ?? null;
  return era && number < 1000 ? { western: era.offset + number, era } : { western: number, era: null };
}

/** 'YYYY-MM-DD' of a day that exists, or null. */
function realDay(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year < 10000 ? date.toISOString().slice(0, 10) : null;
}

function withinEra(day: Day, era: Era): Checked<Day> {
  const inside = day >= era.first && (era.last === null || day <= era.last);
  return inside ? withinHistory(day) : outsideEra(era);
}

function outsideEra(era: Era): Checked<never> {
  const [first, last] = [formatEraDay(era.first), era.last === null ? '' : formatEraDay(era.last)];
  return last === ''
    ? refused(problems.beforeEra, { era: era.name, first })
    : refused(problems.outsideEra, { era: era.name, first, last });
}

function withinHistory(day: Day): Checked<Day> {
  return day >= '1873-01-01' && day < '2200-01-01' ? accepted(day) : refused(problems.dateTooFar);
}

/** A day by its era; days before 明治6年 come without one, by the western year. */
function toEraParts(day: Day): { era: Era['id'] | ''; year: number; month: number; day: number } {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const era = eras.find(({ first }) => day >= first);
  return { era: era?.id ?? '', year: year - (era?.offset ?? 0), month, day: date };
}

/** A day as it would have been typed into the boxes of a date: by its era, or by the western year. */
export function toTypedDate(day: Day, calendar: 'era' | 'western' = 'era'): TypedDate {
  const [westernYear = '', month = '', date = ''] = day.split('-');
  const { era, year } = toEraParts(day);
  const isWestern = calendar === 'western' || era === '';
  return {
    era: isWestern ? 'western' : era,
    year: isWestern ? westernYear : String(year),
    month: String(Number(month)),
    day: String(Number(date)),
  };
}

/** 令和8年11月14日; the first year of an era is 元年. */
export function formatEraDay(day: Day): string {
  const { year, month, date } = named(day);
  return `${year}${month}月${date}日`;
}

/** 令和8年11月 for 'YYYY-MM'. A month in which the era changed carries the era of its last day. */
export function formatEraMonth(month: string): string {
  const { year, month: number } = named(`${month}-28`);
  return `${year}${number}月`;
}

function named(day: Day): { year: string; month: number; date: number } {
  const parts = toEraParts(day);
  const era = eras.find(({ id }) => id === parts.era);
  return {
    year: `${era?.name ?? ''}${era && parts.year === 1 ? '元' : parts.year}年`,
    month: parts.month,
    date: parts.day,
  };
}
