import iconv from 'iconv-lite';
import { type Plan, planSchema } from './plan.ts';

/** One visit at one place as it was recorded. Minutes after midnight; null where the line did not say. */
export interface Record {
  place: string;
  arrived: number;
  called: number | null;
  started: number | null;
  ended: number | null;
}

/** A line that could not be used, by its number in the file. */
export interface LineProblem {
  line: number;
  reason: string;
}

const headings: Readonly<{ [column: string]: keyof Record }> = {
  arrival: 'arrived',
  arrived: 'arrived',
  受付: 'arrived',
  受付時刻: 'arrived',
  発券: 'arrived',
  発券時刻: 'arrived',
  到着: 'arrived',
  place: 'place',
  窓口: 'place',
  場所: 'place',
  called: 'called',
  呼出: 'called',
  呼出時刻: 'called',
  呼び出し: 'called',
  started: 'started',
  開始: 'started',
  開始時刻: 'started',
  対応開始: 'started',
  ended: 'ended',
  終了: 'ended',
  終了時刻: 'ended',
  対応終了: 'ended',
};
/** More than a year of visits is not one day. */
const mostLines = 20_000;

/** UTF-8 where it is valid, else Shift_JIS as Windows writes it. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(Buffer.from(bytes), 'cp932');
  }
}

/** The cells of a line; quotes around a cell go, two quotes inside are one. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const sign = line[index];
    if (sign === '"' && quoted && line[index + 1] === '"') {
      cell += '"';
      index += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === ',' || sign === '\t')) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell].map((text) => text.normalize('NFKC').trim());
}

/** A time of day, with or without date and seconds: 「9:05」, 「2026/11/25 09:05:30」. Null when it is none. */
function timeOf(text: string): number | null {
  const match = /(?:^|[ T])(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text);
  if (!match) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  return hours < 24 && minutes < 60 && seconds < 60 ? hours * 60 + minutes + seconds / 60 : null;
}

const timeColumns = ['called', 'started', 'ended'] as const;
const columnNames = { called: '呼出', started: '開始', ended: '終了' } as const;

function readLine(cells: readonly string[], columns: readonly (keyof Record | undefined)[]): Record | string {
  const cell = (column: keyof Record): string => cells[columns.indexOf(column)] ?? '';
  const arrived = timeOf(cell('arrived'));
  if (arrived === null) return `受付の時刻「${cell('arrived').slice(0, 20)}」を読めません。`;
  const place = cell('place').slice(0, 60);
  if (place === '') return '窓口が書かれていません。';
  const record: Record = { place, arrived, called: null, started: null, ended: null };
  let before = arrived;
  for (const column of timeColumns) {
    const text = cell(column);
    if (text === '') continue;
    const time = timeOf(text);
    if (time === null) return `${columnNames[column]}の時刻「${text.slice(0, 20)}」を読めません。`;
    if (time < before) return `${columnNames[column]}の時刻が、その前の時刻より早くなっています。`;
    record[column] = time;
    before = time;
  }
  return record;
}

/**
 * Reads recorded days from CSV (arrival, place, called, started, ended; Japanese or English headings; UTF-8 or Shift_JIS).
 * Lines that cannot be used are named with number and reason, the others count; a file that ends in the middle of a line
 * loses that line only.
 */
export function readRecords(bytes: Uint8Array): { records: Record[]; problems: LineProblem[] } {
  const [first = '', ...lines] = decode(bytes)
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/);
  const columns = cellsOf(first).map((text) => (Object.hasOwn(headings, text) ? headings[text] : undefined));
  if (!columns.includes('arrived') || !columns.includes('place')) {
    return { records: [], problems: [{ line: 1, reason: '1行目に「受付」と「窓口」の見出しがありません。' }] };
  }
  const records: Record[] = [];
  const problems: LineProblem[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    if (index >= mostLines) {
      if (index === mostLines) problems.push({ line: index + 2, reason: `${mostLines}行より後は読みません。` });
      return;
    }
    const read = readLine(cellsOf(line), columns);
    if (typeof read === 'string') problems.push({ line: index + 2, reason: read });
    else records.push(read);
  });
  return { records, problems };
}

