import { z } from 'zod';
import { decide, shownStaff } from '#identity';
import type { Day } from '#platform/clock';
import { UserError } from '#platform/errors';
import { sseStream } from '#platform/events';
import { type Application, eventStream, json, notFound, page, type Result, redirect, type Staff } from '#platform/http';
import { dayAndTime } from '#reception';
import type { FormError } from '#ui';
import { cellMinutes, timeOf } from './cell.ts';
import { laterOf, whenText } from './choosing.ts';
import { maskedContact } from './contact.ts';
import { ConflictsPage } from './pages/conflicts.tsx';
import { DayPage, DayPaper, type DayRow } from './pages/day.tsx';
import { StaffAppointmentPage } from './pages/staff-appointment.tsx';
import { StaffChangePage } from './pages/staff-booking.tsx';
import { reminderTimes } from './reminder.ts';
import { type BookingView, planOfParts } from './service.ts';
import { dayPattern, remindersBody, remindersOf } from './shapes.ts';
import { actorOf, placeNames, type StaffPagesParts, staffOf } from './staff-parts.ts';
import { stopsOf } from './stops.ts';

const dayQuery = z.object({
  day: dayPattern.optional().catch(undefined),
  place: z.string().max(100).default('').catch(''),
});
const idParameter = z.object({ id: z.uuid() });
const target = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}\.\d{1,3}$/)
  .optional()
  .catch(undefined);
const revision = z.coerce.number().int().min(1).optional().catch(undefined);
const full = 'この時間は、たった今うまりました。ほかの時間を選んでください。';
const daysShown = 10;

const eventNames: Readonly<Record<string, string>> = {
  held: '時間を選んだ',
  confirmed: '予約した',
  moved: '日と時間を変えた',
  cancelled: '取り消した',
  kept: '席を超えて受けることにした',
  checked_in: '受け付けた',
  remindersStopped: '前のお知らせを止めた',
  remindersChosen: '前のお知らせを選び直した',
};
const actorName = (actor: string): string => (actor.startsWith('staff') ? '職員' : '予約した方');

