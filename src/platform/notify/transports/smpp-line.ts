import smpp, { type Pdu, type Session } from 'smpp';
import type { SmppConfig } from '#platform/config';
import { DeliveryError } from '../delivery.ts';
import { smppFailure } from './smpp-status.ts';

/** Waits for an SMS centre, in milliseconds. */
export interface SmppTimes {
  readonly connection: number;
  readonly answer: number;
  /** Between two questions whether the line still stands. */
  readonly enquire: number;
  readonly reconnect: number;
}

export const usualSmppTimes: SmppTimes = { connection: 10_000, answer: 30_000, enquire: 30_000, reconnect: 5_000 };

/** Hears of a `deliver_sm`; it is acknowledged when that settles. */
export type Hear = (pdu: Pdu) => Promise<void>;

/** A line to an SMS centre that stands, bound for sending and receiving. */
export class SmppLine {
  readonly #session: Session;
  readonly #times: SmppTimes;
  /** What waits for an answer. */
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #whenClosed: () => void;
  #isClosed = false;
  #enquiring: NodeJS.Timeout | undefined;

  private constructor(session: Session, times: SmppTimes, whenClosed: () => void) {
    this.#session = session;
    this.#times = times;
    this.#whenClosed = whenClosed;
    session.on('error', () => this.#broken());
    session.on('close', () => this.#broken());
  }

  /** Connects and binds. Throws a DeliveryError `unreachable` when that fails. */
  static async open(
    config: SmppConfig,
    password: string,
    { times, hear, closed }: { times: SmppTimes; hear: Hear; closed: () => void },
  ): Promise<SmppLine> {
    const { host, port, secure, user, systemType } = config;
    const session = smpp.connect({ host, port, tls: secure, servername: host });
    const line = new SmppLine(session, times, closed);
    try {
      await line.#connected(secure ? 'secureConnect' : 'connect');
      const bound = await line.request('bind_transceiver', {
        system_id: user,
        password,
        system_type: systemType,
        interface_version: 0x34,
      });
      if (bound.command_status !== 0) throw new DeliveryError('unreachable', `smpp bind ${bound.command_status}`);
    } catch (error) {
      line.destroy();
      throw error instanceof DeliveryError && error.failure === 'unreachable'
        ? error
        : new DeliveryError('unreachable', 'smpp connection');
    }
    session.on('deliver_sm', (pdu: Pdu) => void hear(pdu).finally(() => session.send(pdu.response())));
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.close();
    });
    line.#enquiring = setInterval(
      () => line.request('enquire_link').catch(() => line.destroy()),
      times.enquire,
    ).unref();
    return line;
  }

  /** Asks and waits for the answer. Throws `unreachable` when nothing was written, `lost` when no answer comes. */
  request(command: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<Pdu> {
    return this.#within(this.#times.answer, (answered) => {
      if (this.#isClosed || !this.#session.send(new smpp.PDU(command, parameters), answered)) {
        throw new DeliveryError('unreachable', 'smpp closed');
      }
    });
  }

  /** Hands over one message; gives the centre's number for it. Throws a DeliveryError when it is refused. */
  async submit(parameters: Readonly<Record<string, unknown>>): Promise<string> {
    const answer = await this.request('submit_sm', parameters);
    const { command_status: status, message_id: id } = answer;
    if (status !== 0) throw new DeliveryError(smppFailure(status), `smpp ${status}`);
    return String(id ?? '');
  }

  /** Says good-bye and closes. */
  async close(): Promise<void> {
    await this.request('unbind').catch(() => undefined);
    this.destroy();
  }

  destroy(): void {
    this.#session.destroy();
    this.#broken();
  }

  #connected(event: string): Promise<void> {
    return this.#within(this.#times.connection, (done) => void this.#session.once(event, () => done()));
  }

  #within<Answer>(milliseconds: number, ask: (answered: (answer: Answer) => void) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(fail);
        settle();
      };
      const fail = (error: Error) => end(() => reject(error));
      const timer = setTimeout(() => fail(new DeliveryError('lost', 'smpp silent')), milliseconds);
      this.#waiting.add(fail);
      try {
        ask((answer) => end(() => resolve(answer)));
      } catch (error) {
        fail(error as Error);
      }
    });
  }

  #broken(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#enquiring);
    for (const fail of [...this.#waiting]) fail(new DeliveryError('lost', 'smpp dropped'));
    this.#session.destroy();
    this.#whenClosed();
  }
}