const begun = ({ called, started }: Record): number | null => called ?? started;
const minutesOf = (record: Record): number | null => {
  const from = begun(record);
  return from === null || record.ended === null ? null : record.ended - from;
};

const timeText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(Math.floor(minute % 60)).padStart(2, '0')}`;

/** The most visitors that were served at the same moment, by quarter of an hour: the desks that worked. */
function rosterOf(records: readonly Record[]): { from: string; to: string; desks: number }[] {
  const stays = records.flatMap((record) => {
    const from = begun(record);
    return from === null || record.ended === null ? [] : [{ from, to: record.ended }];
  });
  const first = Math.floor(Math.min(...stays.map(({ from }) => from)) / 15);
  const last = Math.floor(Math.max(...stays.map(({ from }) => from)) / 15);
  if (stays.length === 0) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const [begin, end] = [(first + index) * 15, (first + index + 1) * 15];
    const moments = [begin, ...stays.map(({ from }) => from).filter((from) => from >= begin && from < end)];
    const desks = Math.max(...moments.map((at) => stays.filter(({ from, to }) => from <= at && to > at).length));
    return { from: timeText(begin), to: timeText(end), desks };
  });
}

/** The median over a sample; robust against a desk that forgot to press 「完了」. */
function trimmedMean(values: number[]): number {
  const sorted = values.sort((left, right) => left - right);
  const kept = sorted.slice(0, Math.max(1, Math.ceil(sorted.length * 0.99)));
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

/**
 * The plan of a recorded day: arrivals as they were, times at the desk as far as they are known, desks as many as worked
 * at the same time. With `replay` the recorded visits are played, else new days of that kind are drawn.
 */
export function planOfRecords(records: readonly Record[], { replay }: { replay: boolean }): Plan {
  const ids = [...new Set(records.map(({ place }) => place))];
  const measured = (some: readonly Record[]): number[] =>
    some.flatMap((record) => minutesOf(record) ?? []).filter((minutes) => minutes > 0);
  const open = Math.floor(Math.min(...records.map(({ arrived }) => arrived)) / 15) * 15;
  const close = Math.ceil((Math.max(...records.map(({ arrived }) => arrived)) + 0.01) / 15) * 15;
  const profile = Array.from(
    { length: (close - open) / 15 },
    (_, quarter) => records.filter(({ arrived }) => Math.floor((arrived - open) / 15) === quarter).length,
  );
  const all = measured(records);
  const middle = all.length === 0 ? 10 : trimmedMean(all);
  const spread =
    all.length < 2 ? 0.6 : Math.sqrt(all.reduce((sum, value) => sum + (value - middle) ** 2, 0) / all.length) / middle;
  return planSchema.parse({
    name: replay ? '記録した日' : '記録した日のような日',
    open: timeText(open),
    close: timeText(Math.min(close, 23 * 60 + 59)),
    visitors: records.length,
    doorBurst: 0,
    priority: 0,
    profile,
    spread: Math.min(2, spread),
    classes: ids.map((id) => {
      const here = records.filter(({ place }) => place === id);
      const minutes = measured(here);
      return {
        name: id,
        share: here.length,
        legs: [
          { place: id, minutes: Math.min(240, Math.max(0.1, minutes.length === 0 ? middle : trimmedMean(minutes))) },
        ],
      };
    }),
    places: ids.map((id) => ({ id, roster: rosterOf(records.filter(({ place }) => place === id)) })),
    recorded: replay
      ? records.map((record) => {
          const minutes = minutesOf(record);
          return { at: record.arrived, place: record.place, minutes: minutes === null ? null : Math.min(600, minutes) };
        })
      : undefined,
  });
}
