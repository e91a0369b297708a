import { isAbsolute } from 'node:path';
import type { Fields } from '#platform/http';
import type { FormError } from '#ui';
import type { Seat, Service } from '../queue/hall-store.ts';
import { readAddress } from './lines.ts';
import { type MessageKind, messageKinds } from './message.ts';
import { type ColumnName, type MachineSettings, machineSettings } from './settings.ts';

/** The columns as the form names them. */
export const columnWords: Readonly<Record<ColumnName, string>> = {
  id: '知らせ番号',
  kind: '種類',
  ticket: '番号札',
  series: '系列',
  number: '番号',
  date: '日',
  time: '時刻',
  counter: '窓口',
  service: '用件',
};

export const separators = { ',': 'コンマ(,)', '\t': 'タブ', ';': 'セミコロン(;)' } as const;

/** A row of the form, as it was typed. */
export interface TypedRow {
  readonly name: string;
  readonly to: string;
  readonly leads?: string;
  readonly service?: string;
}

/** Everything that was typed. */
export interface TypedSettings {
  readonly name: string;
  readonly series: readonly TypedRow[];
  readonly services: readonly TypedRow[];
  readonly counters: readonly TypedRow[];
  readonly words: readonly TypedRow[];
  readonly columns: string;
  readonly separator: string;
  readonly folder: string;
  readonly outFolder: string;
  readonly connect: string;
}

/** Rows of a kind; more can be added by saving and opening again. */
const mostRows = 60;

/** What a machine's settings look like in the form. */
export function typedSettings(name: string, settings: MachineSettings): TypedSettings {
  const rows = (record: Readonly<Record<string, string | number>>) =>
    Object.entries(record).map(([key, value]) => ({ name: key, to: String(value) }));
  return {
    name,
    series: settings.series.map(({ machine, ours, leads, serviceId }) => ({
      name: machine,
      to: ours,
      leads,
      service: serviceId ?? '',
    })),
    services: rows(settings.services),
    counters: rows(settings.counters),
    words: rows(settings.words),
    columns: settings.columns.map((column) => (column === null ? '-' : columnWords[column])).join(','),
    separator: settings.separator,
    folder: settings.folder ?? '',
    outFolder: settings.outFolder ?? '',
    connect: settings.connect ?? '',
  };
}

/** Without signs that no keyboard writes and that could not be kept. */
const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .replaceAll(/\p{Cc}/gu, '')
        .trim()
        .slice(0, 400)
    : '';

function rowsOf(body: Fields, kind: string): TypedRow[] {
  return Array.from({ length: mostRows }, (_, index) => ({
    name: textOf(body[`${kind}-${index}-name`]),
    to: textOf(body[`${kind}-${index}-to`]),
    leads: textOf(body[`${kind}-${index}-leads`]),
    service: textOf(body[`${kind}-${index}-service`]),
  })).filter(({ name, to }) => name !== '' || to !== '');
}

/** What the form sent. */
export function readForm(body: Fields): TypedSettings {
  return {
    name: textOf(body.name).slice(0, 40),
    series: rowsOf(body, 'series'),
    services: rowsOf(body, 'services'),
    counters: rowsOf(body, 'counters'),
    words: rowsOf(body, 'words'),
    columns: textOf(body.columns),
    separator: body.separator === '\t' ? '\t' : textOf(body.separator),
    folder: textOf(body.folder),
    outFolder: textOf(body.outFolder),
    connect: textOf(body.connect),
  };
}

function readColumns(text: string): (ColumnName | null)[] | undefined {
  const names = new Map(Object.entries(columnWords).map(([name, word]) => [word, name as ColumnName]));
  const columns = text
    .normalize('NFKC')
    .split(/[,、]/)
    .map((word) => word.trim())
    .map((word) => (word === '-' ? null : names.get(word)));
  return columns.some((column) => column === undefined) ? undefined : (columns as (ColumnName | null)[]);
}

