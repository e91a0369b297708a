import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail that a server has taken. */
export interface TakenMail {
  readonly from: string;
  readonly to: string;
  readonly raw: Buffer;
}

/** What a server does with a mail: `take` it, refuse it with a reply code, `hang`, or `drop` the line. */
export type Treatment = 'take' | 'hang' | 'drop' | number;

/** How a server behaves; it takes everything unless told otherwise. */
export interface Behaviour {
  /** After RCPT TO. */
  readonly recipient?: (address: string) => Treatment;
  /** When the message begins to come; only `take` and `drop`. */
  readonly beginning?: (address: string) => Treatment;
  /** After the whole message came; it counts as taken unless it is refused, whether or not an answer goes out. */
  readonly message?: (address: string) => Treatment;
  /** Milliseconds from the whole message to the answer. */
  readonly delay?: number;
}

export interface MailServer {
  readonly port: number;
  readonly taken: readonly TakenMail[];
  /** Changes how it behaves from now on. */
  behave(behaviour: Behaviour): void;
  /** Ends every line at once. */
  dropAll(): void;
  close(): Promise<void>;
}

function refusal(code: number): Error {
  return Object.assign(new Error(code >= 500 ? '5.1.1 no such mailbox' : '4.3.0 later'), { responseCode: code });
}

/** A real SMTP server on a port of its own. */
export async function startMailServer(first: Behaviour = {}, port = 0): Promise<MailServer> {
  const taken: TakenMail[] = [];
  let behaviour = first;
  const dropAll = () => {
    for (const { _socket } of server.connections as unknown as Set<{ _socket: { destroy(): void } }>) _socket.destroy();
  };
  const treat = (treatment: Treatment, answer: (error?: Error) => void) => {
    if (treatment === 'drop') dropAll();
    else if (treatment !== 'hang') answer(treatment === 'take' ? undefined : refusal(treatment));
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, answer) => treat(behaviour.recipient?.(address) ?? 'take', answer),
    async onData(stream, session, answer) {
      const to = session.envelope.rcptTo.map(({ address }) => address).join();
      if (behaviour.beginning?.(to) === 'drop') return dropAll();
      const raw = await buffer(stream).catch(() => null);
      // The line ended before the message did, so there is no message.
      if (raw === null) return;
      const treatment = behaviour.message?.(to) ?? 'take';
      const { mailFrom } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      if (typeof treatment === 'string') taken.push({ from, to, raw });
      setTimeout(() => treat(treatment, answer), behaviour.delay ?? 0);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    taken,
    behave: (next) => {
      behaviour = next;
    },
    dropAll,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
