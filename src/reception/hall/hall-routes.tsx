import { z } from 'zod';
import { decide, shownStaff } from '#identity';
import { calendar, type Inventory } from '#inventory';
import { addDays, type Clock } from '#platform/clock';
import { UserError } from '#platform/errors';
import { type EventBus, sseStream } from '#platform/events';
import {
  type Application,
  eventStream,
  notFound,
  page,
  type Result,
  redirect,
  type Staff,
  type Subject,
} from '#platform/http';
import { foldWidth } from '#platform/japanese';
import type { FormError } from '#ui';
import { type NumberFormat, numberFormat } from '../queue/numbers.ts';
import { type QueueRules, queueRules } from '../queue/rules.ts';
import type { ReceptionService } from '../queue/service.ts';
import { HallPage } from './pages/hall.tsx';
import { ClosePage, keepReasons } from './pages/hall-close.tsx';
import { NumbersPage, RulesPage, ruleTexts, type TypedNumbers } from './pages/hall-rules.tsx';
import type { HallSettings } from './settings.ts';
import { type SeenDevice, stoppedDisplays } from './stopped.ts';

/** What the pages of the whole hall work with. */
export interface HallPagesParts {
  reception: ReceptionService;
  settings: HallSettings;
  clock: Clock;
  bus: EventBus;
  inventory: () => Inventory;
  /** The names of the staff by their ids. */
  staffNames: () => Promise<ReadonlyMap<string, string>>;
  devices: { list(): Promise<readonly SeenDevice[]> };
}

const typedText = z.string().max(20);
const ruleNames = Object.keys(ruleTexts) as (keyof QueueRules)[];
const rulesBody = z.object({
  priorityMinutes: typedText,
  appointmentMinutes: typedText,
  earlyMinutes: typedText,
  lateMinutes: typedText,
  mostOvertaken: typedText,
  absentMinutes: typedText,
  mostCalls: typedText,
} satisfies Record<keyof QueueRules, typeof typedText>);
const place = z.string().max(64);
const numbersBody = z.object({
  place,
  letter: typedText,
  first: typedText,
  last: typedText,
  digits: typedText,
  dailyLimit: typedText,
});