/** Adds the pages on which staff see a day, decide what does not fit, and change or cancel an appointment. */
export function addDeskRoutes(app: Application, parts: StaffPagesParts): void {
  const { booking, appointments, capacity, cases, clock, bus, inventory } = parts;
  const reading = { action: 'booking:list', rate: 'staff', method: 'GET' } as const;
  const serving = { action: 'booking:serve', rate: 'staff' } as const;
  const mayServe = (staff: Staff): boolean =>
    decide(staff, 'booking:serve', { kind: 'route' }, { now: staff.authenticatedAt }).permit;

  async function rowsOf(day: Day, place: string): Promise<DayRow[]> {
    const names = await placeNames(parts);
    const all = (await appointments.on(day)).filter(
      ({ parts: places }) => place === '' || places.some(({ serviceId }) => serviceId === place),
    );
    const codes = await cases.codesOf(all.map(({ booking: { caseId } }) => caseId));
    return all.map(({ booking: { id, caseId, firstCell, cellCount, state }, parts: places }) => ({
      id,
      state,
      time: timeOf(firstCell),
      code: codes.get(caseId) ?? '(消えました)',
      places: places.map(({ serviceId }) => names.get(serviceId) ?? serviceId),
      minutes: cellCount * cellMinutes,
    }));
  }

  app.route({
    ...reading,
    url: '/booking/day',
    schema: { query: dayQuery },
    handle: async (request) => {
      const { day = clock.today(), place } = request.query;
      const staff = staffOf(request);
      return page(
        <DayPage
          staff={shownStaff(staff, inventory())}
          conflicts={await capacity.conflictCount()}
          day={day}
          place={place}
          places={[...(await placeNames(parts))].map(([value, label]) => ({ value, label }))}
          rows={await rowsOf(day, place)}
          mayServe={mayServe(staff)}
        />,
      );
    },
  });

  app.route({
    ...reading,
    url: '/booking/day/print',
    schema: { query: dayQuery },
    handle: async ({ query: { day = clock.today(), place } }) =>
      page(<DayPaper day={day} rows={await rowsOf(day, place)} printedAt={dayAndTime(clock.now(), 'ja')} />),
  });

  app.route({
    ...reading,
    url: '/booking/events',
    rate: 'stream',
    handle: ({ lastEventId }) => eventStream(sseStream(bus, ['booking'], lastEventId)),
  });

  app.route({
    ...reading,
    url: '/booking/conflicts',
    handle: async (request) => {
      const staff = staffOf(request);
      const names = await placeNames(parts);
      const conflicts = await appointments.conflicts();
      const codes = await cases.codesOf(conflicts.map(({ caseId }) => caseId));
      const rows = conflicts.map((conflict) => ({
        ...conflict,
        place: names.get(conflict.serviceId) ?? conflict.serviceId,
        code: codes.get(conflict.caseId) ?? '(消えました)',
      }));
      return page(<ConflictsPage staff={shownStaff(staff, inventory())} mayServe={mayServe(staff)} rows={rows} />);
    },
  });

  app.route({
    ...reading,
    url: '/booking/conflicts/count',
    handle: async () => {
      const count = await capacity.conflictCount();
      return json({ count, label: `収まらない予約 ${count}件` });
    },
  });

  /** Name and protection of who booked, as far as this member of staff may know; the look is written down. */
  async function personOf(staff: Staff, { booking: { caseId, day } }: BookingView) {
    try {
      const expected = day === clock.today();
      const { entries, isProtected } = await cases.viewForCounter(staff, caseId, { expected });
      const name =
        entries
          .reveal()
          .find(({ key }) => key === 'people.p1.fullName')
          ?.text.join(' ') ?? null;
      return { name: isProtected ? null : name, isProtected };
    } catch (error) {
      if (error instanceof UserError) return { name: null, isProtected: true };
      throw error;
    }
  }

  async function show(
    staff: Staff,
    view: BookingView,
    errors: readonly FormError[] = [],
    reason = '',
  ): Promise<Result> {
    const { booking: of, parts: places } = view;
    const conflicts = await appointments.conflicts();
    const isConflict = conflicts.some(({ bookingId }) => bookingId === of.id);
    return page(
      <StaffAppointmentPage
        staff={shownStaff(staff, inventory())}
        conflicts={conflicts.length}
        id={of.id}
        revision={of.revision}
        state={of.state}
        when={whenText(of, 'ja')}
        code={(await cases.codesOf([of.caseId])).get(of.caseId) ?? ''}
        {...(await personOf(staff, view))}
        reminders={reminderTimes(of, of.reminders, clock.now()).map(({ dueAt }) => dayAndTime(dueAt, 'ja'))}
        wanted={of.reminders}
        contact={maskedContact(await booking.contactOf(of))}
        troubles={await appointments.troubles(of.id)}
        stops={await stopsOf(parts, places, 'ja')}
        history={(await appointments.history(of.id)).map(
          ({ at, kind, actor }) => `${dayAndTime(at, 'ja')} ${actorName(actor)}が${eventNames[kind] ?? kind}`,
        )}
        keptReason={of.keptReason}
        nearby={isConflict ? await appointments.nearby(view) : null}
        mayChange={isOpen(view)}
        errors={errors}
        reason={reason}
      />,
      { status: errors.length > 0 ? 422 : 200 },
    );
  }

  const isOpen = ({ booking: { state, day } }: BookingView): boolean => state === 'confirmed' && day >= clock.today();
  const addressOf = ({ booking: { id } }: BookingView): string => `/booking/appointments/${id}`;

  app.route({
    ...serving,
    method: 'GET',
    url: '/booking/appointments/:id',
    schema: { params: idParameter },
    handle: async (request) => {
      const view = await booking.byId(request.params.id);
      return view === null ? notFound() : show(staffOf(request), view);
    },
  });

  app.route({
    ...serving,
    method: 'GET',
    url: '/booking/appointments/:id/change',
    schema: { params: idParameter, query: dayQuery },
    handle: async (request) => {
      const view = await booking.byId(request.params.id);
      if (view === null) return notFound();
      return isOpen(view) ? showChange(staffOf(request), view, request.query.day) : redirect(addressOf(view));
    },
  });

  async function showChange(staff: Staff, view: BookingView, asked?: Day, error: string | null = null) {
    const plan = planOfParts(view.parts);
    const day = asked ?? view.booking.day;
    const from = laterOf(day, clock.today());
    return page(
      <StaffChangePage
        staff={shownStaff(staff, inventory())}
        conflicts={await capacity.conflictCount()}
        base={addressOf(view)}
        when={whenText(view.booking, 'ja')}
        revision={view.booking.revision}
        days={await booking.openDays(plan, from, daysShown, 'staff')}
        chosen={await booking.day(plan, from, 'staff')}
        error={error}
      />,
      { status: error === null ? 200 : 422 },
    );
  }

  /** Moves by staff: the time comes as one value, or as a day and a cell. */
  app.route({
    ...serving,
    method: 'POST',
    url: '/booking/appointments/:id/move',
    schema: {
      params: idParameter,
      body: z.object({
        to: target,
        day: dayPattern.optional().catch(undefined),
        cell: z.coerce.number().int().min(0).max(143).optional().catch(undefined),
        revision,
      }),
    },
    handle: async (request) => {
      const { params, body } = request;
      const view = await booking.byId(params.id);
      if (view === null) return notFound();
      const staff = staffOf(request);
      if (!isOpen(view)) return redirect(addressOf(view));
      const again = (message: string) =>
        body.day === undefined
          ? show(staff, view, [{ name: 'to', message }])
          : showChange(staff, view, body.day, message);
      const [day, cell] = body.to?.split('.') ?? [body.day, body.cell];
      if (day === undefined || cell === undefined) return again('時間を1つ選んでください。');
      const expected = { ...view, booking: { ...view.booking, revision: body.revision ?? view.booking.revision } };
      const to = { day: String(day), cell: Number(cell), actor: actorOf(staff), byStaff: true };
      const outcome = await booking.move(expected, to);
      if (outcome === 'moved') return redirect(addressOf(view));
      return again(outcome === 'changed' ? 'ほかの画面で予約が変わりました。今の予約を確かめてください。' : full);
    },
  });

  app.route({
    ...serving,
    method: 'POST',
    url: '/booking/appointments/:id/keep',
    schema: { params: idParameter, body: z.object({ reason: z.string().max(400).default('') }) },
    handle: async (request) => {
      const { params, body } = request;
      const view = await booking.byId(params.id);
      if (view === null) return notFound();
      const reason = body.reason.trim();
      const staff = staffOf(request);
      if (reason === '') {
        return show(staff, view, [{ name: 'reason', message: '理由を入れてください。当日の職員に伝わります。' }]);
      }
      await appointments.keep(view, reason, actorOf(staff));
      return redirect('/booking/conflicts');
    },
  });

  app.route({
    ...serving,
    method: 'POST',
    url: '/booking/appointments/:id/reminders',
    schema: { params: idParameter, body: remindersBody },
    handle: async (request) => {
      const { params, body } = request;
      const view = await booking.byId(params.id);
      if (view === null) return notFound();
      if (isOpen(view)) await booking.chooseReminders(view, remindersOf(body), actorOf(staffOf(request)));
      return redirect(addressOf(view));
    },
  });

  app.route({
    ...serving,
    method: 'POST',
    url: '/booking/appointments/:id/cancel',
    schema: {
      params: idParameter,
      body: z.object({ by: z.enum(['resident', 'city']).default('resident').catch('resident') }),
    },
    handle: async (request) => {
      const { params, body } = request;
      const view = await booking.byId(params.id);
      if (view === null) return notFound();
      if (isOpen(view)) await booking.cancel(view, { actor: actorOf(request.subject), byCity: body.by === 'city' });
      return redirect(addressOf(view));
    },
  });
}
