import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { SmppConfig } from '#platform/config';
import { DeliveryError } from '../delivery.ts';
import { internationalDigits } from './phone.ts';
import { SmppLine, usualSmppTimes } from './smpp-line.ts';
import { readSmppFate, readSmppReceipt } from './smpp-status.ts';
import { smsText } from './sms-text.ts';
import type { TakeReceipt, Transport } from './transport.ts';

/** Type of number and numbering plan (SMPP 3.4, 5.2.5): international, alphanumeric, unknown; ISDN. */
const international = 1;
const alphanumeric = 5;
const isdn = 1;
/** How often a later piece of a message is offered, a second apart, after the first was taken. */
const pieceAttempts = 4;

interface Source {
  readonly source_addr?: string;
  readonly source_addr_ton?: number;
  readonly source_addr_npi?: number;
}

function sourceOf(from: string): Source {
  if (from === '') return {};
  if (/^\+?\d+$/.test(from)) {
    const isInternational = from.startsWith('+') ? international : 0;
    return { source_addr: from.replace('+', ''), source_addr_ton: isInternational, source_addr_npi: isdn };
  }
  return { source_addr: from, source_addr_ton: alphanumeric, source_addr_npi: 0 };
}

/** The bodies of the submissions that make up one text. */
function bodiesOf(text: string, long: SmppConfig['long']): readonly Readonly<Record<string, unknown>>[] {
  const { coding, parts } = smsText(text);
  const [only = ''] = parts;
  if (parts.length === 1) return [{ data_coding: coding, short_message: only }];
  if (long === 'payload') return [{ data_coding: coding, short_message: '', message_payload: text }];
  const reference = randomInt(256);
  return parts.map((message, index) => ({
    data_coding: coding,
    // 3GPP 23.040, 9.2.3.24.1: concatenated short messages, 8-bit reference number.
    short_message: { udh: Buffer.from([5, 0, 3, reference, parts.length, index + 1]), message },
  }));
}

/**
 * SMS over SMPP 3.4 on one line that is opened again when it breaks. The message is begun when the line stands and before
 * `submit_sm` is written; the centre is told not to deliver it after `notAfter`. Receipts come on the same line.
 */
export function openSmpp(
  config: SmppConfig,
  password: string,
  takeReceipt: TakeReceipt,
  times = usualSmppTimes,
): Transport {
  let line: Promise<SmppLine> | null = null;
  let isKept = false;
  let isClosed = false;

  const standing = (): Promise<SmppLine> => {
    line ??= SmppLine.open(config, password, {
      times,
      hear: async (pdu) => {
        const receipt = readSmppReceipt(pdu);
        if (receipt !== null) await takeReceipt(receipt).catch(() => undefined);
      },
      closed: () => {
        line = null;
        // Receipts come whenever they come, so the line stands also while nothing is to be sent.
        if (isKept && !isClosed)
          setTimeout(() => void (isClosed || standing().catch(() => undefined)), times.reconnect).unref();
      },
    });
    return line;
  };

  /** A text that was taken in part is not begun again, so its other pieces are offered right here. */
  async function submitPiece(open: SmppLine, parameters: Readonly<Record<string, unknown>>, isFirst: boolean) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await open.submit(parameters);
      } catch (error) {
        if (isFirst) throw error;
        const isRefusedForNow = error instanceof DeliveryError && error.failure === 'temporary';
        if (!isRefusedForNow || attempt === pieceAttempts) throw new DeliveryError('lost', 'smpp part');
        await wait(1_000);
      }
    }
  }

  return {
    lanes: config.connections,
    open() {
      isKept = true;
      standing().catch(() => undefined);
    },
    async send({ recipient, message, notAfter }, begin) {
      const common = {
        ...sourceOf(config.from),
        destination_addr: internationalDigits(recipient.reveal(), config.countries),
        dest_addr_ton: international,
        dest_addr_npi: isdn,
        validity_period: notAfter,
      };
      const bodies = bodiesOf(message.text, config.long);
      const open = await standing();
      await begin();
      let providerId: string | undefined;
      for (const [index, body] of bodies.entries()) {
        const registered_delivery = index === bodies.length - 1 ? 1 : 0;
        providerId = await submitPiece(open, { ...common, ...body, registered_delivery }, index === 0);
      }
      return { providerId };
    },
    async fateOf(providerId) {
      const { source_addr = '', source_addr_ton = 0, source_addr_npi = 0 } = sourceOf(config.from);
      const open = await standing();
      const source = { source_addr, source_addr_ton, source_addr_npi };
      return readSmppFate(await open.request('query_sm', { message_id: providerId, ...source }));
    },
    async close() {
      isClosed = true;
      await (await line?.catch(() => null))?.close();
    },
  };
}