/** A whole number as somebody types it, full width or not; what is none stays NaN, for the schema to refuse. */
function wholeNumber(typed: string): number {
  const text = foldWidth(typed).trim();
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

const orNothing = (typed: string): number | null => (typed.trim() === '' ? null : wholeNumber(typed));

/** The bounds of the rules, as the sentences at the fields say them. */
const bounds: Partial<Record<keyof QueueRules, string>> = { mostOvertaken: '0から100', mostCalls: '1から10' };

/** The rules that were typed, or what is to be put right. */
export function readRules(typed: Readonly<Record<keyof QueueRules, string>>): QueueRules | FormError[] {
  const values = Object.fromEntries(ruleNames.map((name) => [name, wholeNumber(typed[name])]));
  const read = queueRules.safeParse(values);
  if (read.success) return read.data;
  const wrong = new Set(read.error.issues.map(({ path }) => path[0]));
  return ruleNames
    .filter((name) => wrong.has(name))
    .map((name) => ({
      name,
      message: `${ruleTexts[name].label}は、${bounds[name] ?? '0から240'}までの数字で入れてください。`,
    }));
}

const numberSentences: Readonly<Record<keyof TypedNumbers, string>> = {
  letter: '番号の前の文字は、A〜Zの1文字か2文字にするか、空けておいてください。',
  first: 'はじめの番号は、0から99999までの数字で入れてください。',
  last: 'おわりの番号は、はじめの番号より大きい数字にするか、空けておいてください。',
  digits: '数字のけた数は、1から5までの数字で入れてください。',
  dailyLimit: '1日の枚数は、1から99999までの数字にするか、空けておいてください。',
};

/** The numbers of a place that were typed, or what is to be put right. */
export function readNumbers(typed: TypedNumbers): NumberFormat | FormError[] {
  const read = numberFormat.safeParse({
    letter: foldWidth(typed.letter).trim().toUpperCase(),
    first: wholeNumber(typed.first),
    last: orNothing(typed.last),
    digits: wholeNumber(typed.digits),
    dailyLimit: orNothing(typed.dailyLimit),
  });
  const wrong = new Set(read.success ? [] : read.error.issues.map(({ path }) => String(path[0])));
  if (read.success && read.data.last !== null && read.data.last < read.data.first) wrong.add('last');
  if (read.success && wrong.size === 0) return read.data;
  const names = Object.keys(numberSentences) as (keyof TypedNumbers)[];
  return names.filter((name) => wrong.has(name)).map((name) => ({ name, message: numberSentences[name] }));
}

/** The permission table lets only people here. */
function staffOf(subject: Subject): Staff {
  if (subject.kind !== 'staff') throw new Error('the overview was opened by somebody who is not staff');
  return subject;
}

/** Adds the overview of all counters, the rules of the queue, and the end of the day. */
export function addHallRoutes(app: Application, parts: HallPagesParts): void {
  const { reception, settings, clock, bus, inventory, staffNames, devices } = parts;
  const shown = (subject: Subject) => shownStaff(staffOf(subject), inventory());
  const manages = (subject: Subject): boolean =>
    decide(subject, 'hall:manage', { kind: 'route' }, { now: clock.now() }).permit;
  const nextDay = () => calendar(inventory().city).nextOpenDay(addDays(clock.today(), 1));

  app.route({
    method: 'GET',
    url: '/hall',
    action: 'hall:read',
    rate: 'staff',
    handle: async ({ subject }) =>
      page(
        <HallPage
          staff={shown(subject)}
          snapshot={await reception.snapshot()}
          names={await staffNames()}
          stopped={stoppedDisplays(await devices.list(), clock.now())}
          manages={manages(subject)}
        />,
      ),
  });

  app.route({
    method: 'GET',
    url: '/hall/events',
    action: 'hall:read',
    rate: 'stream',
    handle: ({ lastEventId }) => eventStream(sseStream(bus, [`queue:${reception.facilityId}`], lastEventId)),
  });

  async function showRules(
    subject: Subject,
    typed: Readonly<Record<string, string>>,
    errors: readonly FormError[],
    saved: boolean,
  ): Promise<Result> {
    const numbers = await reception.numbers();
    const status = errors.length > 0 ? 422 : 200;
    const props = { staff: shown(subject), manages: manages(subject), typed, errors, saved, numbers };
    return page(<RulesPage {...props} />, { status });
  }

  app.route({
    method: 'GET',
    url: '/hall/rules',
    action: 'hall:read',
    rate: 'staff',
    schema: { query: z.object({ saved: z.literal('yes').optional() }) },
    handle: async ({ subject, query }) => {
      const rules = await reception.rules();
      const typed = Object.fromEntries(Object.entries(rules).map(([name, value]) => [name, String(value)]));
      return showRules(subject, typed, [], query.saved === 'yes');
    },
  });

  app.route({
    method: 'POST',
    url: '/hall/rules',
    action: 'hall:manage',
    rate: 'staff',
    schema: { body: rulesBody },
    handle: async ({ subject, body }) => {
      const read = readRules(body);
      if (Array.isArray(read)) return showRules(subject, body, read, false);
      await settings.setRules(read, staffOf(subject).staffId);
      return redirect('/hall/rules?saved=yes');
    },
  });

  app.route({
    method: 'GET',
    url: '/hall/numbers',
    action: 'hall:manage',
    rate: 'staff',
    schema: { query: z.object({ place: place.optional() }) },
    handle: async ({ subject, query }) => {
      if (query.place === undefined) return redirect('/hall/rules');
      const format = (await reception.numbers()).get(query.place);
      if (format === undefined) return notFound();
      const typed = {
        letter: format.letter,
        first: String(format.first),
        last: String(format.last ?? ''),
        digits: String(format.digits),
        dailyLimit: String(format.dailyLimit ?? ''),
      };
      return page(<NumbersPage staff={shown(subject)} place={query.place} typed={typed} errors={[]} />);
    },
  });

  app.route({
    method: 'POST',
    url: '/hall/numbers',
    action: 'hall:manage',
    rate: 'staff',
    schema: { body: numbersBody },
    handle: async ({ subject, body }) => {
      const again = (errors: readonly FormError[], status = 422): Result =>
        page(<NumbersPage staff={shown(subject)} place={body.place} typed={body} errors={errors} />, { status });
      const read = readNumbers(body);
      if (Array.isArray(read)) return again(read);
      try {
        await settings.setNumbers(body.place, read, staffOf(subject).staffId);
      } catch (error) {
        if (!(error instanceof UserError) || error.code !== 'queue.numbersClash') throw error;
        return again([{ name: 'letter', message: String(error.sentence) }], error.status);
      }
      return redirect('/hall/rules?saved=yes');
    },
  });

  async function showClose(subject: Subject, outcome?: string): Promise<Result> {
    const snapshot = await reception.snapshot();
    return page(<ClosePage staff={shown(subject)} snapshot={snapshot} nextDay={nextDay()} outcome={outcome} />);
  }

  app.route({
    method: 'GET',
    url: '/hall/close',
    action: 'hall:manage',
    rate: 'staff',
    schema: {
      query: z.object({
        ended: z.coerce.number().int().min(0).max(100_000).optional(),
        kept: z.coerce.number().int().min(0).max(100_000).optional(),
      }),
    },
    handle: ({ subject, query: { ended, kept } }) => {
      if (ended !== undefined) return showClose(subject, `${ended}人の番号札を終わりにしました。`);
      return showClose(subject, kept === undefined ? undefined : `${kept}人の番号札を、次の開庁日に移しました。`);
    },
  });

  app.route({
    method: 'POST',
    url: '/hall/close',
    action: 'hall:manage',
    rate: 'staff',
    handle: async ({ subject }) =>
      redirect(`/hall/close?ended=${await reception.closeToday(staffOf(subject).staffId)}`),
  });

  app.route({
    method: 'POST',
    url: '/hall/keep',
    action: 'hall:manage',
    rate: 'staff',
    schema: { body: z.object({ reason: z.enum(keepReasons) }) },
    handle: async ({ subject, body }) => {
      const day = nextDay();
      if (day === null) return notFound();
      const kept = await reception.keepOvernight(day, staffOf(subject).staffId, body.reason);
      return redirect(`/hall/close?kept=${kept}`);
    },
  });
}
