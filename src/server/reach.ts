import type { Config } from '#platform/config';
import { type Channel, channels } from '#platform/notify';

/** The ways to reach residents that are set up. */
export function channelsOf(notify: Config['notify']): readonly Channel[] {
  return channels.filter((channel) => notify[channel] !== undefined);
}

/** Scheme and host under which residents reach the product; on a machine that nobody set up, this machine itself. */
export function originOf({ publicOrigin, port, tls }: Pick<Config, 'publicOrigin' | 'port' | 'tls'>): string {
  return publicOrigin ?? `${tls ? 'https' : 'http'}://localhost:${port}`;
}

/** Whether the provider of SMS tells by HTTP what became of messages. */
export function takesReceipts({ sms }: Config['notify']): boolean {
  return sms?.kind === 'http' && sms.receipt !== undefined;
}

/** People in a network that shares an address count as so many. */
const peopleBehindOneAddress = 50;

/** How often whom may ask. */
export function ratesOf({ loopbackRateFactor, sharedNetworks }: Pick<Config, 'loopbackRateFactor' | 'sharedNetworks'>) {
  const networks = sharedNetworks.map((network) => {
    const [address = '', prefix] = network.split('/');
    return { name: network, address, prefix: Number(prefix), factor: peopleBehindOneAddress };
  });
  return { loopbackFactor: loopbackRateFactor, networks };
}
