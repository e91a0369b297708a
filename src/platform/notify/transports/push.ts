import { createECDH, createHash } from 'node:crypto';
import webPush from 'web-push';
import { z } from 'zod';
import type { Clock } from '#platform/clock';
import type { PushConfig } from '#platform/config';
import { DeliveryError } from '../delivery.ts';
import type { NotifyKeys } from '../recipient.ts';
import { exchange, httpFailure } from './exchange.ts';
import type { Transport } from './transport.ts';

const silence = 20_000;
const whole = 40_000;

/** The push services of the common browsers. The address comes from a browser, so no other host is asked. */
const services = ['fcm.googleapis.com', '.push.services.mozilla.com', '.push.apple.com', '.notify.windows.com'];

const subscription = z.object({
  endpoint: z.url({ protocol: /^https$/ }),
  keys: z.object({ p256dh: z.string(), auth: z.string() }),
});

/** The city's key pair for push (VAPID, RFC 8292), derived from its keys, so that there is nothing to keep. */
function vapidKeys(keys: NotifyKeys): { readonly publicKey: string; readonly privateKey: string } {
  const pair = createECDH('prime256v1');
  const secret = keys.secret('notify.vapid');
  pair.setPrivateKey(secret);
  return { publicKey: pair.getPublicKey('base64url'), privateKey: secret.toString('base64url') };
}

/** What a page gives to `pushManager.subscribe` as `applicationServerKey`. */
export function pushPublicKey(keys: NotifyKeys): string {
  return vapidKeys(keys).publicKey;
}

function isService(host: string, more: readonly string[]): boolean {
  return [...services, ...more].some((name) => (name.startsWith('.') ? host.endsWith(name) : host === name));
}

function subscriptionOf(text: string, hosts: readonly string[]) {
  try {
    const given = subscription.parse(JSON.parse(text));
    if (isService(new URL(given.endpoint).hostname, hosts)) return given;
  } catch {
    // Answered below: nothing of what was given may be said.
  }
  throw new DeliveryError('permanent', 'subscription');
}

/**
 * Web Push (RFC 8030, encrypted by RFC 8291). The service keeps the message until `notAfter` at most. `authority` is a
 * certificate authority that is trusted besides the usual ones, as PEM.
 */
export function openPush(
  { contact, hosts, connections }: PushConfig,
  { keys, clock, authority }: { keys: NotifyKeys; clock: Clock; authority?: string | undefined },
): Transport {
  const vapidDetails = { subject: contact, ...vapidKeys(keys) };
  return {
    lanes: connections,
    async send({ id, recipient, message, notAfter }, begin) {
      const to = subscriptionOf(recipient.reveal(), hosts);
      const { subject, text, url } = message;
      const content = JSON.stringify({ id, title: subject, body: text, url });
      const details = (() => {
        try {
          return webPush.generateRequestDetails(to, content, {
            vapidDetails,
            TTL: Math.max(0, Math.floor((notAfter.getTime() - clock.now().getTime()) / 1_000)),
            topic: createHash('sha256').update(id).digest('base64url').slice(0, 32),
          });
        } catch {
          throw new DeliveryError('permanent', 'subscription');
        }
      })();
      const { endpoint, method, headers, body } = details;
      const wanted = { url: new URL(endpoint), method, headers, body, silence, whole, authority };
      const { status } = await exchange(wanted, begin).catch((error: unknown) => {
        // Each browser has a service of its own: one that is out of reach says nothing about the others.
        const isApart = error instanceof DeliveryError && error.failure === 'unreachable';
        throw isApart ? new DeliveryError('temporary', error.code) : error;
      });
      const failure = status === 429 || status === 503 ? 'temporary' : httpFailure(status);
      if (failure === null) return {};
      const code = status === 404 || status === 410 ? 'push gone' : `push ${status}`;
      throw new DeliveryError(failure === 'unreachable' ? 'permanent' : failure, code);
    },
    close: async () => undefined,
  };
}
