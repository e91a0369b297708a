import type { BounceMailboxConfig } from '#platform/config';

/** Waits for an IMAP server, in milliseconds. */
export interface ImapTimes {
  readonly connection: number;
  readonly silence: number;
}

const usualTimes: ImapTimes = { connection: 10_000, silence: 30_000 };
/** Mails that are read in one go; the next go reads on. */
const mostAtOnce = 200;
/** What a report says stands at its beginning. */
const longest = 1024 * 1024;

/**
 * Reads the mails of a mailbox that nobody has seen and gives each to `receive`; what was received is marked as seen, nothing
 * is deleted. Gives how many were read. What cannot be reached or does not let us in is thrown.
 */
export async function readBounceMailbox(
  config: BounceMailboxConfig,
  password: string,
  receive: (raw: Buffer) => Promise<unknown>,
  times: ImapTimes = usualTimes,
): Promise<number> {
  // Loaded when it is needed: it is large, and few cities set a mailbox.
  const { ImapFlow } = await import('imapflow');
  const client = new ImapFlow({
    host: config.host,
    port: config.port ?? (config.secure ? 993 : 143),
    secure: config.secure,
    doSTARTTLS: config.secure ? undefined : config.requireTls,
    auth: { user: config.user, pass: password },
    logger: false,
    connectionTimeout: times.connection,
    greetingTimeout: times.connection,
    socketTimeout: times.silence,
  });
  // A line that breaks fails the command that waits for it; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.mailboxOpen(config.folder);
    const found = await client.search({ seen: false }, { uid: true });
    const unseen = (found || []).slice(0, mostAtOnce);
    for (const uid of unseen) {
      const mail = await client.fetchOne(String(uid), { source: { maxLength: longest } }, { uid: true });
      if (mail && mail.source !== undefined) await receive(mail.source);
      await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
    }
    await client.logout();
    return unseen.length;
  } finally {
    client.close();
  }
}
