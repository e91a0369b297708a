import { isIPv4, isIPv6 } from 'node:net';

const mapped = '::ffff:';

/**
 * The block an address belongs to: /24 for IPv4, /56 for IPv6. Logs and rate limits work on blocks, because one person
 * easily changes the address within a block, and because a block does not identify a person.
 */
export function addressBlock(address: string): string {
  const plain = address.startsWith(mapped) ? address.slice(mapped.length) : address;
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(address)) return 'unknown';
  const [first = 0, second = 0, third = 0, fourth = 0] = groups(address);
  return `${[first, second, third, fourth & 0xff00].map((group) => group.toString(16)).join(':')}::/56`;
}

/** The groups of an IPv6 address as numbers, with `::` filled up. */
function groups(address: string): number[] {
  const [left = '', right = ''] = (address.split('%')[0] ?? '').split('::');
  const before = left.split(':').filter((group) => group !== '');
  const after = right.split(':').filter((group) => group !== '');
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}
