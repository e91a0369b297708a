import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Database } from '#platform/database';
import type { Account } from './account-store.ts';
import * as store from './passkey-store.ts';

/** Time to finish a ceremony, in milliseconds. */
const patience = 5 * 60_000;

export interface Passkeys {
  /** What the browser needs to make a passkey for a person. `origin` is our own address as the browser sees it. */
  beginRegistration(account: Account, origin: string, now: Date): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /** Keeps the passkey that was made; gives whether it was a good one. */
  finishRegistration(
    staffId: string,
    response: RegistrationResponseJSON,
    label: string,
    origin: string,
    now: Date,
  ): Promise<boolean>;
  /** What the browser needs to use a passkey; it knows itself whose. */
  beginSignIn(origin: string, now: Date): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /** Who proved to be whom; undefined when it was no proof. */
  finishSignIn(response: AuthenticationResponseJSON, origin: string, now: Date): Promise<string | undefined>;
}

/**
 * Passkeys (WebAuthn level 3): the person is verified by their device, the key is found without a login name, and no
 * attestation is asked for. Each challenge is good once, for five minutes.
 */
export function openPasskeys(database: Database): Passkeys {
  const keepChallenge = (challenge: string, staffId: string | undefined, now: Date) =>
    store.insertChallenge(database.kysely, challenge, staffId, new Date(now.getTime() + patience));
  return {
    async beginRegistration(account, origin, now) {
      const known = await store.listPasskeys(database.kysely, account.id);
      const options = await generateRegistrationOptions({
        rpName: 'ひとまど',
        rpID: new URL(origin).hostname,
        userName: account.login,
        userDisplayName: account.name,
        userID: new TextEncoder().encode(account.id),
        attestationType: 'none',
        excludeCredentials: known.map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      await keepChallenge(options.challenge, account.id, now);
      return options;
    },
    finishRegistration: (staffId, response, label, origin, now) =>
      database.transaction(async (transaction) => {
        const verified = await refusing(
          verifyRegistrationResponse({
            response,
            expectedChallenge: (challenge) => store.takeChallenge(transaction, challenge, staffId, now),
            expectedOrigin: origin,
            expectedRPID: new URL(origin).hostname,
            requireUserVerification: true,
          }),
        );
        if (!verified?.verified) return false;
        const { credential, credentialBackedUp: backedUp } = verified.registrationInfo;
        await store.insertPasskey(transaction, staffId, credential, { backedUp, label, now });
        return true;
      }),
    async beginSignIn(origin, now) {
      const rpID = new URL(origin).hostname;
      const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' });
      await keepChallenge(options.challenge, undefined, now);
      return options;
    },
    finishSignIn: (response, origin, now) =>
      database.transaction(async (transaction) => {
        const found = await store.findPasskey(transaction, response.id);
        if (found === undefined) return undefined;
        const verified = await refusing(
          verifyAuthenticationResponse({
            response,
            expectedChallenge: (challenge) => store.takeChallenge(transaction, challenge, undefined, now),
            expectedOrigin: origin,
            expectedRPID: new URL(origin).hostname,
            credential: found.credential,
            requireUserVerification: true,
          }),
        );
        if (!verified?.verified) return undefined;
        await store.updateCounter(transaction, response.id, verified.authenticationInfo.newCounter, now);
        return found.staffId;
      }),
  };
}

/** The library throws at what does not fit; to us that is a refusal like any other, and the challenge stays used up. */
async function refusing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}
