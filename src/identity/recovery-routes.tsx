import { z } from 'zod';
import { type Application, notFound, page, type RouteRequest, redirect, type Staff } from '#platform/http';
import { RecoveriesPage } from './pages/recoveries-page.tsx';
import { forStaff, type RouteParts, signedIn } from './route-parts.ts';

const one = { params: z.object({ id: z.uuid() }) };
const chosen = z.object({ person: z.union([z.uuid(), z.literal('')]).default('') });
const overview = '/staff/recoveries';

/** Letting an administrator in again, when two others agree. */
export function addRecoveryRoutes(app: Application, parts: RouteParts): void {
  const { recoveries } = parts.identity;
  const act = { method: 'POST', action: 'account:recover', rate: 'staff' } as const;

  const show = async (staff: Staff, now: Date, more: { invitation?: string; problem?: string } = {}) =>
    page(
      <RecoveriesPage
        {...more}
        staff={signedIn(staff, parts)}
        staffId={staff.staffId}
        recoveries={await recoveries.list(now)}
        candidates={await recoveries.candidates(staff.staffId)}
      />,
      { status: more.problem === undefined ? 200 : 422 },
    );

  app.route({
    method: 'GET',
    url: overview,
    action: 'account:readRecoveries',
    rate: 'staff',
    handle: forStaff((staff, { now }: RouteRequest) => show(staff, now)),
  });
  app.route({
    ...act,
    url: overview,
    schema: { body: chosen },
    handle: forStaff(async (staff, { body, now }) => {
      if (body.person === '') return show(staff, now, { problem: '入れなくなった人を選んでください。' });
      const asked = await recoveries.request(body.person, staff.staffId, now);
      return asked
        ? redirect(overview)
        : show(staff, now, {
            problem: 'この人の復旧は申し込めません。もう申し込まれていないか、上の一覧を見てください。',
          });
    }),
  });
  app.route({
    ...act,
    url: `${overview}/:id/approve`,
    schema: one,
    handle: forStaff(async (staff, { params, now }) => {
      await recoveries.approve(params.id, staff.staffId, now);
      return redirect(overview);
    }),
  });
  app.route({
    ...act,
    url: `${overview}/:id/withdraw`,
    schema: one,
    handle: forStaff(async (staff, { params, now }) => {
      await recoveries.withdraw(params.id, staff.staffId, now);
      return redirect(overview);
    }),
  });
  app.route({
    ...act,
    url: `${overview}/:id/invite`,
    schema: one,
    handle: forStaff(async (staff, { params, now, origin }) => {
      const path = await recoveries.invite(params.id, staff.staffId, now);
      return path === undefined ? notFound() : show(staff, now, { invitation: `${origin}${path}` });
    }),
  });
}
