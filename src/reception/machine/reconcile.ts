import { givenTicket } from '../queue/numbers.ts';
import type { StoredMessage } from './inbox-store.ts';
import type { MachineSettings } from './settings.ts';

/** A number as it stands here. */
export interface HereTicket {
  readonly series: string;
  readonly number: number;
  /** As it is shown here. */
  readonly ticket: string;
  readonly arrivedAt: Date;
  readonly calledAt: Date | null;
  readonly endedAt: Date | null;
}

/** What does not agree between a machine and us. */
export const findingKinds = {
  thereOnly: '発券機だけにある番号',
  hereOnly: 'ひとまどだけにある番号',
  time: '時刻が2分より大きく違う番号',
  gap: '番号の抜け',
} as const;
export type FindingKind = keyof typeof findingKinds;

export interface Finding {
  readonly kind: FindingKind;
  /** Our way to write the number; for a gap the first to the last that is missing. */
  readonly ticket: string;
  readonly detail: string;
}

/** Times may differ by so much: clocks of machines are set by hand. */
const tolerance = 2 * 60_000;

const timeNames = { issued: '発券', called: '呼出', finished: '完了' } as const;
const clockText = (at: Date): string => new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(11, 19);

interface ThereTicket {
  readonly issued: Date | null;
  readonly called: Date | null;
  readonly finished: Date | null;
}

/** What a machine says of each number, by our way to write it. */
function ticketsThere(
  messages: readonly StoredMessage[],
  oursOf: (letters: string) => string,
): Map<string, ThereTicket> {
  const there = new Map<string, ThereTicket>();
  for (const { kind, series, number, at, state } of messages) {
    if (kind === null || at === null || series === undefined || number === undefined || state === 'aside') continue;
    const ticket = givenTicket({ series: oursOf(series), number });
    const known = there.get(ticket) ?? { issued: null, called: null, finished: null };
    const latest = (one: Date | null) => (one !== null && one > at ? one : at);
    there.set(ticket, {
      ...known,
      ...(kind === 'issued' && { issued: at }),
      ...(kind === 'called' && { called: latest(known.called) }),
      ...(kind === 'finished' && { finished: latest(known.finished) }),
    });
  }
  return there;
}

function timeFindings(ticket: string, there: ThereTicket, here: HereTicket): Finding[] {
  const pairs = [
    ['issued', there.issued, here.arrivedAt],
    ['called', there.called, here.calledAt],
    ['finished', there.finished, here.endedAt],
  ] as const;
  return pairs.flatMap(([name, one, other]) =>
    one !== null && other !== null && Math.abs(one.getTime() - other.getTime()) > tolerance
      ? [
          {
            kind: 'time' as const,
            ticket,
            detail: `${timeNames[name]}：発券機 ${clockText(one)}、ひとまど ${clockText(other)}`,
          },
        ]
      : [],
  );
}

/** Numbers that are missing between the first and the last one that was given, as ranges. */
function gapsIn(series: string, numbers: readonly number[]): Finding[] {
  const sorted = [...new Set(numbers)].sort((one, other) => one - other);
  return sorted.flatMap((number, index) => {
    const next = sorted[index + 1];
    if (next === undefined || next === number + 1) return [];
    const from = givenTicket({ series, number: number + 1 });
    const to = givenTicket({ series, number: next - 1 });
    return [
      { kind: 'gap' as const, ticket: from === to ? from : `${from}〜${to}`, detail: '発券の知らせがありません' },
    ];
  });
}

/** Compares a day of a machine with ours. Numbers that we give are missed there only if it repeats them at all. */
export function reconcile(
  settings: Pick<MachineSettings, 'series'>,
  messages: readonly StoredMessage[],
  here: readonly HereTicket[],
): Finding[] {
  const oursOf = (letters: string) => settings.series.find(({ machine }) => machine === letters)?.ours ?? letters;
  const there = ticketsThere(messages, oursOf);
  const known = new Map(here.map((ticket) => [givenTicket(ticket), ticket]));
  const issued = messages.filter(({ kind, state }) => kind === 'issued' && state !== 'aside');
  const expected = settings.series.filter(
    ({ leads, machine }) => leads === 'machine' || issued.some(({ series }) => series === machine),
  );
  const thereOnly = [...there.keys()]
    .filter((ticket) => !known.has(ticket))
    .map((ticket): Finding => ({ kind: 'thereOnly', ticket, detail: '反映していない知らせを確かめてください' }));
  const hereOnly = here
    .filter(({ series }) => expected.some(({ ours }) => ours === series))
    .filter((one) => there.get(givenTicket(one))?.issued == null)
    .map(({ ticket }): Finding => ({ kind: 'hereOnly', ticket, detail: '発券の知らせが届いていません' }));
  const times = [...known].flatMap(([name, one]) => {
    const other = there.get(name);
    return other === undefined ? [] : timeFindings(one.ticket, other, one);
  });
  const gaps = settings.series
    .filter(({ leads }) => leads === 'machine')
    .flatMap(({ machine, ours }) =>
      gapsIn(
        ours,
        issued.flatMap(({ series, number }) => (series === machine && number !== undefined ? [number] : [])),
      ),
    );
  return [...thereOnly, ...hereOnly, ...times, ...gaps];
}
