import { z } from 'zod';
import { instantOf } from '#platform/clock';
import { newId } from '#platform/codes';
import { UserError } from '#platform/errors';
import { sseStream } from '#platform/events';
import {
  type Application,
  eventStream,
  notFound,
  page,
  type Result,
  type RouteDefinition,
  type RouteSchema,
  redirect,
  type Subject,
} from '#platform/http';
import { addVisitNote, type LegCommand, type PlainAction, readTarget, type SeatCommand } from '#reception';
import { DeskPage } from './pages/desk.tsx';
import { deskPath } from './pages/frame.ts';
import { callReasons, HoldPage, holdReasons, OutOfOrderPage, TransferPage } from './pages/put-aside.tsx';
import { SeatsPage } from './pages/seats.tsx';
import { visitorTabs } from './pages/visitor.tsx';
import { type CounterRouteParts, staffOf } from './route-parts.ts';

const seat = z.object({ seat: z.coerce.number().int().positive() });
const atSeat = { params: seat };
const legQuery = z.object({ leg: z.uuid() });
const legBody = z.object({ commandId: z.uuid(), leg: z.uuid() });
const note = z.string().max(400);

/** Adds the desk's routes. */
export function addCounterRoutes(app: Application, parts: CounterRouteParts): void {
  const { counter, reception, clock, bus, inventory } = parts;

  const back = (seatId: number, leg?: string, tab?: string): Result =>
    redirect(deskPath({ seat: { id: seatId } }, { leg, tab }));

  const command = (
    subject: Subject,
    seatId: number,
    body: { commandId: string; leg: string },
  ): LegCommand & SeatCommand => ({
    commandId: body.commandId,
    actor: staffOf(subject).staffId,
    counterId: seatId,
    legId: body.leg,
  });

  /** A page of the desk. */
  function get<const S extends RouteSchema>(url: string, schema: S, handle: RouteDefinition<S>['handle']): void {
    app.route({ method: 'GET', url, action: 'counter:read', rate: 'staff', schema, handle });
  }

  /** A step of the desk, for whoever sits at it. */
  function post<const S extends RouteSchema & typeof atSeat>(
    url: string,
    schema: S,
    handle: RouteDefinition<S>['handle'],
  ): void {
    app.route<S>({
      method: 'POST',
      url,
      action: 'counter:act',
      rate: 'staff',
      schema,
      handle: async (request) => {
        await counter.requireSeat(staffOf(request.subject), (request.params as z.infer<typeof seat>).seat);
        return handle(request);
      },
    });
  }

  /** A step that changes one leg and leads back to its visitor. */
  function plainStep(name: string, action: PlainAction): void {
    post(`/counter/:seat/${name}`, { params: seat, body: legBody }, async ({ params, body, subject }) => {
      const leg = await reception.act(command(subject, params.seat, body), action);
      return back(params.seat, leg.id);
    });
  }

  get('/counter', {}, async ({ subject }) => {
    const staff = staffOf(subject);
    return page(<SeatsPage snapshot={await counter.hall()} staff={staff} inventory={inventory()} />);
  });

  app.route({
    method: 'POST',
    url: '/counter/:seat/sit',
    action: 'counter:act',
    rate: 'staff',
    schema: atSeat,
    handle: async ({ params, subject }) => {
      await counter.sit(staffOf(subject), params.seat);
      return back(params.seat);
    },
  });

  const deskQuery = z.object({
    leg: z.uuid().optional(),
    tab: z.enum(visitorTabs).optional(),
    step: z.string().max(100).optional(),
  });
  get('/counter/:seat', { params: seat, query: deskQuery }, async ({ params, query, subject }) => {
    const staff = staffOf(subject);
    const desk = await counter.desk(staff, params.seat, query.leg);
    if (desk === null) return notFound();
    if (desk.seat.staffId !== staff.staffId) return redirect('/counter');
    return page(
      <DeskPage
        desk={desk}
        staff={staff}
        inventory={inventory()}
        tab={query.tab ?? 'entries'}
        step={query.step}
        commandId={newId}
        demoVisitorsPath={parts.demoVisitorsPath}
      />,
    );
  });

  app.route({
    method: 'GET',
    url: '/counter/:seat/events',
    action: 'counter:read',
    rate: 'stream',
    schema: { params: seat },
    handle: ({ lastEventId }) => eventStream(sseStream(bus, [`queue:${reception.facilityId}`], lastEventId)),
  });

  post(
    '/counter/:seat/next',
    { params: seat, body: z.object({ commandId: z.uuid() }) },
    async ({ params, body, subject }) => {
      const { commandId } = body;
      await reception.callNext({ commandId, actor: staffOf(subject).staffId, counterId: params.seat });
      return back(params.seat);
    },
  );

  const callBody = legBody.extend({ reason: z.enum(callReasons).optional() });
  post('/counter/:seat/call', { params: seat, body: callBody }, async ({ params, body, subject }) => {
    try {
      const leg = await reception.act({ ...command(subject, params.seat, body), reason: body.reason }, 'call');
      return back(params.seat, leg.id);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'queue.needsReason') throw error;
      return redirect(`/counter/${params.seat}/out-of-order?leg=${body.leg}`);
    }
  });

  get('/counter/:seat/out-of-order', { params: seat, query: legQuery }, async ({ params, query, subject }) => {
    const target = await targetOf(subject, params.seat, query.leg);
    return target ? page(<OutOfOrderPage {...target} />) : notFound();
  });

  plainStep('recall', 'recall');
  plainStep('absent', 'noAnswer');
  plainStep('return', 'putBack');
  plainStep('serve', 'startServing');

  post('/counter/:seat/finish', { params: seat, body: legBody }, async ({ params, body, subject }) => {
    const finish = command(subject, params.seat, body);
    const leg = await reception.done(finish);
    await counter.markProcedures(staffOf(subject), leg, 'done');
    return back(params.seat);
  });

  post('/counter/:seat/undo', { params: seat, body: legBody }, async ({ params, body, subject }) => {
    const leg = await reception.undo(command(subject, params.seat, body));
    if (leg.state === 'serving') await counter.markProcedures(staffOf(subject), leg, 'wanted');
    return back(params.seat, leg.id);
  });

  post('/counter/:seat/leave', { params: seat, body: legBody }, async ({ params, body, subject }) => {
    await reception.leave(command(subject, params.seat, body));
    return back(params.seat);
  });

  get('/counter/:seat/hold', { params: seat, query: legQuery }, async ({ params, query, subject }) => {
    const target = await targetOf(subject, params.seat, query.leg);
    return target ? page(<HoldPage {...target} />) : notFound();
  });

  const holdBody = legBody.extend({ reason: z.enum(holdReasons), until: z.string().regex(/^(\d{2}:\d{2})?$/) });
  post('/counter/:seat/hold', { params: seat, body: holdBody }, async ({ params, body, subject }) => {
    const until = body.until === '' ? null : instantOf(clock.today(), body.until);
    await reception.hold(command(subject, params.seat, body), { reason: body.reason, until });
    return back(params.seat);
  });

  get('/counter/:seat/transfer', { params: seat, query: legQuery }, async ({ params, query, subject }) => {
    const target = await targetOf(subject, params.seat, query.leg);
    const names = (await parts.staffNames?.()) ?? new Map();
    return target ? page(<TransferPage {...target} seatId={params.seat} names={names} />) : notFound();
  });

  const transferBody = legBody.extend({ service: z.string().max(140), note });
  post('/counter/:seat/transfer', { params: seat, body: transferBody }, async ({ params, body, subject }) => {
    const target = readTarget(body.service);
    if (target === null) return notFound();
    const leg = await reception.transfer(command(subject, params.seat, body), target);
    await addVisitNote(parts, subject, leg.visitId, body.note, true);
    return back(params.seat);
  });

  const noteBody = z.object({ visit: z.uuid(), leg: z.uuid(), note });
  post('/counter/:seat/note', { params: seat, body: noteBody }, async ({ params, body, subject }) => {
    const assigned = await counter.isAssigned(staffOf(subject), params.seat, body.leg);
    await addVisitNote(parts, subject, body.visit, body.note, assigned);
    return back(params.seat, body.leg, 'notes');
  });

  const tickBody = z.object({
    visit: z.uuid(),
    leg: z.uuid(),
    procedure: z.string().max(64),
    step: z.string().max(16),
    done: z.enum(['yes', 'no']),
  });
  post('/counter/:seat/tick', { params: seat, body: tickBody }, async ({ params, body, subject }) => {
    const tick = { visitId: body.visit, procedureId: body.procedure, step: body.step };
    await counter.tick(staffOf(subject), tick, body.done === 'yes');
    return back(params.seat, body.leg);
  });

  const checkBody = z.object({
    visit: z.uuid(),
    leg: z.uuid(),
    entry: z.string().max(200),
    revision: z.coerce.number().int().min(0),
    state: z.enum(['confirmed', 'look']),
  });
  post('/counter/:seat/check', { params: seat, body: checkBody }, async ({ params, body, subject }) => {
    const { visit, entry, revision, state } = body;
    await counter.check(staffOf(subject), { visitId: visit, entry, revision, state });
    return back(params.seat, body.leg);
  });

  /** What the pages that ask before a step need to know of the visitor. */
  async function targetOf(subject: Subject, seatId: number, legId: string) {
    const snapshot = await counter.hall();
    const leg = snapshot.legs.find(({ id }) => id === legId);
    const visit = leg && snapshot.visits.get(leg.visitId);
    if (!leg || !visit) return null;
    const desk = `/counter/${seatId}`;
    const staff = staffOf(subject);
    return {
      staff,
      inventory: inventory(),
      desk,
      legId,
      ticket: visit.ticket,
      commandId: newId(),
      snapshot,
      from: leg.serviceId,
    };
  }
}
