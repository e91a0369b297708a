import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#platform/log';
import type { Connection } from '../database.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, clusterFolder, ensureCluster, readSecret, roleName } from './cluster.ts';
import { explainingFiles } from './failures.ts';
import { giveUpLease, takeLease } from './leases.ts';
import { alone } from './lock.ts';
import { type DataFolder, findHome, makeSocketFolder, proposedSocketFolder } from './places.ts';
import {
  awaitReady,
  findPostmaster,
  isReachable,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts';
import { serverUser } from './user.ts';

/** Where events of the server's life are written. */
export type SupervisorLog = Pick<Log, 'event'>;

/** Events of this part, with the keys that may be logged. */
export const supervisorEvents = {
  'database.started': { level: 'info', fields: ['ms'] },
  'database.adopted': { level: 'info', fields: [] },
  'database.lost': { level: 'error', fields: [] },
  'database.stopped': { level: 'info', fields: [] },
} as const;

/** How often a living process looks whether the server still runs. */
const watchInterval = 1_000;

/** Takes over the server that runs, or starts one; only under the cluster's lock. `sockets` makes the socket folder. */
async function ensureRunning(cluster: Cluster, sockets: () => string, log: SupervisorLog): Promise<Postmaster> {
  const running = await awaitReady(cluster);
  if (running && isReachable(running)) {
    log.event('database.adopted');
    return running;
  }
  await stopPostmaster(cluster);
  const begun = performance.now();
  const started = await startPostmaster(cluster, { socketFolder: sockets(), durable: true });
  log.event('database.started', { ms: Math.round(performance.now() - begun) });
  return started;
}

/** Starts the server again when it was lost. Returns how to end the watch. */
function watch(cluster: Cluster, sockets: () => string, log: SupervisorLog): () => Promise<void> {
  let restarting: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    const running = findPostmaster(cluster);
    if (restarting || (running && (!running.ready || isReachable(running)))) return;
    log.event('database.lost');
    restarting = alone(clusterFolder(cluster), () => ensureRunning(cluster, sockets, log))
      // The next look tries again; until then queries fail and say so.
      .catch(() => undefined)
      .finally(() => {
        restarting = undefined;
      });
  }, watchInterval);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await restarting;
  };
}

/**
 * Opens the cluster of `data`: makes it at the first time, starts its server or takes over the one that runs, and keeps
 * it running. The last process that lets go stops the server. Throws an OperatorError when it cannot be had.
 * `elsewhere` is where a cluster goes that the server's user could not reach with the other data.
 */
export async function openCluster(data: DataFolder, log: SupervisorLog, elsewhere?: string): Promise<Connection> {
  return explainingFiles(async () => {
    const user = serverUser();
    const { folder: home, notice } = findHome(data, user, elsewhere);
    const leases = join(home, 'leases');
    return alone(join(home, 'cluster'), async () => {
      const cluster: Cluster = { home, user, binaries: findBinaries(user, join(home, 'binaries')) };
      await ensureCluster(cluster);
      const lease = takeLease(leases);
      try {
        const running = await ensureRunning(
          cluster,
          () => makeSocketFolder(proposedSocketFolder(home, user), user),
          log,
        );
        // All processes keep to the folder that the first one chose, whatever their own environment says.
        const unwatch = watch(cluster, () => makeSocketFolder(running.socketFolder, user), log);
        return {
          options: { host: running.socketFolder, user: roleName, database: roleName, password: readSecret(cluster) },
          notice,
          release: async () => {
            await unwatch();
            await alone(clusterFolder(cluster), async () => {
              if (!giveUpLease(leases, lease)) return;
              await stopPostmaster(cluster);
              rmSync(running.socketFolder, { recursive: true, force: true });
              log.event('database.stopped');
            });
          },
        };
      } catch (error) {
        giveUpLease(leases, lease);
        throw error;
      }
    });
  });
}
