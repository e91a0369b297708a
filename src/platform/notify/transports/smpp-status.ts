import type { Failure } from '../delivery.ts';
import type { Fate, Receipt } from './transport.ts';

/**
 * Answers of an SMS centre (SMPP 3.4, 5.1.3) that are about us, not about the message: state of the line, name, password, and
 * that we send too fast (its queue is full, throttled).
 */
const doors = [0x04, 0x0d, 0x0e, 0x0f, 0x14, 0x53, 0x58];
/** Answers that no later attempt will change: length, numbers, coding, refused for good. */
const forGood = [0x01, 0x0a, 0x0b, 0x33, 0x43, 0x48, 0x49, 0x50, 0x51, 0x61, 0x62, 0x65, 0x66, 0x104];

/** Why an SMS centre did not take a message. It did answer, so trying again can never make two of it. */
export function smppFailure(status: number): Failure {
  if (doors.includes(status)) return 'unreachable';
  return forGood.includes(status) ? 'permanent' : 'temporary';
}

/** Final states by name in the text of a receipt (SMPP 3.4, appendix B) and by number in its `message_state`. */
const finalStates: Readonly<Record<string, Receipt['state']>> = {
  DELIVRD: 'delivered',
  EXPIRED: 'failed',
  DELETED: 'failed',
  UNDELIV: 'failed',
  REJECTD: 'failed',
  2: 'delivered',
  3: 'failed',
  4: 'failed',
  5: 'failed',
  8: 'failed',
};

/** It knows no `query_sm`: invalid command. */
const unasked = 0x03;

/** What the answer to a `query_sm` says. */
export function readSmppFate(pdu: Readonly<Record<string, unknown>> & { readonly command_status: number }): Fate {
  if (pdu.command_status === unasked) return 'unasked';
  const state = pdu.command_status === 0 ? finalStates[String(pdu.message_state)] : undefined;
  if (state === undefined) return 'open';
  return { state, code: state === 'failed' ? `smpp receipt ${Number(pdu.error_code ?? 0)}` : null };
}

const receiptClass = 0x04;
const classMask = 0x3c;

/** The parameters of a `deliver_sm`. */
export type DeliverSm = Readonly<Record<string, unknown>>;

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('latin1');
  return typeof value === 'object' && value !== null && 'message' in value ? textOf(value.message) : '';
}

/** What a `deliver_sm` says about a message of ours; null when it is none of that or says nothing final. */
export function readSmppReceipt(pdu: DeliverSm): Receipt | null {
  if ((Number(pdu.esm_class ?? 0) & classMask) !== receiptClass) return null;
  const text = textOf(pdu.short_message);
  const [, idInText] = /\bid:\s*(\S+)/i.exec(text) ?? [];
  const [, stateInText = ''] = /\bstat:\s*(\w+)/i.exec(text) ?? [];
  const [, error] = /\berr:\s*(\w{1,8})/i.exec(text) ?? [];
  const providerId = textOf(pdu.receipted_message_id).replaceAll('\0', '') || idInText;
  const state = finalStates[String(pdu.message_state ?? stateInText.toUpperCase())];
  if (providerId === undefined || state === undefined) return null;
  return { providerId, state, code: state === 'failed' ? `smpp receipt ${error ?? ''}`.trim() : null };
}
