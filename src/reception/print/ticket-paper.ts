import type { Inventory } from '#inventory';
import { toDay } from '#platform/clock';
import { formatDay, type Language, listSeparator } from '#platform/i18n';
import { plain, propertyValue, wrapText } from '#platform/print';
import type { Service } from '../queue/hall-store.ts';
import type { Leg, Visit } from '../queue/visit.ts';
import type { WaitEstimate } from '../queue/wait.ts';
import { namesForVisitor, placeText, timeText, waitText } from '../texts.ts';
import { visitorMessages } from '../visitor-messages.ts';

/** What a ticket on paper says. It has no place for a name. */
export interface TicketPaper {
  readonly visit: Pick<Visit, 'ticket' | 'language' | 'arrivedAt'>;
  readonly inventory: Inventory;
  /** The places in the order of walking. */
  readonly stops: readonly { readonly leg: Pick<Leg, 'procedures'>; readonly service: Service }[];
  /** How the first place stands; null when nobody is waited for there. */
  readonly turn: { readonly ahead: number; readonly wait: WaitEstimate } | null;
  /** Address of the page on which the turn can be followed. */
  readonly address: string;
  readonly now: Date;
  /** Half-width characters in a line of the printer. */
  readonly columns: number;
}

/** Printers carry Japanese and plain Latin letters: others read Japanese and English. */
function languagesOnPaper(language: Language): readonly Language[] {
  if (language === 'ja' || language === 'easy' || language === 'en') return [language];
  return ['ja', 'en'];
}

const fiveMinutes = 5 * 60_000;

/** The time of day `minutes` from now, on the next five minutes: a time on paper must not promise more than is known. */
function timeIn(now: Date, minutes: number): string {
  const instant = now.getTime() + minutes * 60_000;
  return timeText(new Date(Math.ceil(instant / fiveMinutes) * fiveMinutes));
}

/** Text in as many lines as it needs, as receiptline wants them in one cell; a line that is quite full would be followed by an empty one. */
const cell = (text: string, columns: number): string =>
  wrapText(text, columns - 1)
    .map(plain)
    .join('\\n');
const bold = (text: string): string => `"${text}"`;

function turnLines({ turn, now, columns }: TicketPaper, language: Language): string[] {
  if (turn === null) return [];
  const t = visitorMessages(language);
  const { wait } = turn;
  const expected =
    wait.kind === 'range'
      ? `${plain(t('paperExpected'))} ${bold(`${timeIn(now, wait.from)}〜${timeIn(now, wait.to)}`)}`
      : bold(cell(waitText(wait, language), columns));
  return [expected, cell(`${t('ahead', { count: turn.ahead })} (${t('asOf', { time: timeText(now) })})`, columns)];
}

/** Nothing where the box above has already said all. */
function routeLines({ stops, inventory, columns }: TicketPaper, language: Language): string[] {
  const rows = stops.map(({ leg, service }, index) => {
    const names = namesForVisitor(leg.procedures, language, inventory).join(listSeparator(language));
    return { what: `${index + 1} ${names}`, where: placeText(service, language, inventory) };
  });
  if (stops.length < 2 && stops.every(({ leg }) => leg.procedures.length === 0)) return [];
  const half = Math.floor((columns - 1) / 2);
  return [
    `|${bold(cell(visitorMessages(language)('ticketHint'), columns))} |`,
    `{width:${columns - 1 - half},${half}}`,
    ...rows.map(({ what, where }) => `|${cell(what, columns - 1 - half)} | ${bold(cell(where, half))}|`),
    '{width:auto}',
  ];
}

/** The name of the place in letters twice as large, in a box. */
function placeLines({ stops, inventory, columns }: TicketPaper, languages: readonly Language[]): string[] {
  const [first] = stops;
  if (first === undefined) return [];
  const within = Math.floor((columns - 4) / 2);
  const names = languages.map((language) => cell(placeText(first.service, language, inventory), within));
  return ['{width:*;border:line}', ...names.map((name) => `|^^^${bold(name)}|`), '{width:auto;border:space}'];
}

/**
 * The ticket as a receiptline document: the number in large letters, the first place in a box, when the call is expected, the
 * places that follow, a code that leads to the turn on the phone, day and time.
 */
export function ticketPaper(ticket: TicketPaper): string {
  const { visit, inventory, columns } = ticket;
  const languages = languagesOnPaper(visit.language);
  const inEach = (lines: (language: Language) => readonly string[]) => languages.flatMap(lines);
  const dayOf = (language: Language) =>
    `${formatDay(toDay(visit.arrivedAt), language, { year: true })} ${timeText(visit.arrivedAt)}`;
  const route = inEach((language) => routeLines(ticket, language));
  return [
    '',
    bold(plain(`${inventory.city.name.ja} ${inventory.city.hall.name.ja}`)),
    `^^^^^^^${plain(visit.ticket)}`,
    ...placeLines(ticket, languages),
    ...inEach((language) => turnLines(ticket, language)),
    ...(route.length > 0 ? ['---', ...route] : []),
    '---',
    '',
    `{code:${propertyValue(ticket.address)};option:qrcode,5,m}`,
    '',
    ...inEach((language) => [`|${cell(visitorMessages(language)('phoneHint'), columns)} |`]),
    '---',
    ...inEach((language) => [cell(dayOf(language), columns)]),
  ].join('\n');
}
