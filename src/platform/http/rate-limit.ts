import { BlockList, isIPv4 } from 'node:net';
import { addressBlock } from '#platform/log';
import { type Bucket, type RateClass, rateClasses } from './rate-classes.ts';
import type { Subject } from './subject.ts';

/** A network whose people share addresses (the hall's Wi-Fi, a kiosk network): its limits are raised by `factor`. */
export interface NamedNetwork {
  readonly name: string;
  readonly address: string;
  readonly prefix: number;
  readonly factor: number;
}

export interface RateOptions {
  readonly networks?: readonly NamedNetwork[];
  /** Raises the limits for load tests; it works for requests from this machine only. */
  readonly loopbackFactor?: number;
}

interface Level {
  tokens: number;
  at: number;
}

export interface RateLimiter {
  /** Takes one token; returns 0, or the seconds until there is one. `now` in milliseconds. */
  take(rate: RateClass, subject: Subject, ip: string, now: number): number;
}

const mostLevels = 100_000;

/**
 * Token buckets in memory, one per class and address block or session. They hold back volume in one process; counts
 * that guard a secret are kept in the database instead.
 */
export function createRateLimiter(options: RateOptions = {}): RateLimiter {
  const levels = new Map<string, Level>();
  const factorOf = networkFactor(options);
  let sweptAt = Number.NEGATIVE_INFINITY;
  return {
    take(rate, subject, ip, now) {
      const known = subject.kind !== 'anonymous';
      const factor = factorOf(ip);
      const limit = rateClasses[rate][known ? 'known' : 'anonymous'];
      const bucket = { burst: limit.burst * factor, perSecond: limit.perSecond * factor };
      if (levels.size >= mostLevels && now - sweptAt >= sweepEvery) {
        forgetFull(levels, now);
        sweptAt = now;
      }
      const key = `${rate}|${known ? identityOf(subject) : addressBlock(ip)}`;
      // When even that leaves no room, newcomers share one bucket: memory stays bounded and no one gets a way around.
      const place = levels.has(key) || levels.size < mostLevels ? key : rate;
      return takeFrom(levels, place, bucket, now);
    },
  };
}

function takeFrom(levels: Map<string, Level>, key: string, bucket: Bucket, now: number): number {
  const level = levels.get(key) ?? { tokens: bucket.burst, at: now };
  const elapsed = Math.max(0, now - level.at) / 1000;
  const tokens = Math.min(bucket.burst, level.tokens + elapsed * bucket.perSecond);
  levels.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
  return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / bucket.perSecond);
}

/** Looking through everything is work, so a flood must not cause it at each request. */
const sweepEvery = 60_000;
const longestRefill = 3600_000;

function forgetFull(levels: Map<string, Level>, now: number): void {
  for (const [key, level] of levels) if (now - level.at > longestRefill) levels.delete(key);
}

/** What tells one subject from another of its kind; nothing for those who have shown nothing. */
export function identityOf(subject: Subject): string {
  if (subject.kind === 'anonymous') return '';
  if (subject.kind === 'resident') return subject.caseId;
  return subject.kind === 'staff' ? subject.sessionId : subject.deviceId;
}

/** How many times as often as others each address may ask. */
export function networkFactor({ networks = [], loopbackFactor = 1 }: RateOptions): (ip: string) => number {
  const blocks = networks.map(({ address, prefix, factor }) => {
    const list = new BlockList();
    list.addSubnet(address, prefix, isIPv4(address) ? 'ipv4' : 'ipv6');
    return { list, factor };
  });
  return (ip) => {
    if (isLoopback(ip)) return loopbackFactor;
    return blocks.find(({ list }) => list.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6'))?.factor ?? 1;
  };
}

/** Whether a request comes from this machine. */
export function isLoopback(ip: string): boolean {
  return ip === '::1' || ip.startsWith('127.') || ip.startsWith('::ffff:127.');
}
