import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { type Application, json, notFound, page, redirect, type Staff } from '#platform/http';
import { findAccount } from './account-store.ts';
import { isRecent } from './decide.ts';
import { AccountPage } from './pages/account-page.tsx';
import { deletePasskey, listPasskeys } from './passkey-store.ts';
import { passkeyResponse, type RouteParts, signedIn } from './route-parts.ts';
import { listSessions } from './session-store.ts';

const day = new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', dateStyle: 'long' });

/** A person's own account: passkeys, password, where they are signed in. */
export function addAccountRoutes(app: Application, parts: RouteParts): void {
  const { identity, database } = parts;
  const { kysely } = database;
  const props = async (staff: Staff, now: Date) => ({
    staff: signedIn(staff, parts),
    roles: staff.roles,
    sessionId: staff.sessionId,
    passkeys: await listPasskeys(kysely, staff.staffId),
    sessions: await listSessions(kysely, staff.staffId, now),
    recent: isRecent(staff, now),
    passwords: identity.passwordsOffered,
    secondFactor: await identity.secondFactors.state(staff.staffId),
    secondFactorNeeded: identity.mode === 'production',
  });
  app.route({
    method: 'GET',
    url: '/staff/account',
    action: 'account:read',
    rate: 'staff',
    handle: async ({ subject, now }) =>
      subject.kind === 'staff' ? page(<AccountPage {...(await props(subject, now))} />) : notFound(),
  });
  const change = { method: 'POST', action: 'account:addPasskey', rate: 'staff' } as const;
  app.route({
    ...change,
    url: '/staff/account/passkey/options',
    handle: async ({ subject, origin, now }) => {
      const account = subject.kind === 'staff' ? await findAccount(kysely, subject.staffId) : undefined;
      return account ? json(await identity.passkeys.beginRegistration(account, origin, now)) : notFound();
    },
  });
  app.route({
    ...change,
    url: '/staff/account/passkey',
    schema: { body: z.object({ response: passkeyResponse<RegistrationResponseJSON>() }) },
    handle: async ({ subject, body, origin, now }) => {
      if (subject.kind !== 'staff') return notFound();
      const label = `${day.format(now)}に登録`;
      const kept = await identity.passkeys.finishRegistration(subject.staffId, body.response, label, origin, now);
      return kept ? json({ path: '/staff/account' }) : json({}, { status: 403 });
    },
  });
  app.route({
    ...change,
    url: '/staff/account/passkey/remove',
    schema: { body: z.object({ id: z.string().max(1400) }) },
    handle: async ({ subject, body }) => {
      if (subject.kind !== 'staff') return notFound();
      await deletePasskey(kysely, subject.staffId, body.id);
      return redirect('/staff/account');
    },
  });
  app.route({
    ...change,
    url: '/staff/account/password',
    schema: { body: z.object({ password: z.string().max(1000) }) },
    handle: async ({ subject, body, now }) => {
      const account = subject.kind === 'staff' ? await findAccount(kysely, subject.staffId) : undefined;
      if (!identity.passwordsOffered || subject.kind !== 'staff' || account === undefined) return notFound();
      const passwordProblem = await identity.passwords.set(account, body.password);
      const answer = { passwordProblem, passwordChanged: passwordProblem === undefined };
      const status = answer.passwordChanged ? 200 : 400;
      return page(<AccountPage {...(await props(subject, now))} {...answer} />, { status });
    },
  });
}
