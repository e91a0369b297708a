import { hashToken, newId, newToken } from '#platform/codes';
import type { Executor } from '#platform/database';
import type { Staff } from '#platform/http';
import { findAccount } from './account-store.ts';
import * as store from './session-store.ts';

const minute = 60_000;
/** A session ends with the working day, whatever happens. */
const longest = 12 * 60 * minute;
/** A screen that nobody touches is covered. */
const idle = 10 * minute;
/** How exactly the last touch is kept; saves a write per request. */
const touchEvery = 30_000;

/** What a cookie stands for. */
export type SessionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'locked'; readonly sessionId: string; readonly staffId: string }
  | { readonly kind: 'open'; readonly staff: Staff };

/** Starts a session and gives the cookie's value; nothing but its hash is kept. */
export async function startSession(executor: Executor, staffId: string, now: Date): Promise<string> {
  const token = newToken();
  const session = { id: newId(), staffId, tokenHash: hashToken(token) };
  await store.insertSession(executor, session, now, new Date(now.getTime() + longest));
  return token;
}

/**
 * What the cookie stands for now. Ten minutes without a person's doing lock the session: it is kept, with all that was
 * typed, until the same person proves who they are. A page that refreshes itself (`deliberate: false`) is no touch.
 */
export async function readSession(
  executor: Executor,
  token: string | undefined,
  now: Date,
  deliberate = true,
): Promise<SessionState> {
  if (token === undefined) return { kind: 'none' };
  const session = await store.findSession(executor, hashToken(token), now);
  if (session === undefined) return { kind: 'none' };
  const account = await findAccount(executor, session.staffId);
  if (account === undefined) return { kind: 'none' };
  const unseen = now.getTime() - session.seenAt.getTime();
  if (session.lockedAt !== null || unseen > idle) {
    return { kind: 'locked', sessionId: session.id, staffId: session.staffId };
  }
  if (deliberate && unseen > touchEvery) await store.touchSession(executor, session.id, now);
  const { id: staffId, name, roles, department, counters } = account;
  const { id: sessionId, authenticatedAt } = session;
  return {
    kind: 'open',
    staff: { kind: 'staff', staffId, name, roles, department, counters, sessionId, authenticatedAt },
  };
}

/**
 * After a proof of identity: the person's own session on this device goes on under a new cookie, whether locked or open;
 * another person gets a session of their own.
 */
export async function resumeOrStart(
  executor: Executor,
  token: string | undefined,
  staffId: string,
  now: Date,
): Promise<string> {
  const session = token === undefined ? undefined : await store.findSession(executor, hashToken(token), now);
  if (session?.staffId !== staffId) return startSession(executor, staffId, now);
  const renewed = newToken();
  await store.renewSession(executor, session.id, hashToken(renewed), now);
  return renewed;
}
