import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { SmtpConfig } from '#platform/config';
import { DeliveryError, type Failure } from '../delivery.ts';
import { mailOf } from './mail.ts';
import type { Transport } from './transport.ts';

/** Waits for a mail server, in milliseconds; a whole delivery ends before the lease of `channel.ts` does. */
export interface SmtpTimes {
  readonly connection: number;
  readonly greeting: number;
  readonly silence: number;
  readonly whole: number;
}

const usualTimes: SmtpTimes = { connection: 10_000, greeting: 10_000, silence: 30_000, whole: 120_000 };

/** Messages over one connection before it is opened anew; some servers end it sooner with an error. */
const messagesPerConnection = 100;

/** What a signature covers; a button to unsubscribe is shown only where its two fields are part of it (RFC 8058, 4). */
const signedFields =
  'From:To:Subject:Date:Message-ID:MIME-Version:Content-Type:Content-Transfer-Encoding:Auto-Submitted:List-Unsubscribe:List-Unsubscribe-Post';

/** What the settings only name. */
export interface SmtpSecrets {
  readonly password?: string | undefined;
  /** PEM of the key that mails are signed with. */
  readonly signingKey?: string | undefined;
}

/** What nodemailer says of a failure. */
interface SmtpError extends Error {
  readonly code?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly command?: string;
}

/** Commands whose refusal is about us and not about this message: the server does not let us in or does not know the sender. */
const doors = ['CONN', 'EHLO', 'HELO', 'STARTTLS', 'MAIL FROM'];

function failureOf({ code, responseCode, command = '' }: SmtpError, begun: boolean): Failure {
  if (responseCode === undefined || responseCode < 400) return begun ? 'lost' : 'unreachable';
  if (code === 'EAUTH' || command.startsWith('AUTH') || responseCode === 421 || responseCode === 530) {
    return 'unreachable';
  }
  if (responseCode < 500) return 'temporary';
  return doors.includes(command) ? 'unreachable' : 'permanent';
}

/** The failure of a delivery, with the server's code and enhanced code (RFC 3463) and none of its words. */
function deliveryError(error: SmtpError, begun: boolean): DeliveryError {
  const [, enhanced] = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})/.exec(error.response ?? '') ?? [];
  const words = ['smtp', error.responseCode ?? error.code ?? error.name, enhanced].filter((word) => word !== undefined);
  return new DeliveryError(failureOf(error, begun), words.join(' '));
}

/**
 * Mail over SMTP submission with a pool of connections. The message is begun when the server has said 354 and before a
 * byte of it is sent; see delivery.ts.
 */
export function openSmtp(
  config: SmtpConfig,
  { password, signingKey }: SmtpSecrets,
  times: SmtpTimes = usualTimes,
): Transport {
  const { dkim } = config;
  const transport = createTransport({
    pool: true,
    dkim:
      dkim === undefined || signingKey === undefined
        ? undefined
        : {
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: signingKey,
            headerFieldNames: signedFields,
          },
    host: config.host,
    port: config.port ?? (config.secure ? 465 : 587),
    secure: config.secure,
    requireTLS: !config.secure && config.requireTls,
    auth: config.user === undefined ? undefined : { user: config.user, pass: password ?? '' },
    maxConnections: config.connections,
    maxMessages: messagesPerConnection,
    connectionTimeout: times.connection,
    greetingTimeout: times.greeting,
    dnsTimeout: times.connection,
    socketTimeout: times.silence,
  });
  transport.on('error', () => undefined);
  // The point of no return: nodemailer reads the message only after the server has answered DATA with 354.
  transport.use('stream', (mail, done) => {
    const { message } = mail as unknown as { message: { createReadStream(): Readable } };
    const { begin } = mail.data as unknown as { begin: () => Promise<void> };
    const whole = message.createReadStream.bind(message);
    message.createReadStream = () =>
      Readable.from(
        (async function* () {
          await begin();
          yield* whole();
        })(),
        { objectMode: false },
      );
    done();
  });
  return {
    lanes: config.connections,
    async send(parcel, begin) {
      let begun = false;
      let refusal: unknown;
      const beginning = async () => {
        try {
          await begin();
          begun = true;
        } catch (error) {
          refusal = error;
          throw error;
        }
      };
      const signal = AbortSignal.timeout(times.whole);
      try {
        await transport.sendMail({ ...mailOf(parcel, config), begin: beginning, signal } as never);
        return {};
      } catch (error) {
        if (error instanceof DeliveryError) throw error;
        throw refusal ?? deliveryError(error as SmtpError, begun);
      }
    },
    async close() {
      transport.close();
    },
  };
}
