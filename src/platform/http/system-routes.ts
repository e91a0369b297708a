import type { Log } from '#platform/log';
import type { Metrics } from './metrics.ts';
import { isLoopback } from './rate-limit.ts';
import { notFound, text } from './results.ts';
import type { RouteDefinition } from './route.ts';

/** Something that must be true before this process takes requests, such as that the database answers. */
export interface ReadinessCheck {
  readonly name: string;
  readonly check: () => boolean | Promise<boolean>;
}

interface Parts {
  readonly readiness?: readonly ReadinessCheck[];
  readonly log: Log;
  readonly metrics: Metrics;
  readonly stopping: () => boolean;
}

/** Health and measures. They tell outsiders nothing but yes or no. */
export function systemRoutes({ readiness = [], log, metrics, stopping }: Parts): RouteDefinition[] {
  const get = { method: 'GET', rate: 'public' } as const;
  return [
    { ...get, url: '/healthz', action: 'system:health', handle: () => text('ok\n') },
    {
      ...get,
      url: '/readyz',
      action: 'system:health',
      handle: async () => {
        const failing = stopping() ? 'stopping' : await firstFailing(readiness);
        if (failing === undefined) return text('ready\n');
        log.event('http.readiness', { check: failing });
        return text('not ready\n', undefined, { status: 503 });
      },
    },
    {
      ...get,
      url: '/metrics',
      action: 'system:measure',
      handle: ({ ip }) => (isLoopback(ip) ? text(metrics.render(), 'text/plain; version=0.0.4') : notFound()),
    },
  ];
}

async function firstFailing(checks: readonly ReadinessCheck[]): Promise<string | undefined> {
  const results = await Promise.all(checks.map(async ({ name, check }) => ({ name, passed: await passes(check) })));
  return results.find(({ passed }) => !passed)?.name;
}

async function passes(check: ReadinessCheck['check']): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}
