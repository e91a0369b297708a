import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { selfSigned } from './certificate.ts';

/** What a browser has shown to its user. */
export interface TakenPush {
  readonly content: unknown;
  /** Seconds that the service would keep it. */
  readonly ttl: number;
  /** What the signed token says, and whether the signature is that of the key which the page had subscribed with. */
  readonly token: { readonly aud: string; readonly sub: string; readonly exp: number };
  readonly isSigned: boolean;
}

export interface PushService {
  readonly taken: readonly TakenPush[];
  /** The certificate that it must be trusted by. */
  readonly authority: string;
  /** What a page would send to the server after subscribing. */
  subscription(): string;
  /** Answers with this status from now on. */
  answer(status: number): void;
  close(): Promise<void>;
}

const hmac = (key: Buffer, data: Buffer) => createHmac('sha256', key).update(data).digest();
/** HKDF (RFC 5869) for up to 32 bytes. */
const derive = (salt: Buffer, material: Buffer, info: Buffer, length: number) =>
  hmac(hmac(salt, material), Buffer.concat([info, Buffer.from([1])])).subarray(0, length);

/** Opens a message as a browser does (RFC 8291 over RFC 8188), with its own key pair and secret. */
function open(body: Buffer, pair: ReturnType<typeof createECDH>, secret: Buffer): string {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), sender]);
  const material = derive(secret, pair.computeSecret(sender), info, 32);
  const key = derive(salt, material, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(salt, material, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}

/** Reads `vapid t=…, k=…` (RFC 8292) and checks its signature with the key that the page had subscribed with. */
function readVapid(header: string, publicKey: string) {
  const [, token = ''] = /t=([^,\s]+)/.exec(header) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const coordinates = { x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', ...coordinates }, format: 'jwk' });
  const signed = Buffer.from(`${head}.${claims}`);
  const isSigned = verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  return { token: JSON.parse(Buffer.from(claims, 'base64url').toString()), isSigned };
}

/** A push service on this machine together with the browser behind it, which has subscribed with `publicKey`. */
export async function startPushService(publicKey: string): Promise<PushService> {
  const taken: TakenPush[] = [];
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const secret = randomBytes(16);
  const { key, cert } = selfSigned();
  let status = 201;
  const server = createServer({ key, cert }, async (request, response) => {
    const body = await buffer(request);
    if (status === 201) {
      const { token, isSigned } = readVapid(request.headers.authorization ?? '', publicKey);
      const content = JSON.parse(open(body, pair, secret));
      taken.push({ content, ttl: Number(request.headers.ttl), token, isSigned });
    }
    response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    taken,
    authority: cert,
    subscription: () =>
      JSON.stringify({
        endpoint: `https://localhost:${port}/send/one`,
        keys: { p256dh: pair.getPublicKey('base64url'), auth: secret.toString('base64url') },
      }),
    answer: (next) => {
      status = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
