import type { HttpSmsConfig } from '#platform/config';
import { parsed, valueAt } from './template.ts';
import type { Receipt } from './transport.ts';

/** Where an HTTP provider writes the number and the state of a message, and which words mean what. */
export type ReceiptTemplate = NonNullable<HttpSmsConfig['receipt']>;

/** The receipts in what a provider sent: a JSON object, a list of them, or a form. What says nothing final is left out. */
export function readHttpReceipts(template: ReceiptTemplate, body: string): readonly Receipt[] {
  const json = parsed(body) ?? Object.fromEntries(new URLSearchParams(body));
  const among = (words: readonly string[], status: string) =>
    words.some((word) => word.toLowerCase() === status.toLowerCase());
  return (Array.isArray(json) ? json : [json]).flatMap((one: unknown): readonly Receipt[] => {
    const [providerId, status] = [valueAt(one, template.id), valueAt(one, template.status)];
    if (providerId === undefined || status === undefined) return [];
    if (among(template.delivered, status)) return [{ providerId, state: 'delivered', code: null }];
    return among(template.failed, status) ? [{ providerId, state: 'failed', code: 'http receipt' }] : [];
  });
}
