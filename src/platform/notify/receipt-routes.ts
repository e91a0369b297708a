import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Application, json, notFound } from '#platform/http';
import type { Notifier } from './notifier.ts';
import type { NotifyKeys } from './recipient.ts';

const path = '/sms/receipts';
const secretOf = (keys: NotifyKeys): string => keys.secret('notify.receipts').toString('base64url').slice(0, 32);

/** The path at which an HTTP provider of SMS tells what became of messages; the secret in it shows who asks. */
export function receiptPath(keys: NotifyKeys): string {
  return `${path}/${secretOf(keys)}`;
}

/** Adds the address at which an HTTP provider of SMS tells what became of messages. */
export function addReceiptRoutes(
  app: Application,
  notifier: Pick<Notifier, 'receiveSmsReceipts'>,
  keys: NotifyKeys,
): void {
  const wanted = Buffer.from(secretOf(keys));
  app.route({
    method: 'POST',
    url: `${path}/:secret`,
    action: 'message:receipt',
    rate: 'device',
    machine: true,
    schema: { params: z.object({ secret: z.string().max(64) }), body: z.unknown() },
    handle: async ({ params, body }) => {
      const given = Buffer.from(params.secret);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return notFound();
      return json({ known: await notifier.receiveSmsReceipts(JSON.stringify(body ?? null)) });
    },
  });
}
