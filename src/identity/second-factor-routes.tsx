import { z } from 'zod';
import { type Application, notFound, page, type RouteRequest, redirect } from '#platform/http';
import { findAccount } from './account-store.ts';
import { CodesPage, EnrolPage } from './pages/second-factor-pages.tsx';
import { staffActor } from './people.ts';
import { forStaff, type RouteParts, signedIn } from './route-parts.ts';

const code = z.object({ code: z.string().max(200).default('') });

/** One's own second factor: registering an app, codes on paper, taking it away. */
export function addSecondFactorRoutes(app: Application, parts: RouteParts): void {
  const { database, identity } = parts;
  const { secondFactors } = identity;
  const change = { method: 'POST', action: 'account:secondFactor', rate: 'staff' } as const;
  /** Somebody's account, where the city lets staff use passwords at all. */
  const ownAccount = async (staffId: string) =>
    identity.passwordsOffered ? await findAccount(database.kysely, staffId) : undefined;

  app.route({
    ...change,
    url: '/staff/account/second-factor',
    handle: forStaff(async (staff, { now }: RouteRequest) => {
      const account = await ownAccount(staff.staffId);
      if (account === undefined) return notFound();
      return page(<EnrolPage staff={signedIn(staff, parts)} secret={await secondFactors.begin(account, now)} />);
    }),
  });
  app.route({
    ...change,
    // Ends what a proof of identity began: who fetches their telephone for it is not asked for another one.
    action: 'account:change',
    url: '/staff/account/second-factor/confirm',
    schema: { body: code },
    handle: forStaff(async (staff, { body, now }) => {
      const account = await ownAccount(staff.staffId);
      const secret = account && (await secondFactors.waiting(account, now));
      if (account === undefined || secret === undefined) return redirect('/staff/account');
      const codes = await secondFactors.confirm(account.id, body.code, now);
      const frame = { staff: signedIn(staff, parts) };
      return codes === undefined
        ? page(<EnrolPage {...frame} secret={secret} typed={body.code} />, { status: 422 })
        : page(<CodesPage {...frame} login={account.login} codes={codes} now={now} registered />);
    }),
  });
  app.route({
    ...change,
    url: '/staff/account/second-factor/codes',
    handle: forStaff(async (staff, { now }: RouteRequest) => {
      const account = await ownAccount(staff.staffId);
      const codes = account && (await secondFactors.renewCodes(account.id));
      if (account === undefined || codes === undefined) return notFound();
      return page(<CodesPage staff={signedIn(staff, parts)} login={account.login} codes={codes} now={now} />);
    }),
  });
  app.route({
    ...change,
    url: '/staff/account/second-factor/remove',
    handle: forStaff(async (staff) => {
      if ((await ownAccount(staff.staffId)) === undefined) return notFound();
      await secondFactors.remove(staff.staffId, staffActor(staff.staffId));
      return redirect('/staff/account');
    }),
  });
}
