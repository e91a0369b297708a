import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const flags = { userPresent: 0x01, userVerified: 0x04, withCredential: 0x40 } as const;

/** What a test lets the authenticator do otherwise than a right one. */
export interface Deviation {
  readonly origin?: string;
  readonly relyingParty?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
}

/** A security key made of software, for tests: it makes real keys and real signatures (WebAuthn level 3, ES256). */
export function createAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  let counter = 0;

  const clientData = (type: string, challenge: string, deviation: Deviation) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: deviation.origin ?? origin, crossOrigin: false }));

  const authenticatorData = (extra: number, deviation: Deviation) => {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(deviation.counter ?? counter);
    const verified = deviation.userVerified === false ? 0 : flags.userVerified;
    const relyingParty = deviation.relyingParty ?? new URL(origin).hostname;
    return Buffer.concat([sha256(relyingParty), Buffer.from([flags.userPresent | verified | extra]), count]);
  };

  const credentialData = () => {
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const key = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]);
    return Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, isoCBOR.encode(key)]);
  };

  const common = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  } as const;

  return {
    register(challenge: string, deviation: Deviation = {}): RegistrationResponseJSON {
      const authData = Buffer.concat([authenticatorData(flags.withCredential, deviation), credentialData()]);
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData)],
      ]);
      return {
        ...common,
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, deviation).toString('base64url'),
          attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
        },
      };
    },
    signIn(challenge: string, deviation: Deviation = {}): AuthenticationResponseJSON {
      const data = clientData('webauthn.get', challenge, deviation);
      const authData = authenticatorData(0, deviation);
      const signature = createSign('sha256')
        .update(Buffer.concat([authData, sha256(data)]))
        .sign(privateKey);
      return {
        ...common,
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      };
    },
  };
}
