import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';

/** One submission that a centre has taken. */
export interface TakenSms {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  /** The user data header of a piece of a long text, null where there is none. */
  readonly header: Buffer | null;
  readonly coding: number;
  readonly wantsReceipt: boolean;
}

/** What a centre does with a submission: `take` it, refuse it with a status, or, having taken it, `hang` or `drop` the line. */
export type SmsTreatment = 'take' | 'hang' | 'drop' | number;

export interface SmsBehaviour {
  readonly submission?: (to: string) => SmsTreatment;
  /** Status of the answer to the binding. */
  readonly bind?: number;
  /** Whether it answers when it is asked if the line stands. */
  readonly isAlive?: boolean;
  /** What it says of a message when it is asked (`message_state`), or the status of a refusal; delivered unless told otherwise. */
  readonly fate?: (id: string) => { readonly state: number } | { readonly status: number };
  /** Milliseconds from a submission to the answer. */
  readonly delay?: number;
}

export interface SmsCentre {
  readonly port: number;
  readonly taken: readonly TakenSms[];
  /** The messages that it was asked after. */
  readonly queries: readonly string[];
  /** How often somebody has bound. */
  readonly bindings: () => number;
  behave(behaviour: SmsBehaviour): void;
  /** Ends every line. */
  dropAll(): void;
  /** Sends a delivery receipt (SMPP 3.4, appendix B) on every line; settles when it is acknowledged. */
  receipt(id: string, state: string, error?: string): Promise<void>;
  close(): Promise<void>;
}

function textOf(value: unknown): { text: string; header: Buffer | null } {
  const { message, udh } = value as { message: string | Buffer; udh?: readonly Buffer[] | Buffer };
  const header = udh === undefined ? null : Buffer.concat(Buffer.isBuffer(udh) ? [udh] : [...udh]);
  return { text: String(message), header };
}

/** A real SMS centre that speaks SMPP 3.4, on a port of its own. */
export async function startSmsCentre(first: SmsBehaviour = {}, port = 0): Promise<SmsCentre> {
  const taken: TakenSms[] = [];
  const queries: string[] = [];
  const sessions = new Set<Session>();
  let behaviour = first;
  let bindings = 0;

  function submitted(session: Session, pdu: Pdu): void {
    const to = String(pdu.destination_addr);
    const treatment = behaviour.submission?.(to) ?? 'take';
    if (typeof treatment === 'number') {
      session.send(pdu.response({ command_status: treatment }));
      return;
    }
    const id = `m${taken.length + 1}`;
    const long = pdu.message_payload === undefined ? pdu.short_message : pdu.message_payload;
    taken.push({
      id,
      to,
      ...textOf(long),
      coding: Number(pdu.data_coding),
      wantsReceipt: (Number(pdu.registered_delivery) & 1) === 1,
    });
    if (treatment === 'drop') session.destroy();
    else if (treatment === 'take') {
      setTimeout(() => session.send(pdu.response({ message_id: id })), behaviour.delay ?? 0);
    }
  }

  const server = smpp.createServer((session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => sessions.delete(session));
    session.on('bind_transceiver', (pdu: Pdu) => {
      bindings += 1;
      session.send(pdu.response({ command_status: behaviour.bind ?? 0 }));
    });
    session.on('submit_sm', (pdu: Pdu) => submitted(session, pdu));
    session.on('query_sm', (pdu: Pdu) => {
      const id = String(pdu.message_id);
      queries.push(id);
      const fate = behaviour.fate?.(id) ?? { state: 2 };
      session.send(
        pdu.response(
          'status' in fate
            ? { command_status: fate.status }
            : { message_id: id, final_date: '', message_state: fate.state, error_code: fate.state === 2 ? 0 : 27 },
        ),
      );
    });
    session.on('enquire_link', (pdu: Pdu) => (behaviour.isAlive ?? true) && session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.close();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const dropAll = () => {
    for (const session of sessions) session.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    queries,
    bindings: () => bindings,
    behave: (next) => {
      behaviour = next;
    },
    dropAll,
    async receipt(id, state, error = '000') {
      const text = `id:${id} sub:001 dlvrd:001 submit date:2703240800 done date:2703240801 stat:${state} err:${error} text:`;
      const parameters = { esm_class: 4, short_message: text, receipted_message_id: id };
      const answers = [...sessions].map(
        (session) =>
          new Promise<void>((resolve) => {
            session.send(new smpp.PDU('deliver_sm', parameters), () => resolve());
          }),
      );
      await Promise.all(answers);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        dropAll();
      }),
  };
}
