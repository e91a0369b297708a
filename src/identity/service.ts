import type { Audit } from '#platform/audit';
import { hashToken, newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { OperatorError } from '#platform/errors';
import { cookieNames, type Evidence, type Resident, type Subject } from '#platform/http';
import type { KeyRing } from '#platform/keys';
import * as accounts from './account-store.ts';
import { demoAccounts } from './demo.ts';
import { type Devices, openDevices } from './devices.ts';
import { type Emergencies, openEmergencies } from './emergencies.ts';
import { createHasher } from './hashing.ts';
import { openPasskeys, type Passkeys } from './passkeys.ts';
import { openPasswords, type Passwords } from './passwords.ts';
import { openPeople, type People } from './people.ts';
import { openRecoveries, type Recoveries } from './recoveries.ts';
import { openSecondFactors, type SecondFactors } from './second-factors.ts';
import * as sessionStore from './session-store.ts';
import { readSession, resumeOrStart, startSession } from './sessions.ts';

export interface IdentityParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly keys: Pick<KeyRing, 'secret'>;
  readonly mode: 'demo' | 'production';
  /** Whether passwords may be used where there is no passkey. Off unless the city turns it on; see `SecondFactors`. */
  readonly passwords?: boolean;
  /** The resident whose case the cookies open; the cases module knows. */
  readonly residentOf?: (cookies: Evidence['cookies'], now: Date) => Promise<Resident | undefined>;
}

type Cookies = Evidence['cookies'];

export interface IdentityService {
  readonly mode: 'demo' | 'production';
  /** Whether the sign-in page offers a password. */
  readonly passwordsOffered: boolean;
  readonly passwords: Passwords;
  readonly secondFactors: SecondFactors;
  readonly recoveries: Recoveries;
  readonly passkeys: Passkeys;
  readonly people: People;
  readonly devices: Devices;
  readonly emergencies: Emergencies;
  /** All that the requester has shown to be, best first. For `createApplication`. */
  resolveSubject(evidence: Evidence): Promise<readonly Subject[]>;
  /** Where someone who is denied goes to be let in. For `createApplication`. */
  whenDenied(denied: { readonly code: string; readonly path: string }): string | undefined;
  /**
   * At the start: in demo mode makes the demo accounts; in production refuses to go on while there is one. Gives the path
   * of a link for the first administrator, good for an hour, while nobody can sign in yet.
   */
  prepare(now: Date): Promise<string | undefined>;
  /** After a proof of identity (`by`, where it was not the usual one): gives the new value of the session cookie. */
  signIn(staffId: string, cookies: Cookies, now: Date, by?: 'recoveryCode'): Promise<string>;
  signOut(cookies: Cookies, now: Date): Promise<void>;
  /** 交代: covers the screen; the session waits for its owner, the next person gets their own. */
  lock(cookies: Cookies, now: Date): Promise<void>;
  /** Opens the account of an invitation; gives the value of the session cookie. */
  acceptInvitation(token: string, now: Date): Promise<string | undefined>;
}

/** How long the link for the first administrator is good, in milliseconds. */
const firstInvitation = 60 * 60_000;

/** Staff accounts, sessions and devices: who is asking. */
export function createIdentity(parts: IdentityParts): IdentityService {
  const { database, audit, keys, mode, passwords = false } = parts;
  const { kysely } = database;

  const hasher = createHasher();
  const secondFactors = openSecondFactors({ database, audit, keys, hasher, required: mode === 'production' });
  const people = openPeople(database, audit);
  const devices = openDevices(database, audit);

  const inviteFirstAdministrator = async (now: Date) => {
    if (await accounts.canAnyoneSignIn(kysely, passwords)) return undefined;
    const administrator = {
      id: newId(),
      login: 'administrator',
      name: '管理者',
      department: '',
      roles: ['administrator'],
      counters: [],
    };
    const staffId = await accounts.putAccount(kysely, administrator, false, now);
    return await people.invite(staffId, now, { life: firstInvitation });
  };

  return {
    mode,
    passwordsOffered: passwords,
    passwords: openPasswords(database, hasher),
    secondFactors,
    recoveries: openRecoveries(database, audit, secondFactors),
    passkeys: openPasskeys(database),
    people,
    devices,
    emergencies: openEmergencies(database, audit),
    async resolveSubject({ cookies, now, deliberate }) {
      const [resident, session, device] = await Promise.all([
        parts.residentOf?.(cookies, now),
        readSession(kysely, cookies[cookieNames.staff], now, deliberate),
        devices.read(cookies[cookieNames.device], now),
      ]);
      const staff = session.kind === 'open' ? session.staff : undefined;
      return [resident, staff, device].filter((subject) => subject !== undefined);
    },
    whenDenied({ code, path }) {
      if (code !== 'signIn' && code !== 'stepUp') return undefined;
      // Who tries the product out has no passkey: they prove who they are by choosing themselves again.
      const door = code === 'stepUp' && mode === 'demo' ? '/staff/demo' : '/staff/sign-in';
      return `${door}?return=${encodeURIComponent(path)}`;
    },
    async prepare(now) {
      if (mode === 'demo') {
        for (const account of demoAccounts) {
          await accounts.putAccount(kysely, { ...account, id: newId(), counters: [] }, true, now);
        }
        return undefined;
      }
      if ((await accounts.listDemoAccounts(kysely)).length > 0) {
        throw new OperatorError(
          'このデータには、お試し用の職員が登録されています。本番では使えません。HITOMADO_DATAに新しいフォルダーを指定して、もう一度起動してください。',
        );
      }
      return await inviteFirstAdministrator(now);
    },
    signIn: (staffId, cookies, now, by) =>
      database.transaction(async (transaction) => {
        const actor = `staff:${staffId}`;
        await audit.append(transaction, {
          actor,
          action: 'account:signIn',
          resource: { staff: staffId, ...(by && { by }) },
          outcome: 'done',
        });
        return await resumeOrStart(transaction, cookies[cookieNames.staff], staffId, now);
      }),
    async signOut(cookies, now) {
      const session = await findOwn(database, cookies, now);
      if (session !== undefined) await sessionStore.deleteSession(kysely, session.id);
    },
    async lock(cookies, now) {
      const session = await findOwn(database, cookies, now);
      if (session !== undefined) await sessionStore.lockSession(kysely, session.id, now);
    },
    acceptInvitation: (token, now) =>
      database.transaction(async (transaction) => {
        const staffId = await accounts.takeInvitation(transaction, hashToken(token), now);
        if (staffId === undefined) return undefined;
        const actor = `staff:${staffId}`;
        const resource = { staff: staffId, by: 'invitation' };
        await audit.append(transaction, { actor, action: 'account:signIn', resource, outcome: 'done' });
        return await startSession(transaction, staffId, now);
      }),
  };
}

async function findOwn(database: Database, cookies: Cookies, now: Date) {
  const token = cookies[cookieNames.staff];
  return token === undefined ? undefined : await sessionStore.findSession(database.kysely, hashToken(token), now);
}
