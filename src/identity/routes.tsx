import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import {
  type Application,
  clearCookie,
  cookieNames,
  json,
  localPath,
  notFound,
  page,
  type RouteRequest,
  redirect,
} from '#platform/http';
import { addAccountRoutes } from './account-routes.tsx';
import { addDemoRoutes } from './demo-routes.tsx';
import { addDeviceRoutes } from './device-routes.tsx';
import { addEmergencyRoutes } from './emergency-routes.tsx';
import { addLooksRoute } from './looks-route.tsx';
import { InvitationPage } from './pages/invitation-page.tsx';
import { CodePage, SignInPage } from './pages/sign-in-page.tsx';
import { staffActor } from './people.ts';
import { addPeopleRoutes } from './people-routes.tsx';
import { addRecoveryRoutes } from './recovery-routes.tsx';
import { homeOf } from './rooms.ts';
import { forStaff, passkeyResponse, type RouteParts, sessionCookie } from './route-parts.ts';
import { addSecondFactorRoutes } from './second-factor-routes.tsx';
import { readSession } from './sessions.ts';
import { addTrailRoutes } from './trail-routes.tsx';

const home = '/staff';
const credentials = z.object({
  login: z.string().max(200).default(''),
  password: z.string().max(1000).default(''),
  return: z.string().max(2000).default(home),
});

const secondStep = z.object({
  begun: z.string().max(100).default(''),
  code: z.string().max(200).default(''),
  return: z.string().max(2000).default(home),
});

/** Adds the pages by which staff and devices show who they are. */
export function registerIdentity(app: Application, parts: RouteParts): void {
  addHome(app);
  addSignInRoutes(app, parts);
  addLeavingRoutes(app, parts);
  addInvitationRoutes(app, parts);
  addAccountRoutes(app, parts);
  addSecondFactorRoutes(app, parts);
  addPeopleRoutes(app, parts);
  addRecoveryRoutes(app, parts);
  addDeviceRoutes(app, parts);
  addTrailRoutes(app, parts);
  addEmergencyRoutes(app, parts);
  addLooksRoute(app, parts);
  if (parts.identity.mode === 'demo') addDemoRoutes(app, parts);
}

/** The door of the staff leads to where their role works. */
function addHome(app: Application): void {
  app.route({
    method: 'GET',
    url: home,
    action: 'account:read',
    rate: 'staff',
    handle: forStaff((staff) => redirect(homeOf(staff))),
  });
}

function addSignInRoutes(app: Application, { identity, database }: RouteParts): void {
  const props = async ({ cookies, now }: Pick<RouteRequest, 'cookies' | 'now'>, back: unknown) => ({
    back: localPath(back, home),
    demo: identity.mode === 'demo',
    passwords: identity.passwordsOffered,
    locked: (await readSession(database.kysely, cookies[cookieNames.staff], now, false)).kind === 'locked',
  });
  app.route({
    method: 'GET',
    url: '/staff/sign-in',
    action: 'account:signIn',
    rate: 'public',
    handle: async (request) => page(<SignInPage {...(await props(request, request.query.return))} />),
  });
  app.route({
    method: 'POST',
    url: '/staff/sign-in',
    action: 'account:signIn',
    rate: 'signIn',
    schema: { body: credentials },
    handle: async (request) => {
      if (!identity.passwordsOffered) return notFound();
      const { body, cookies, ip, now } = request;
      const account = await identity.passwords.check(body.login, body.password, ip, now);
      const next = account && (await identity.secondFactors.afterPassword(account.id, now));
      // Who has no second factor is told the same as who guesses: the password was right, but that is nobody's business.
      if (account === undefined || next === undefined || next === 'missing') {
        const shown = { ...(await props(request, body.return)), login: body.login };
        return page(<SignInPage {...shown} failed="wrong" />, { status: 403 });
      }
      if (next !== 'notNeeded') return page(<CodePage begun={next.begun} back={localPath(body.return, home)} />);
      return redirect(localPath(body.return, home), sessionCookie(await identity.signIn(account.id, cookies, now)));
    },
  });
  app.route({
    method: 'POST',
    url: '/staff/sign-in/code',
    action: 'account:signIn',
    rate: 'signIn',
    schema: { body: secondStep },
    handle: async (request) => {
      if (!identity.passwordsOffered) return notFound();
      const { body, cookies, ip, now } = request;
      const went = await identity.secondFactors.continue(body.begun, body.code, ip, now);
      if (!('refused' in went)) {
        const by = went.by === 'recoveryCode' ? went.by : undefined;
        const token = await identity.signIn(went.staffId, cookies, now, by);
        return redirect(by === undefined ? localPath(body.return, home) : '/staff/account', sessionCookie(token));
      }
      return went.refused === 'late'
        ? page(<SignInPage {...(await props(request, body.return))} failed="late" />, { status: 403 })
        : page(<CodePage begun={body.begun} back={localPath(body.return, home)} failed />, { status: 403 });
    },
  });
  app.route({
    method: 'POST',
    url: '/staff/passkey/options',
    action: 'account:signIn',
    rate: 'signIn',
    handle: async ({ origin, now }) => json(await identity.passkeys.beginSignIn(origin, now)),
  });
  app.route({
    method: 'POST',
    url: '/staff/passkey',
    action: 'account:signIn',
    rate: 'signIn',
    schema: {
      body: z.object({
        response: passkeyResponse<AuthenticationResponseJSON>(),
        return: z.string().max(2000).optional(),
      }),
    },
    handle: async ({ body, cookies, origin, now }) => {
      const staffId = await identity.passkeys.finishSignIn(body.response, origin, now);
      if (staffId === undefined) return json({}, { status: 403 });
      const token = await identity.signIn(staffId, cookies, now);
      return json({ path: localPath(body.return, home) }, sessionCookie(token));
    },
  });
}

function addLeavingRoutes(app: Application, { identity }: RouteParts): void {
  const common = { method: 'POST', action: 'account:change', rate: 'staff' } as const;
  const leave = () => redirect('/staff/sign-in', { cookies: [clearCookie(cookieNames.staff)] });
  app.route({
    ...common,
    url: '/staff/sign-out',
    handle: async ({ cookies, now }) => {
      await identity.signOut(cookies, now);
      return leave();
    },
  });
  app.route({
    ...common,
    url: '/staff/lock',
    handle: async ({ cookies, now }) => {
      await identity.lock(cookies, now);
      return redirect('/staff/sign-in');
    },
  });
  app.route({
    ...common,
    url: '/staff/account/sign-out-everywhere',
    handle: async ({ subject }) => {
      if (subject.kind !== 'staff') return notFound();
      await identity.people.signOutEverywhere(subject.staffId, staffActor(subject.staffId));
      return leave();
    },
  });
}

function addInvitationRoutes(app: Application, { identity }: RouteParts): void {
  const schema = {
    params: z.object({
      token: z
        .string()
        .max(64)
        .regex(/^[A-Za-z0-9_-]+$/),
    }),
  };
  app.route({
    method: 'GET',
    url: '/staff/invitation/:token',
    action: 'account:signIn',
    rate: 'code',
    schema,
    handle: ({ params }) => page(<InvitationPage token={params.token} />),
  });
  app.route({
    method: 'POST',
    url: '/staff/invitation/:token',
    action: 'account:signIn',
    rate: 'code',
    schema,
    handle: async ({ params, now }) => {
      const token = await identity.acceptInvitation(params.token, now);
      if (token === undefined) return page(<InvitationPage token={params.token} failed />, { status: 403 });
      return redirect('/staff/account', sessionCookie(token));
    },
  });
}
