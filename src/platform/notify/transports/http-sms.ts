import type { HttpSmsConfig } from '#platform/config';
import { DeliveryError } from '../delivery.ts';
import { exchange, httpFailure } from './exchange.ts';
import { internationalDigits } from './phone.ts';
import { escapeFor, fill, inForm, inHeader, parsed, valueAt } from './template.ts';
import type { Transport } from './transport.ts';

const silence = 30_000;
const whole = 60_000;

function written(digits: string, numbers: HttpSmsConfig['numbers']): string {
  if (numbers === 'plus') return `+${digits}`;
  return numbers === 'national' && digits.startsWith('81') ? `0${digits.slice(2)}` : digits;
}

/**
 * SMS by the HTTP interface of a provider. `{to}` `{text}` `{from}` `{id}` (ours, the same each time) and `{secret}` (the
 * password) stand in the address, the headers and the body, escaped for where they stand.
 */
export function openHttpSms(
  config: HttpSmsConfig,
  password: string | undefined,
  times = { silence, whole },
): Transport {
  const contentType =
    Object.entries(config.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'application/json';
  return {
    lanes: config.connections,
    async send({ id, recipient, message }, begin) {
      const digits = internationalDigits(recipient.reveal(), config.countries);
      const to = written(digits, config.numbers);
      const values = { to, text: message.text, from: config.from, id, secret: password ?? '' };
      const headers = Object.entries(config.headers).map(([name, value]) => [name, fill(value, values, inHeader)]);
      const { status, text } = await exchange(
        {
          url: new URL(fill(config.url, values, inForm)),
          method: config.method,
          headers: { 'content-type': contentType, ...Object.fromEntries(headers) },
          body: config.body === undefined ? undefined : fill(config.body, values, escapeFor(contentType)),
          ...times,
        },
        begin,
      );
      const failure = httpFailure(status);
      if (failure !== null) throw new DeliveryError(failure, `http ${status}`);
      const answer = parsed(text);
      const { success } = config;
      if (success !== undefined && !success.values.includes(valueAt(answer, success.path) ?? '')) {
        throw new DeliveryError('permanent', 'http refused');
      }
      return { providerId: config.id === undefined ? id : valueAt(answer, config.id) };
    },
    close: async () => undefined,
  };
}
