import type { Audit, AuditEntry } from '#platform/audit';
import { hashToken, newReferenceCode, newToken, normalizeReferenceCode } from '#platform/codes';
import type { Database, Transaction } from '#platform/database';
import { type KeyRing, seal, unseal } from '#platform/keys';
import { addressBlock } from '#platform/log';
import { findAccount } from './account-store.ts';
import type { Hasher } from './hashing.ts';
import { addressForApp, newSecret, readCode, secretInGroups, stepOf } from './second-factor.ts';
import * as store from './second-factor-store.ts';
import { admitTry, forgiveTries } from './sign-in-store.ts';

/** What an app needs: as a QR code, or typed by hand. */
export interface ShownSecret {
  readonly address: string;
  readonly groups: string;
}

/** How somebody's second factor stands. */
export interface SecondFactorState {
  readonly since: Date;
  readonly codesLeft: number;
}

/** How a begun sign-in went on: by a code of the app or of the paper, or not (yet); `late` when it has to begin anew. */
export type Continued =
  | { readonly staffId: string; readonly by: 'code' | 'recoveryCode' }
  | { readonly refused: 'wrong' | 'late' };

/** The second factor of passwords: codes of an app, and codes on paper for who has lost it. */
export interface SecondFactors {
  state(staffId: string): Promise<SecondFactorState | undefined>;
  /** Makes a secret that counts once `confirm` has had a code of it, within a quarter of an hour. */
  begin(account: { readonly id: string; readonly login: string }, now: Date): Promise<ShownSecret>;
  /** The secret that waits for its first code. */
  waiting(account: { readonly id: string; readonly login: string }, now: Date): Promise<ShownSecret | undefined>;
  /** Takes the first code. Gives the recovery codes, which nobody can show again; undefined when the code does not fit. */
  confirm(staffId: string, typed: string, now: Date): Promise<readonly string[] | undefined>;
  /** New recovery codes in the place of all earlier ones; undefined where there is no second factor. */
  renewCodes(staffId: string): Promise<readonly string[] | undefined>;
  /** Takes the second factor away, for oneself or (by an administrator) for somebody else. */
  remove(staffId: string, actor: string): Promise<void>;
  /** The same inside another transaction, without an entry of its own. */
  removeIn(transaction: Transaction, staffId: string): Promise<void>;
  /**
   * After the right password: gives a secret for `continue`; `notNeeded` where a demo lets a password do; `missing` where
   * there is no second factor, and so no way in.
   */
  afterPassword(staffId: string, now: Date): Promise<{ readonly begun: string } | 'notNeeded' | 'missing'>;
  /** The second step of a sign-in: six digits of the app, or a recovery code. */
  continue(begun: string, typed: string, ip: string, now: Date): Promise<Continued>;
}

export interface SecondFactorParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly keys: Pick<KeyRing, 'secret'>;
  readonly hasher: Hasher;
  /** Whether a password alone lets nobody in. */
  readonly required: boolean;
}

const minute = 60_000;
const timeToConfirm = 15 * minute;
const timeToContinue = 5 * minute;
const codesOnPaper = 10;

