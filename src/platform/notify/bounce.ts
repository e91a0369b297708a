import { leavesOf, type MimePart, readFields, readPart, textOf, typeOf } from './mime.ts';
import { idOfMessageId } from './notification.ts';

/** What a mail that came back says about the mail it is about. */
export interface Bounce {
  /** The Message-ID of the mail it is about. */
  readonly messageId: string;
  readonly status: 'delivered' | 'failed' | 'delayed';
  /** `bounce 5.1.1`: the status code (RFC 3463), or `bounce`; null when delivered. */
  readonly code: string | null;
}

const statuses: Readonly<Record<string, Bounce['status']>> = {
  failed: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'delivered',
  expanded: 'delivered',
};
/** A Message-ID that we may have given. */
const messageIds = /<[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}@[^<>@\s]{1,255}>/gi;
const enhancedCode = /\b([245]\.\d{1,3}\.\d{1,3})\b/;
const finalReply = /(?:^|[\s#(])(?:55\d|5\.\d{1,3}\.\d{1,3})\b/m;
const senderOfBounces = /mailer-daemon|postmaster|mail delivery/i;

/**
 * Reads a mail that came back: a delivery status notification (RFC 3464), or the free text of an older server that quotes
 * our mail. Null when it is none, or names no mail of ours.
 */
export function readBounce(raw: string | Buffer): Bounce | null {
  const mail = readPart(raw);
  const parts = leavesOf(mail);
  const report = parts.find((part) => typeOf(part) === 'message/delivery-status');
  return report === undefined ? readFreeText(mail, parts) : readReport(report, parts);
}

function readReport(report: MimePart, parts: readonly MimePart[]): Bounce | null {
  // One block of fields for the mail, then one for each recipient; ours have one recipient.
  const blocks = textOf(report)
    .trim()
    .split(/(?:\r?\n){2,}/)
    .map(readFields);
  const recipient = blocks.find((fields) => fields.has('action'));
  const status = statuses[(recipient?.get('action') ?? '').toLowerCase()];
  const original = parts.find((part) => /^(message\/rfc822|text\/rfc822-headers|message\/global)/.test(typeOf(part)));
  const messageId = original && readPart(textOf(original)).headers.get('message-id');
  if (status === undefined || messageId === undefined || idOfMessageId(messageId) === null) return null;
  const [, code] = enhancedCode.exec(recipient?.get('status') ?? '') ?? [];
  return { messageId, status, code: status === 'delivered' ? null : bounceCode(code) };
}

function readFreeText(mail: MimePart, parts: readonly MimePart[]): Bounce | null {
  const from = `${mail.headers.get('from') ?? ''} ${mail.headers.get('return-path') ?? ''}`;
  if (!senderOfBounces.test(from) && mail.headers.get('return-path') !== '<>') return null;
  const text = parts.map(textOf).join('\n');
  const ids = new Set([...text.matchAll(messageIds)].map(([id]) => id.toLowerCase()));
  const [messageId, ...others] = ids;
  if (messageId === undefined || others.length > 0 || !finalReply.test(text)) return null;
  const [, code] = enhancedCode.exec(text) ?? [];
  return { messageId, status: 'failed', code: bounceCode(code) };
}

function bounceCode(code: string | undefined): string {
  return code === undefined ? 'bounce' : `bounce ${code}`;
}
