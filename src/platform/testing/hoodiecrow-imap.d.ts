declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  interface ImapServer {
    readonly server: Server;
    listen(port: number, host: string, listening: () => void): void;
    appendMessage(mailbox: string, flags: readonly string[], internaldate: string | false, raw: string): void;
  }

  export default function hoodiecrow(options: {
    readonly plugins: readonly string[];
    readonly users: Readonly<Record<string, { readonly password: string }>>;
    readonly storage: Readonly<Record<string, { readonly messages: readonly { readonly raw: string }[] }>>;
  }): ImapServer;
}
