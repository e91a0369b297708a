import type { AddressInfo } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';

export interface ImapServer {
  readonly port: number;
  /** Puts a mail into the mailbox, as a mail server would. */
  deliver(raw: string): void;
  close(): Promise<void>;
}

/** A real IMAP server with one empty mailbox, on a port of its own. */
export async function startImapServer(user: string, password: string): Promise<ImapServer> {
  const server = hoodiecrow({
    plugins: ['UIDPLUS', 'IDLE'],
    users: { [user]: { password } },
    storage: { INBOX: { messages: [] } },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    deliver: (raw) => {
      server.appendMessage('INBOX', [], false, raw);
    },
    close: () => new Promise((resolve) => server.server.close(() => resolve())),
  };
}
