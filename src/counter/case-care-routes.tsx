import { z } from 'zod';
import { type Application, notFound, page, redirect, type Subject } from '#platform/http';
import { type CareTarget, ProtectPage, type RemovalReason, RemovePage, removalReasons } from './pages/case-care.tsx';
import { deskPath } from './pages/frame.ts';
import { type CounterRouteParts, staffOf } from './route-parts.ts';

const seat = z.object({ seat: z.coerce.number().int().positive() });
const leg = z.object({ leg: z.uuid() });
const reasons = Object.keys(removalReasons) as [RemovalReason, ...RemovalReason[]];

/** What is done with the case of the visitor who is at the seat: hiding the person, and deleting what they entered. */
export function addCaseCareRoutes(app: Application, parts: CounterRouteParts): void {
  const { counter, cases, reception, inventory } = parts;

  /** The visitor at this seat with their case; null for everybody else's. */
  async function careFor(subject: Subject, seatId: number, legId: string) {
    const staff = staffOf(subject);
    if (!(await counter.isAssigned(staff, seatId, legId))) return null;
    const { legs, visits } = await counter.hall();
    const visit = visits.get(legs.find(({ id }) => id === legId)?.visitId ?? '');
    if (!visit?.caseId) return null;
    const desk = `/counter/${seatId}`;
    const target: CareTarget = { staff, inventory: inventory(), desk, legId, ticket: visit.ticket };
    return { target, visitId: visit.id, caseId: visit.caseId };
  }

  app.route({
    method: 'GET',
    url: '/counter/:seat/protect',
    action: 'case:protect',
    rate: 'staff',
    schema: { params: seat, query: leg },
    handle: async ({ subject, params, query }) => {
      const care = await careFor(subject, params.seat, query.leg);
      if (care === null) return notFound();
      const { isProtected } = await cases.viewForCounter(subject, care.caseId, { assigned: true });
      return page(<ProtectPage {...care.target} isProtected={isProtected} />);
    },
  });
  app.route({
    method: 'POST',
    url: '/counter/:seat/protect',
    action: 'case:protect',
    rate: 'staff',
    schema: { params: seat, body: leg.extend({ protect: z.enum(['yes', 'no']) }) },
    handle: async ({ subject, params, body }) => {
      const care = await careFor(subject, params.seat, body.leg);
      if (care === null) return notFound();
      await cases.setProtected(subject, care.caseId, body.protect === 'yes', { assigned: true });
      return redirect(deskPath({ seat: { id: params.seat } }, { leg: body.leg }));
    },
  });
  app.route({
    method: 'GET',
    url: '/counter/:seat/remove',
    action: 'case:remove',
    rate: 'staff',
    schema: { params: seat, query: leg },
    handle: async ({ subject, params, query }) => {
      const care = await careFor(subject, params.seat, query.leg);
      return care === null ? notFound() : page(<RemovePage {...care.target} />);
    },
  });
  app.route({
    method: 'POST',
    url: '/counter/:seat/remove',
    action: 'case:remove',
    rate: 'staff',
    schema: { params: seat, body: leg.extend({ reason: z.enum(reasons) }) },
    handle: async ({ subject, params, body }) => {
      const care = await careFor(subject, params.seat, body.leg);
      if (care === null) return notFound();
      await cases.remove(subject, care.caseId, body.reason, { assigned: true });
      await reception.linkCase(care.visitId, null);
      return redirect(deskPath({ seat: { id: params.seat } }, { leg: body.leg }));
    },
  });
}