/** The settings that were typed, or what is to be put right. `others` are letters that another machine gives already. */
export function checkForm(
  typed: TypedSettings,
  hall: { services: readonly Service[]; seats: readonly Seat[]; others: ReadonlySet<string> },
): { settings: MachineSettings } | { problems: FormError[] } {
  const problems: FormError[] = [];
  const wrong = (name: string, message: string) => void problems.push({ name, message });
  if (typed.name === '') wrong('name', '名前を入れてください。一覧で見分けるために使います。');
  const places = new Set(hall.services.map(({ id }) => id));
  const seats = new Set(hall.seats.map(({ id }) => String(id)));
  const columns = readColumns(typed.columns);
  const has = (column: ColumnName) => columns?.includes(column) ?? true;
  if (columns === undefined || columns.length > 30) {
    wrong('columns', `列は「${Object.values(columnWords).join('、')}」か「-」を、コンマで区切って並べてください。`);
  } else if (!has('kind') || !has('time') || !(has('ticket') || has('number'))) {
    wrong('columns', '列には「種類」と「時刻」と、「番号札」か「番号」が必要です。');
  }
  typed.series.forEach(({ name, to, service = '' }, index) => {
    const field = `series-${index}-name`;
    const letters = name.normalize('NFKC').toUpperCase();
    if (!/^[A-Z]{0,4}$/.test(letters)) wrong(field, '発券機の系列は、英字4文字までで入れてください。');
    if (!/^[A-Z]{1,4}$/.test(to.normalize('NFKC').toUpperCase())) {
      wrong(`series-${index}-to`, 'ひとまどの系列を、A のように英字で入れてください。');
    } else if (hall.others.has(to)) {
      wrong(`series-${index}-to`, `系列${to}は、別の発券機が番号を出しています。別の系列にしてください。`);
    }
    if (service !== '' && !places.has(service)) wrong(`series-${index}-service`, '窓口を一覧から選んでください。');
  });
  typed.services.forEach(({ name, to }, index) => {
    if (name === '' || !places.has(to)) wrong(`services-${index}-name`, '用件の番号と窓口の両方を入れてください。');
  });
  typed.counters.forEach(({ name, to }, index) => {
    if (name === '' || !seats.has(to)) wrong(`counters-${index}-name`, '窓口の名前と席の両方を入れてください。');
  });
  typed.words.forEach(({ name, to }, index) => {
    if (name === '' || !Object.hasOwn(messageKinds, to)) {
      wrong(`words-${index}-name`, '発券機の言葉と意味の両方を入れてください。');
    }
  });
  for (const field of ['folder', 'outFolder'] as const) {
    if (typed[field] !== '' && !isAbsolute(typed[field])) {
      wrong(field, 'フォルダーの場所を、/ から始まる形ですべて入れてください。');
    }
  }
  if (typed.folder !== '' && typed.folder === typed.outFolder) {
    wrong('outFolder', '受け取るフォルダーとは別のフォルダーにしてください。');
  }
  if (typed.connect !== '' && readAddress(typed.connect) === undefined) {
    wrong('connect', 'つなぐ先を、192.168.10.30:5000 のように入れてください。');
  }
  if (problems.length > 0) return { problems };
  const upper = (text: string) => text.normalize('NFKC').toUpperCase();
  const read = machineSettings.safeParse({
    series: typed.series.map(({ name, to, leads, service }) => ({
      machine: upper(name),
      ours: upper(to),
      leads: leads === 'hitomado' ? 'hitomado' : 'machine',
      serviceId: service || null,
    })),
    services: Object.fromEntries(typed.services.map(({ name, to }) => [name.normalize('NFKC'), to])),
    counters: Object.fromEntries(typed.counters.map(({ name, to }) => [name.normalize('NFKC'), Number(to)])),
    words: Object.fromEntries(typed.words.map(({ name, to }) => [name.normalize('NFKC'), to as MessageKind])),
    columns,
    separator: typed.separator,
    folder: typed.folder || null,
    outFolder: typed.outFolder || null,
    connect: typed.connect || null,
  });
  if (read.success) return { settings: read.data };
  return { problems: [{ name: 'name', message: '長すぎる名前があります。名前は64文字までにしてください。' }] };
}
