import iconv from 'iconv-lite';

/** One visit at one place as it was recorded. Minutes after midnight; null where the line did not say. */
export interface Record {
  /** 「2026-11-25」; records without a day are of one day. */
  day: string | null;
  /** What is the same for all places of one visit: the number on the ticket. */
  visit: string | null;
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
  date: 'day',
  日付: 'day',
  visit: 'visit',
  番号: 'visit',
  番号札: 'visit',
  受付番号: 'visit',
  整理番号: 'visit',
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
/** More lines than this are not a few days of a hall. */
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

/** The day in a text such as 「2026/11/25 09:05」 or 「2026年11月25日」. Null when there is none. */
function dayOf(text: string): string | null {
  const match = /(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})/.exec(text);
  if (!match) return null;
  const [, year = '', month = '', day = ''] = match;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const timeColumns = ['called', 'started', 'ended'] as const;
const columnNames = { called: '呼出', started: '開始', ended: '終了' } as const;

function readLine(cells: readonly string[], columns: readonly (keyof Record | undefined)[]): Record | string {
  const cell = (column: keyof Record): string => cells[columns.indexOf(column)] ?? '';
  const arrived = timeOf(cell('arrived'));
  if (arrived === null) return `受付の時刻「${cell('arrived').slice(0, 20)}」を読めません。`;
  const place = cell('place').slice(0, 60);
  if (place === '') return '窓口が書かれていません。';
  const day = dayOf(cell('day')) ?? dayOf(cell('arrived'));
  const visit = cell('visit').slice(0, 60) || null;
  const record: Record = { day, visit, place, arrived, called: null, started: null, ended: null };
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

const cut = '行が途中で切れています。ファイルを、もう一度書き出してください。';

/**
 * Reads recorded days from CSV (number, arrival, place, called, started, ended; Japanese or English headings; UTF-8 or
 * Shift_JIS). Lines that cannot be used are named with number and reason, the others count; a file that ends in the middle of
 * a line loses that line only.
 */
export function readRecords(bytes: Uint8Array): { records: Record[]; problems: LineProblem[] } {
  const [first = '', ...lines] = decode(bytes)
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/);
  const titles = cellsOf(first);
  const columns = titles.map((text) => (Object.hasOwn(headings, text) ? headings[text] : undefined));
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
    const cells = cellsOf(line);
    const isCut = index === lines.length - 1 && cells.length < titles.length;
    const read = isCut ? cut : readLine(cells, columns);
    if (typeof read === 'string') problems.push({ line: index + 2, reason: read });
    else records.push(read);
  });
  return { records, problems };
}
