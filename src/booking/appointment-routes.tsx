import { toDay } from '#platform/clock';
import { newId } from '#platform/codes';
import { type Application, notFound, page, type Result, redirect, text } from '#platform/http';
import { formatDay, type Language, stripReadings } from '#platform/i18n';
import { dayAndTime, timeText } from '#reception';
import { daysToChoose, whenText } from './choosing.ts';
import { type Contact, maskedContact } from './contact.ts';
import { messages } from './messages.ts';
import { calendarOf } from './notices.ts';
import { AppointmentPage, CancelPage } from './pages/appointment.tsx';
import { ChooseTimePage, type ChooseTimeProps } from './pages/choose-time.tsx';
import { OfferPage } from './pages/offer.tsx';
import { proceduresIn } from './plan.ts';
import { reminderTimes } from './reminder.ts';
import type { BookingPagesParts } from './routes.tsx';
import { type BookingView, planOfParts } from './service.ts';
import { type Asked, asked, moveBody, tokenParameter } from './shapes.ts';
import { stopsOf } from './stops.ts';

/** Adds the pages behind the secret of an appointment: seeing, changing and cancelling it. */
export function addAppointmentRoutes(app: Application, parts: BookingPagesParts): void {
  const { booking, cases, clock } = parts;
  const daysFor = daysToChoose(booking, clock);

  /** Shows an appointment by its secret; what is over says so. */
  app.route({
    method: 'GET',
    url: '/booking/:token',
    action: 'booking:manage',
    rate: 'public',
    schema: { params: tokenParameter, query: asked },
    handle: async ({ params, query, language, subject }) => {
      const found = await booking.byToken(params.token);
      if (found === null) return notFound();
      if (found.booking.channel === 'offer' && ['held', 'expired'].includes(found.booking.state)) {
        return offerPage(found, language);
      }
      if (found.booking.state === 'held' || found.booking.state === 'expired') return notFound();
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
          route={await stopsOf(parts, found.parts, language)}
          sentTo={maskedContact(reachable(contact))}
          reminders={times.map(({ dueAt }) => `${formatDay(toDay(dueAt), language)} ${timeText(dueAt)}`)}
          stopHref={new URL(parts.stopLinkOf(found.booking.id)).pathname}
          entryHref={subject.kind === 'resident' && subject.caseId === caseId ? `/case/${caseId}` : null}
        />,
      );
    },
  });

  /** A place that became free: held for whoever asked first, until they answer or its time is over. */
  async function offerPage(
    { booking: offered, parts: places, token }: BookingView,
    language: Language,
    error: string | null = null,
  ) {
    const open = offered.state === 'held' && offered.releaseAt !== null && offered.releaseAt > clock.now();
    return page(
      <OfferPage
        language={language}
        base={`/booking/${token}`}
        when={whenText(offered, language)}
        place={await parts.entrance(language)}
        until={open && offered.releaseAt ? dayAndTime(offered.releaseAt, language) : null}
        stops={await stopsOf(parts, places, language)}
        error={error}
      />,
      { status: error === null ? 200 : 422 },
    );
  }

  app.route({
    method: 'POST',
    url: '/booking/:token/accept',
    action: 'booking:manage',
    rate: 'hold',
    schema: { params: tokenParameter },
    handle: async ({ params, language }) => {
      const found = await booking.byToken(params.token);
      if (found?.booking.channel !== 'offer') return redirect(`/booking/${params.token}`);
      const [contact, reminders] = [await booking.contactOf(found.booking), await booking.usualReminders(found)];
      const { outcome } = await booking.confirm(found.booking.id, { contact, reminders, actor: 'resident' });
      if (outcome === 'tooMany') return offerPage(found, language, messages(language)('tooMany'));
      return redirect(`/booking/${params.token}${outcome === 'confirmed' ? '?new=1' : ''}`);
    },
  });

  app.route({
    method: 'POST',
    url: '/booking/:token/decline',
    action: 'booking:manage',
    rate: 'public',
    schema: { params: tokenParameter },
    handle: async ({ params }) => {
      const found = await booking.byToken(params.token);
      if (found?.booking.channel === 'offer' && found.booking.state === 'held') {
        await booking.cancel(found, { actor: 'resident' });
      }
      return redirect(`/booking/${params.token}`);
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
      count: proceduresIn(plan).length,
      minutes: plan.minutes,
      place: await parts.entrance(language),
      walk: found.parts.length > 1 ? (await stopsOf(parts, found.parts, language)).map(({ place }) => place) : [],
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
      const { day, cell, revision = found.booking.revision } = body;
      if (cell === undefined || day === undefined) return chooseAgain(found, language, { day }, t('noChoice'));
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
      if (found !== null) await booking.cancel(found, { actor: 'resident' });
      return redirect(`/booking/${params.token}`);
    },
  });
}
