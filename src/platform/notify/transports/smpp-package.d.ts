declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer } from 'node:net';

  /** A protocol data unit; which parameters it has depends on its command (SMPP 3.4, section 4). */
  export interface Pdu {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly [parameter: string]: unknown;
    response(options?: Readonly<Record<string, unknown>>): Pdu;
  }

  export interface Session extends EventEmitter {
    /** False when the socket takes nothing any more; then nothing was written. */
    send(pdu: Pdu, answered?: (response: Pdu) => void): boolean;
    close(done?: () => void): void;
    destroy(done?: () => void): void;
  }

  export const PDU: new (command: string, options?: Readonly<Record<string, unknown>>) => Pdu;

  export function connect(options: {
    readonly host: string;
    readonly port: number;
    readonly tls?: boolean;
    readonly servername?: string;
  }): Session;

  export function createServer(listener: (session: Session) => void): NetServer;

  const smpp: {
    readonly PDU: typeof PDU;
    readonly connect: typeof connect;
    readonly createServer: typeof createServer;
  };
  export default smpp;
}