export function openSecondFactors({ database, audit, keys, hasher, required }: SecondFactorParts): SecondFactors {
  const { kysely } = database;
  const key = () => keys.secret('second factor');
  const placeOf = (staffId: string) => `staff_second_factor|${staffId}`;
  const open = (staffId: string, sealed: Buffer) => unseal(key(), placeOf(staffId), sealed);
  const shown = (secret: string, login: string): ShownSecret => ({
    address: addressForApp(secret, login),
    groups: secretInGroups(secret),
  });
  const pending = (staffId: string, now: Date) =>
    store.findPending(kysely, staffId, new Date(now.getTime() - timeToConfirm));
  const hashed = (codes: readonly string[]) =>
    Promise.all(codes.map(async (code) => ({ firstSign: code.charAt(0), hash: await hasher.hash(code) })));

  /** Whether the typed code is good, used up with this very question. */
  const take = async (staffId: string, typed: string, now: Date): Promise<'code' | 'recoveryCode' | undefined> => {
    const code = readCode(typed);
    if (code !== null) {
      const factor = await store.findSecondFactor(kysely, staffId);
      const step = factor && stepOf(code, open(staffId, factor.secret), now);
      return typeof step === 'number' && (await store.takeStep(kysely, staffId, step)) ? 'code' : undefined;
    }
    const written = normalizeReferenceCode(typed);
    if (written === null) return undefined;
    const kept = await store.findRecoveryCode(kysely, staffId, written.charAt(0));
    if (!(await hasher.verify(kept, written)) || kept === undefined) return undefined;
    return (await store.takeRecoveryCode(kysely, staffId, kept, now)) ? 'recoveryCode' : undefined;
  };

  return {
    async state(staffId) {
      const factor = await store.findSecondFactor(kysely, staffId);
      return factor && { since: factor.confirmedAt, codesLeft: await store.countRecoveryCodes(kysely, staffId) };
    },
    async begin({ id, login }, now) {
      const secret = newSecret();
      await store.putPending(kysely, id, seal(key(), 0, placeOf(id), secret), now);
      return shown(secret, login);
    },
    async waiting({ id, login }, now) {
      const sealed = await pending(id, now);
      return sealed && shown(open(id, sealed), login);
    },
    async confirm(staffId, typed, now) {
      const [code, sealed] = [readCode(typed), await pending(staffId, now)];
      if (code === null || sealed === undefined) return undefined;
      const step = stepOf(code, open(staffId, sealed), now);
      if (step === null) return undefined;
      const codes = newRecoveryCodes();
      const hashes = await hashed(codes);
      return await database.transaction(async (transaction) => {
        if (!(await store.confirmPending(transaction, staffId, sealed, step, now))) return undefined;
        await store.replaceRecoveryCodes(transaction, staffId, hashes);
        await audit.append(transaction, entryOf(staffId, 'secondFactor'));
        return codes;
      });
    },
    async renewCodes(staffId) {
      if ((await store.findSecondFactor(kysely, staffId)) === undefined) return undefined;
      const codes = newRecoveryCodes();
      const hashes = await hashed(codes);
      return await database.transaction(async (transaction) => {
        await store.replaceRecoveryCodes(transaction, staffId, hashes);
        await audit.append(transaction, entryOf(staffId, 'recoveryCodes'));
        return codes;
      });
    },
    remove: (staffId, actor) =>
      database.transaction(async (transaction) => {
        await store.deleteBegun(transaction, staffId);
        if (!(await store.deleteSecondFactor(transaction, staffId))) return;
        await audit.append(transaction, entryOf(staffId, 'removeSecondFactor', actor));
      }),
    async removeIn(transaction, staffId) {
      await store.deleteBegun(transaction, staffId);
      await store.deleteSecondFactor(transaction, staffId);
    },
    async afterPassword(staffId, now) {
      if ((await store.findSecondFactor(kysely, staffId)) === undefined) return required ? 'missing' : 'notNeeded';
      const begun = newToken();
      const endsAt = new Date(now.getTime() + timeToContinue);
      await store.insertBegun(kysely, { tokenHash: hashToken(begun), staffId, endsAt });
      return { begun };
    },
    async continue(begun, typed, ip, now) {
      const staffId = await store.findBegun(kysely, hashToken(begun), now);
      if (staffId === undefined || (await findAccount(kysely, staffId)) === undefined) return { refused: 'late' };
      const [account, block] = [hashToken(`second factor ${staffId}`), addressBlock(ip)];
      if (!(await admitTry(kysely, 'block', block, now))) return { refused: 'wrong' };
      if (!(await admitTry(kysely, 'account', account, now))) return { refused: 'wrong' };
      const by = await take(staffId, typed, now);
      if (by === undefined) return { refused: 'wrong' };
      await forgiveTries(kysely, account, block);
      await store.deleteBegun(kysely, staffId);
      return { staffId, by };
    },
  };
}

/** Ten codes, each beginning with another sign, by which it is found again. */
function newRecoveryCodes(): readonly string[] {
  const codes = new Map<string, string>();
  while (codes.size < codesOnPaper) {
    const code = newReferenceCode();
    if (!codes.has(code.charAt(0))) codes.set(code.charAt(0), code);
  }
  return [...codes.values()].sort();
}

type Change = 'secondFactor' | 'recoveryCodes' | 'removeSecondFactor';

function entryOf(staff: string, change: Change, actor = `staff:${staff}`): AuditEntry {
  return { actor, action: 'account:change', resource: { staff, change }, outcome: 'done' };
}
