import { z } from 'zod';
import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import { addDays, type Clock, type Day, toDay } from '#platform/clock';
import { newId } from '#platform/codes';
import { type Application, notFound, page, type Result, type RouteRequest, redirect, text } from '#platform/http';
import { formatDay, type Language, stripReadings } from '#platform/i18n';
import type { Channel } from '#platform/notify';
import { namesForVisitor, placeText, type ReceptionService, timeText } from '#reception';
import { timeOf } from './cell.ts';
import { type Contact, maskedContact, readContact, type TypedContact } from './contact.ts';
import { messages } from './messages.ts';
import { calendarOf } from './notices.ts';
import { AppointmentPage, CancelPage, NothingToBookPage } from './pages/appointment.tsx';
import { ChooseTimePage, type ChooseTimeProps } from './pages/choose-time.tsx';
import { ContactPage, type ContactPageProps } from './pages/contact.tsx';
import type { Plan } from './plan.ts';
import { reminderChoices, reminderTimes } from './reminder.ts';
import { type BookingService, type BookingView, planOfParts } from './service.ts';
import type { Booking } from './store.ts';

/** What the pages of booking need from the rest of the house. */
export interface BookingPagesParts {
  booking: BookingService;
  cases: CaseService;
  inventory: () => Inventory;
  reception: Pick<ReceptionService, 'snapshot'>;
  clock: Clock;
  /** Ways to reach residents that the city has set up. */
  channels: readonly Channel[];
  /** Where residents come to first, in their language. */
  entrance: (language: Language) => Promise<string>;
  /** The address of the page of an appointment. */
  linkOf: (bookingId: string) => string;
  /** The name behind the @ in the names of appointments in calendars. */
  domain: string;
}

const dayPattern = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const asked = z.object({
  day: dayPattern.optional().catch(undefined),
  from: dayPattern.optional().catch(undefined),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  moved: z.literal('1').optional().catch(undefined),
  new: z.literal('1').optional().catch(undefined),
});
type Asked = z.output<typeof asked>;

const caseParameter = z.object({ caseId: z.uuid() });
const tokenParameter = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{22}$/) });
const oneOrMore = z.union([z.string().max(40), z.array(z.string().max(40)).max(10)]);
const typedFields = {
  mail: z.string().max(400).default(''),
  phone: z.string().max(100).default(''),
  reminders: oneOrMore.default([]),
};
const chosenTime = z.object({
  commandId: z.uuid(),
  day: dayPattern,
  cell: z.coerce.number().int().min(0).max(143).optional().catch(undefined),
});
const holdBody = chosenTime.extend({ ...typedFields, kept: z.literal('1').optional() });
const moveBody = chosenTime.extend({ revision: z.coerce.number().int().min(1) });
const contactBody = z.object({ booking: z.uuid(), ...typedFields });

/** Days beside each other (design guide: five, no empty weekend columns). */
const stripDays = 5;
/** How far the first free day is looked for. */
const searchDays = 60;

/** 「11月25日(水) 10:30」 */
export function whenText({ day, firstCell }: Pick<Booking, 'day' | 'firstCell'>, language: Language): string {
  return `${formatDay(day, language)} ${timeOf(firstCell)}`;
}

