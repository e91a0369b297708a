import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import { newId } from '#platform/codes';
import { type Application, page, type Result, type RouteRequest, redirect } from '#platform/http';
import type { Language } from '#platform/i18n';
import type { Channel } from '#platform/notify';
import { type ReceptionService, timeText } from '#reception';
import { daysToChoose, proceduresToBook, whenText } from './choosing.ts';
import { readContact, type TypedContact } from './contact.ts';
import { messages } from './messages.ts';
import { NothingToBookPage } from './pages/appointment.tsx';
import { ChooseTimePage, type ChooseTimeProps } from './pages/choose-time.tsx';
import { ContactPage, type ContactPageProps } from './pages/contact.tsx';
import { WaitingRoomPage } from './pages/waiting-room.tsx';
import { proceduresIn } from './plan.ts';
import type { BookingService } from './service.ts';
import { type Asked, asked, caseParameter, contactBody, holdBody, keptOf, remindersOf, typedOf } from './shapes.ts';
import { walkOf } from './stops.ts';
import type { Booking } from './store.ts';
import type { WaitingList } from './waiting-list.ts';
import type { WaitingRoom } from './waiting-room.ts';
import { queueCookie } from './waiting-room-routes.tsx';

/** What the pages of booking need from the rest of the house. */
export interface BookingPagesParts {
  booking: BookingService;
  waitingList: WaitingList;
  room: WaitingRoom;
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
  /** The address of the page on which its reminders stop. */
  stopLinkOf: (bookingId: string) => string;
  /** The name behind the @ in the names of appointments in calendars. */
  domain: string;
}

/** Adds the pages on which residents choose a time for their case and leave an address. */
export function addBookingRoutes(app: Application, parts: BookingPagesParts): void {
  const { booking, cases, clock } = parts;
  const daysFor = daysToChoose(booking, clock);

  async function chooseFirst(
    request: Pick<RouteRequest, 'subject' | 'language'> & { params: { caseId: string } },
    query: Asked,
    more: Partial<Pick<ChooseTimeProps, 'error' | 'cell' | 'kept'>> = {},
  ): Promise<Result> {
    const { language, params } = request;
    const base = `/case/${params.caseId}/booking`;
    const procedures = await proceduresToBook(cases, request.subject, params.caseId);
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
      count: proceduresIn(plan).length,
      minutes: plan.minutes,
      place: await parts.entrance(language),
      walk: await walkOf(parts, plan, language),
      present: null,
      error: null,
      cell: null,
      kept: {},
      waitingHref: `${base}/waiting`,
      ...more,
    };
    return page(<ChooseTimePage {...shown} />, { status: more.error ? 422 : 200 });
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
      const gate = await parts.room.gate(request.cookies[queueCookie]);
      return gate === 'free' ? chooseFirst(request, request.query) : redirect('/booking/queue');
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
      const { commandId = newId(), day, cell } = body;
      if (cell === undefined || day === undefined) return chooseFirst(request, { day }, { error: t('noChoice'), kept });
      const plan = await booking.planFor(await proceduresToBook(cases, request.subject, params.caseId));
      const gate = await parts.room.gate(request.cookies[queueCookie], params.caseId);
      if (gate === 'wait') return redirect('/booking/queue');
      if (gate === 'used') {
        return page(<WaitingRoomPage language={language} shown={{ kind: 'used' }} />, { status: 403 });
      }
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
        heldUntil={held.releaseAt ?? clock.now()}
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
      const found = body.booking === undefined ? null : await booking.byId(body.booking);
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
}
