import { z } from 'zod';
import { type Application, cookieNames, localPath, notFound, page, type RouteRequest, redirect } from '#platform/http';
import { findAccount, listDemoAccounts } from './account-store.ts';
import { demoAccounts } from './demo.ts';
import { deviceCookie, deviceKind } from './device-routes.tsx';
import { deviceKinds } from './devices.ts';
import { DemoPage } from './pages/demo-page.tsx';
import { type RouteParts, sessionCookie } from './route-parts.ts';
import { readSession } from './sessions.ts';

/** Choosing what to be, for trying the product out. Only in demo mode. */
export function addDemoRoutes(app: Application, { identity, database, house }: RouteParts): void {
  const demo = { action: 'demo:enter', rate: 'public' } as const;

  /** The demo account that this browser is signed in with, whether its screen is covered or not. */
  const current = async ({ cookies, now }: Pick<RouteRequest, 'cookies' | 'now'>) => {
    const session = await readSession(database.kysely, cookies[cookieNames.staff], now, false);
    if (session.kind === 'none') return undefined;
    const staffId = session.kind === 'open' ? session.staff.staffId : session.staffId;
    const account = await findAccount(database.kysely, staffId);
    return demoAccounts.find(({ login }) => login === account?.login);
  };

  app.route({
    ...demo,
    method: 'GET',
    url: '/staff/demo',
    handle: async (request) => {
      const account = await current(request);
      const back = localPath(request.query.return, '');
      return page(
        <DemoPage
          again={account && back !== '' ? { account, back } : undefined}
          visitorsPath={house.demoVisitorsPath}
        />,
      );
    },
  });
  app.route({
    ...demo,
    method: 'POST',
    url: '/staff/demo',
    schema: { body: z.object({ login: z.string().max(40), return: z.string().max(2000).optional() }) },
    handle: async ({ body, cookies, now }) => {
      const account = (await listDemoAccounts(database.kysely)).find(({ login }) => login === body.login);
      if (account === undefined) return notFound();
      return redirect(localPath(body.return, '/staff'), sessionCookie(await identity.signIn(account.id, cookies, now)));
    },
  });
  app.route({
    ...demo,
    method: 'POST',
    url: '/staff/demo/device',
    schema: { body: z.object({ kind: deviceKind }) },
    handle: async ({ body, now }) => {
      const token = await identity.devices.add({ kind: body.kind, place: 'お試し' }, now);
      return redirect(deviceKinds[body.kind].start, deviceCookie(token));
    },
  });
}