/** Adds what residents see: choosing a time, leaving an address, the appointment, changing and cancelling it. */
export function addBookingRoutes(app: Application, parts: BookingPagesParts): void {
  const { booking, cases, inventory, clock } = parts;

  const firstDayOf = async (plan: Plan, wanted: Day | undefined): Promise<Day> => {
    const today = clock.today();
    if (wanted !== undefined && wanted >= today) return wanted;
    const days = await booking.openDays(plan, today, searchDays);
    return (days.find(({ mark }) => mark === 'open' || mark === 'few') ?? days[0])?.day ?? today;
  };

  /** The days to choose from, as they are asked for. */
  async function daysFor(plan: Plan, query: Asked): Promise<Pick<ChooseTimeProps, 'strip' | 'month' | 'chosen'>> {
    const chosen = query.day === undefined ? null : await booking.day(plan, query.day);
    if (query.month !== undefined) return { strip: null, month: await monthOf(plan, query.month), chosen };
    const from = await firstDayOf(plan, query.from ?? query.day);
    const days = await booking.openDays(plan, from, stripDays);
    const later = days.at(-1) && addDays(days.at(-1)?.day ?? from, 1);
    const earlier = addDays(from, -7);
    const today = clock.today();
    return {
      strip: {
        days,
        earlier: from > today ? laterOf(earlier, today) : null,
        later: later && later <= (await booking.lastDay(plan)) ? later : null,
      },
      month: null,
      chosen: chosen ?? days.find(({ mark }) => mark === 'open' || mark === 'few') ?? null,
    };
  }

  async function monthOf(plan: Plan, asked: string): Promise<NonNullable<ChooseTimeProps['month']>> {
    const [year = 0, month = 0] = asked.split('-').map(Number);
    const at = (offset: number) => new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 7);
    const last = (await booking.lastDay(plan)).slice(0, 7);
    const today = clock.today();
    const first = `${asked}-01`;
    const days =
      asked < today.slice(0, 7) || asked > last
        ? []
        : (await booking.openDays(plan, first > today ? first : today, 31)).filter(({ day }) => day.startsWith(asked));
    return {
      year,
      month,
      days,
      earlier: asked > today.slice(0, 7) ? at(-1) : null,
      later: asked < last ? at(1) : null,
    };
  }

  async function chooseFirst(
    request: Pick<RouteRequest, 'subject' | 'language'> & { params: { caseId: string } },
    query: Asked,
    more: Partial<Pick<ChooseTimeProps, 'error' | 'cell' | 'kept'>> = {},
  ): Promise<Result> {
    const { language, params } = request;
    const base = `/case/${params.caseId}/booking`;
    const procedures = await proceduresOf(request, params.caseId);
    const plan = await booking.planFor(procedures);
    const back = { href: `/case/${params.caseId}`, label: messages(language)('toProcedures') };
    if (plan.parts.length === 0)
      return page(<NothingToBookPage language={language} base={base} backHref={back.href} />);
    const shown: ChooseTimeProps = {
      ...(await daysFor(plan, query)),
      language,
      base,
      action: base,
      back,
      commandId: newId(),
      count: procedures.length,
      minutes: plan.minutes,
      place: await parts.entrance(language),
      present: null,
      error: null,
      cell: null,
      kept: {},
      waitingHref: null,
      ...more,
    };
    return page(<ChooseTimePage {...shown} />, { status: more.error ? 422 : 200 });
  }

  /** The procedures that a time is booked for: those that are needed; where nothing is certain, those to be asked about. */
  async function proceduresOf({ subject }: Pick<RouteRequest, 'subject'>, caseId: string): Promise<string[]> {
    const { procedures } = await cases.overview(subject, caseId);
    const needed = procedures.filter(({ state }) => state === 'wanted').map(({ id }) => id);
    return needed.length > 0 ? needed : procedures.filter(({ state }) => state === 'undecided').map(({ id }) => id);
  }

  app.route({
    method: 'GET',
    url: '/case/booking',
    action: 'case:open',
    rate: 'case',
    handle: ({ subject }) => redirect(subject.kind === 'resident' ? `/case/${subject.caseId}/booking` : '/case/open'),
  });

  app.route({
    method: 'GET',
    url: '/case/:caseId/booking',
    action: 'booking:own',
    rate: 'case',
    schema: { params: caseParameter, query: asked },
    handle: async (request) => {
      const existing = await booking.ofCase(request.params.caseId);
      if (existing && existing.booking.state !== 'held') {
        // Looking at the case shows that it is theirs; the secret of the appointment is not given to anyone else.
        await cases.overview(request.subject, request.params.caseId);
        return redirect(`/booking/${existing.token}`);
      }
      return chooseFirst(request, request.query);
    },
  });

  app.route({
    method: 'POST',
    url: '/case/:caseId/booking',
    action: 'booking:own',
    rate: 'hold',
    schema: { params: caseParameter, body: holdBody },
    handle: async (request) => {
      const { body, params, language } = request;
      const t = messages(language);
      const kept = body.kept ? keptOf(body) : {};
      if (body.cell === undefined) return chooseFirst(request, { day: body.day }, { error: t('noChoice'), kept });
      const plan = await booking.planFor(await proceduresOf(request, params.caseId));
      const { commandId, day, cell } = body;
      const held = await booking.hold(params.caseId, plan, { commandId, day, cell, language, channel: 'web' });
      if (held.booking === null) {
        return chooseFirst(request, { day }, { error: t(held.outcome === 'full' ? 'nowFull' : 'nowClosed'), kept });
      }
      if (held.outcome === 'taken') return redirect(`/case/${params.caseId}/booking`);
      if (body.kept) return contactPage(language, params.caseId, held.booking, typedOf(body), remindersOf(body), {});
      return redirect(`/case/${params.caseId}/booking/contact`);
    },
  });

  function contactPage(
    language: Language,
    caseId: string,
    held: Booking,
    typed: TypedContact,
    reminders: readonly string[],
    problems: ContactPageProps['problems'],
  ): Result {
    return page(
      <ContactPage
        language={language}
        action={`/case/${caseId}/booking/contact`}
        chooseHref={`/case/${caseId}/booking`}
        bookingId={held.id}
        when={whenText(held, language)}
        until={timeText(held.releaseAt ?? clock.now())}
        typed={typed}
        reminders={reminders}
        problems={problems}
        channels={parts.channels}
      />,
      { status: Object.keys(problems).length > 0 ? 422 : 200 },
    );
  }

  app.route({
    method: 'GET',
    url: '/case/:caseId/booking/contact',
    action: 'booking:own',
    rate: 'case',
    schema: { params: caseParameter },
    handle: async ({ subject, params, language }) => {
      await cases.overview(subject, params.caseId);
      const held = await booking.ofCase(params.caseId);
      if (held?.booking.state !== 'held') return redirect(`/case/${params.caseId}/booking`);
      const usual = await booking.usualReminders(held);
      return contactPage(language, params.caseId, held.booking, { mail: '', phone: '' }, usual, {});
    },
  });

  app.route({
    method: 'POST',
    url: '/case/:caseId/booking/contact',
    action: 'booking:own',
    rate: 'case',
    schema: { params: caseParameter, body: contactBody },
    handle: async (request) => {
      const { subject, params, language, body } = request;
      await cases.overview(subject, params.caseId);
      const found = await booking.byId(body.booking);
      if (found === null || found.booking.caseId !== params.caseId) return redirect(`/case/${params.caseId}/booking`);
      const held = found.booking;
      const reminders = remindersOf(body);
      const typed = typedOf(body);
      const again = (problems: ContactPageProps['problems']) =>
        contactPage(language, params.caseId, held, typed, reminders, problems);
      const read = readContact(typed, reminders.length > 0);
      if (read.contact === null) return again(read.problems);
      const result = await booking.confirm(held.id, { contact: read.contact, reminders, actor: 'resident' });
      if (result.outcome === 'confirmed') return redirect(`/booking/${result.view.token}?new=1`);
      if (result.outcome === 'tooMany') return again({ [typed.mail === '' ? 'phone' : 'mail']: 'tooMany' });
      return chooseFirst(
        request,
        { day: held.day },
        { error: messages(language)('holdEnded'), cell: held.firstCell, kept: keptOf(body) },
      );
    },
  });

  /** Shows an appointment by its secret; what is over says so. */
  app.route({
    method: 'GET',
    url: '/booking/:token',
    action: 'booking:manage',
    rate: 'public',
    schema: { params: tokenParameter, query: asked },
    handle: async ({ params, query, language, subject }) => {
      const found = await booking.byToken(params.token);
      if (found === null || found.booking.state === 'held' || found.booking.state === 'expired') return notFound();
      const { caseId } = found.booking;
      const contact = await booking.contactOf(found.booking);
      const code = (await cases.codesOf([caseId])).get(caseId) ?? '';
      const times = reminderTimes(found.booking, found.booking.reminders, clock.now());
      return page(
        <AppointmentPage
          language={language}
          base={`/booking/${params.token}`}
          state={stateOf(found, query)}
          when={whenText(found.booking, language)}
          place={await parts.entrance(language)}
          code={code}
          route={await routeOf(found, language)}
          sentTo={maskedContact(reachable(contact))}
          reminders={times.map(({ dueAt }) => `${formatDay(toDay(dueAt), language)} ${timeText(dueAt)}`)}
          entryHref={subject.kind === 'resident' && subject.caseId === caseId ? `/case/${caseId}` : null}
        />,
      );
    },
  });

  /** The addresses of a contact that something can be sent to. */
  const reachable = ({ mail, phone }: Contact): Contact => ({
    mail: parts.channels.includes('mail') ? mail : null,
    phone: parts.channels.includes('sms') ? phone : null,
  });

  function stateOf({ booking: { state, day } }: BookingView, query: Asked) {
    if (state === 'cancelled') return 'cancelled';
    if (state === 'fulfilled' || state === 'no_show' || day < clock.today()) return 'past';
    if (state === 'checked_in') return 'arrived';
    if (query.new) return 'new';
    return query.moved ? 'moved' : 'booked';
  }

  /** The way through the hall with the times at which each place is booked. */
  async function routeOf({ parts: places }: BookingView, language: Language) {
    const { services } = await parts.reception.snapshot();
    return places.map(({ serviceId, first, procedures }) => {
      const service = services.find(({ id }) => id === serviceId);
      return {
        time: timeOf(first),
        place: service ? placeText(service, language, inventory()) : serviceId,
        procedures: namesForVisitor(procedures, language, inventory()),
      };
    });
  }

  async function chooseAgain(
    found: BookingView,
    language: Language,
    query: Asked,
    error: string | null,
  ): Promise<Result> {
    const base = `/booking/${found.token}/change`;
    const plan = planOfParts(found.parts);
    const shown: ChooseTimeProps = {
      ...(await daysFor(plan, {
        ...query,
        day: query.day ?? (query.month || query.from ? undefined : found.booking.day),
      })),
      language,
      base,
      action: base,
      back: { href: `/booking/${found.token}`, label: messages(language)('toBooking') },
      commandId: newId(),
      count: plan.parts.flatMap(({ procedures }) => procedures).length,
      minutes: plan.minutes,
      place: await parts.entrance(language),
      present: { when: whenText(found.booking, language), revision: found.booking.revision },
      error,
      cell: null,
      kept: {},
      waitingHref: null,
    };
    return page(<ChooseTimePage {...shown} />, { status: error === null ? 200 : 422 });
  }

  /** An appointment that can still be changed, or null. */
  async function changeable(token: string): Promise<BookingView | null> {
    const found = await booking.byToken(token);
    return found?.booking.state === 'confirmed' && found.booking.day >= clock.today() ? found : null;
  }

  app.route({
    method: 'GET',
    url: '/booking/:token/appointment.ics',
    action: 'booking:manage',
    rate: 'public',
    schema: { params: tokenParameter },
    handle: async ({ params, language }) => {
      const found = await booking.byToken(params.token);
      if (found === null || !['confirmed', 'checked_in', 'cancelled'].includes(found.booking.state)) return notFound();
      const kind = found.booking.state === 'cancelled' ? 'cancelled' : 'confirmed';
      const place = stripReadings(await parts.entrance(language));
      const { content } = calendarOf(found.booking, kind, { place, link: parts.linkOf(found.booking.id) }, parts);
      return text(content, 'text/calendar; charset=utf-8; method=PUBLISH', {});
    },
  });

  app.route({
    method: 'GET',
    url: '/booking/:token/change',
    action: 'booking:manage',
    rate: 'public',
    schema: { params: tokenParameter, query: asked },
    handle: async ({ params, query, language }) => {
      const found = await changeable(params.token);
      return found === null ? redirect(`/booking/${params.token}`) : chooseAgain(found, language, query, null);
    },
  });

  app.route({
    method: 'POST',
    url: '/booking/:token/change',
    action: 'booking:manage',
    rate: 'hold',
    schema: { params: tokenParameter, body: moveBody },
    handle: async ({ params, body, language }) => {
      const found = await changeable(params.token);
      if (found === null) return redirect(`/booking/${params.token}`);
      const t = messages(language);
      const { day, cell, revision } = body;
      if (cell === undefined) return chooseAgain(found, language, { day }, t('noChoice'));
      const expected = { ...found, booking: { ...found.booking, revision } };
      const outcome = await booking.move(expected, { day, cell, actor: 'resident', byStaff: false });
      if (outcome === 'moved') return redirect(`/booking/${params.token}?moved=1`);
      const sentence = { full: 'nowFull', closed: 'nowClosed', changed: 'changedMeanwhile' } as const;
      return chooseAgain(found, language, { day }, t(sentence[outcome]));
    },
  });

  app.route({
    method: 'GET',
    url: '/booking/:token/cancel',
    action: 'booking:manage',
    rate: 'public',
    schema: { params: tokenParameter },
    handle: async ({ params, language }) => {
      const found = await changeable(params.token);
      if (found === null) return redirect(`/booking/${params.token}`);
      const when = whenText(found.booking, language);
      return page(<CancelPage language={language} base={`/booking/${params.token}`} when={when} />);
    },
  });

  app.route({
    method: 'POST',
    url: '/booking/:token/cancel',
    action: 'booking:manage',
    rate: 'public',
    schema: { params: tokenParameter },
    handle: async ({ params }) => {
      const found = await changeable(params.token);
      if (found !== null) await booking.cancel(found, 'resident');
      return redirect(`/booking/${params.token}`);
    },
  });
}

const laterOf = (one: Day, other: Day): Day => (one > other ? one : other);

const typedOf = ({ mail, phone }: TypedContact): TypedContact => ({ mail, phone });

/** Reminders that were ticked; unknown words are left out. */
function remindersOf({ reminders }: { reminders: string | readonly string[] }): string[] {
  const ticked = [reminders].flat();
  return reminderChoices.filter((choice) => ticked.includes(choice));
}

/** What was typed, to be sent along while a time is chosen again. */
function keptOf(body: TypedContact & { reminders: string | readonly string[] }) {
  return { kept: '1', mail: body.mail, phone: body.phone, reminders: remindersOf(body) };
}
