import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { hashToken, newToken, normalizeReferenceCode } from '#platform/codes';
import type { Transaction } from '#platform/database';
import { type AttemptLimit, afterWrongTry, attemptLimits, isLocked } from './attempts.ts';
import type { SecondValue } from './case.ts';
import type { CaseParts } from './parts.ts';
import * as store from './store.ts';
import { openVault } from './vault.ts';

/** What a case is opened with besides its code; kept encrypted. */
export interface AccessValues {
  readonly number: string;
  readonly birthDate: string | null;
}

/** A browser that has opened a case: its token goes into the cookie and nowhere else. */
export interface OpenedCase {
  readonly caseId: string;
  readonly session: string;
}

const sessionHours = 12;

export function newSecondNumber(): string {
  return String(randomInt(10_000)).padStart(4, '0');
}

/** Opens the case of a secret link; null when there is none (any more). */
export function openByToken(parts: CaseParts, token: string): Promise<OpenedCase | null> {
  return parts.database.transaction(async (transaction) => {
    const caseId = await store.findCaseId(transaction, 'link_token_hash', hashToken(token), parts.clock.now());
    return caseId === undefined ? null : startSession(parts, transaction, caseId);
  });
}

/**
 * Opens a case by its code and a second value. Null for every failure: wrong code, wrong value, too many tries. Wrong tries
 * count in the database, one after another, so that guesses in parallel and on several processes are all counted.
 */
export function openByCode(
  parts: CaseParts,
  typedCode: string,
  second: SecondValue,
  addressBlock: string,
): Promise<OpenedCase | null> {
  const code = normalizeReferenceCode(typedCode);
  const counters: Counter[] = [{ subject: subjectOf('block', addressBlock), limit: attemptLimits.block }];
  if (code !== null) counters.push({ subject: subjectOf('code', code), limit: attemptLimits.code });
  return parts.database.transaction(async (transaction) => {
    const now = parts.clock.now();
    const counted = [];
    for (const counter of counters) {
      counted.push({ ...counter, attempts: await store.lockAttempts(transaction, counter.subject, now) });
    }
    if (counted.some(({ attempts }) => isLocked(attempts, now))) return null;
    const caseId = code === null ? undefined : await store.findCaseId(transaction, 'reference_code', code, now);
    if (caseId !== undefined && (await fits(parts, transaction, caseId, second))) {
      for (const { subject } of counted.slice(1)) {
        await store.saveAttempts(transaction, subject, { wrong: 0, since: now, lockedUntil: null });
      }
      return startSession(parts, transaction, caseId);
    }
    for (const { subject, limit, attempts } of counted) {
      await store.saveAttempts(transaction, subject, afterWrongTry(attempts, limit, now));
    }
    if (caseId !== undefined) await recordOpening(parts, transaction, caseId, 'denied');
    return null;
  });
}

interface Counter {
  readonly subject: string;
  readonly limit: AttemptLimit;
}

function subjectOf(kind: string, value: string): string {
  return `${kind}:${createHash('sha256').update(value).digest('base64url')}`;
}

async function fits(parts: CaseParts, transaction: Transaction, caseId: string, second: SecondValue): Promise<boolean> {
  const key = await parts.keys.openCaseKey(transaction, caseId);
  if (!key) return false;
  const [access] = await openVault(key).read<AccessValues>(transaction, 'access', ['personal']);
  const { number, birthDate } = access?.reveal() ?? { number: '', birthDate: null };
  return isSame(second.number, number) || isSame(second.birthDate, birthDate ?? '');
}

function isSame(typed: string | undefined, kept: string): boolean {
  const [left, right] = [typed ?? '', kept].map((text) => createHash('sha256').update(text).digest());
  return kept !== '' && left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

/** Every opening gets a new token; several devices of one resident may have the case open. */
async function startSession(parts: CaseParts, transaction: Transaction, caseId: string): Promise<OpenedCase> {
  const session = newToken();
  const expires = new Date(parts.clock.now().getTime() + sessionHours * 3_600_000);
  await store.insertSession(transaction, hashToken(session), caseId, expires);
  await recordOpening(parts, transaction, caseId, 'done');
  return { caseId, session };
}

async function recordOpening(
  parts: CaseParts,
  transaction: Transaction,
  caseId: string,
  outcome: 'done' | 'denied',
): Promise<void> {
  await parts.audit.append(transaction, {
    actor: outcome === 'done' ? `resident:${caseId}` : 'anonymous',
    action: 'case:open',
    resource: { case: caseId },
    outcome,
  });
}
