import type { Clock } from '#platform/clock';
import type { NotifyConfig } from '#platform/config';
import type { Channel } from '../notification.ts';
import type { NotifyKeys } from '../recipient.ts';
import { openFiles } from './file.ts';
import { openHttpSms } from './http-sms.ts';
import { openPush } from './push.ts';
import { readSecret } from './secret.ts';
import { openSmpp } from './smpp.ts';
import { openSmtp } from './smtp.ts';
import type { TakeReceipt, Transport } from './transport.ts';

export interface TransportParts {
  readonly keys: NotifyKeys;
  readonly clock: Clock;
  readonly environment: NodeJS.ProcessEnv;
  readonly takeReceipt: TakeReceipt;
  /** A certificate authority that push services are trusted by besides the usual ones, as PEM. */
  readonly authority?: string | undefined;
}

/** The way out that the settings name for `channel`; null when it is off. Throws an OperatorError for a bad password file. */
export function openTransport(channel: Channel, config: NotifyConfig, parts: TransportParts): Transport | null {
  const chosen = config[channel];
  if (chosen === undefined) return null;
  switch (chosen.kind) {
    case 'file':
      return openFiles(channel, chosen);
    case 'smtp':
      return openSmtp(chosen, {
        password: readSecret(chosen.password, parts.environment),
        signingKey: readSecret(chosen.dkim?.key, parts.environment),
      });
    case 'smpp':
      return openSmpp(chosen, readSecret(chosen.password, parts.environment) ?? '', parts.takeReceipt);
    case 'http':
      return openHttpSms(chosen, readSecret(chosen.password, parts.environment));
    case 'web':
      return openPush(chosen, parts);
  }
}
