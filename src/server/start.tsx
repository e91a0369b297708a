import { join } from 'node:path';
import { createCaseService } from '#cases';
import { registerCounter } from '#counter';
import { registerGuide } from '#guide';
import { createIdentity, decide, deleteEndedSessions, registerIdentity } from '#identity';
import { registerIntake } from '#intake';
import { loadInventory, openInventory } from '#inventory';
import { openAudit } from '#platform/audit';
import { type Clock, systemClock } from '#platform/clock';
import { loadConfig } from '#platform/config';
import { answers, databaseEvents, migrate, migrationsOf, openDatabase } from '#platform/database';
import { EventBus } from '#platform/events';
import { cookieNames, createApplication } from '#platform/http';
import { openKeyRing } from '#platform/keys';
import { createLog } from '#platform/log';
import { packageRoot } from '#platform/package';
import { registerReception } from '#reception';
import { congestionOf, handOverTo } from './bridges.ts';
import { startHousekeeping } from './housekeeping.ts';
import { addLanguageRoute } from './language-route.ts';
import { ProblemPage } from './problem-page.tsx';

/** A process that serves. */
export interface RunningServer {
  /** What to tell the person who started it: where it is reached and how to sign in. */
  greeting: string;
  /** Stops taking requests, finishes what runs, and lets the embedded database go. */
  close(): Promise<void>;
}

/** Modules with tables, in the order in which their migrations build on each other. */
const modulesWithTables = ['platform', 'identity', 'inventory', 'cases', 'guide', 'reception', 'counter'];

/** Opens everything in order and serves. Throws an `OperatorError` with one clear sentence when it can't. */
export async function startServer(environment: NodeJS.ProcessEnv, folder: string): Promise<RunningServer> {
  const config = loadConfig(environment, folder);
  const clock: Clock = systemClock;
  const log = createLog(process.stderr, config.logLevel);
  log.declare(databaseEvents);
  const pack = await loadInventory(join(packageRoot, 'content', 'asahikawa'), {
    cacheFolder: join(config.dataFolder, 'cache'),
  });
  const keys = openKeyRing(config, clock, environment);
  const database = await openDatabase(config, log);
  await migrate(database, modulesWithTables.map(migrationsOf));
  const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder: config.dataFolder });
  const bus = await EventBus.open(database);
  const inventory = await openInventory({ database, bus, clock, pack });
  const cases = createCaseService({ database, keys, audit, clock, inventory: inventory.current });
  const identity = createIdentity({
    database,
    audit,
    mode: config.mode,
    residentOf: async (cookies) => {
      const session = cookies[cookieNames.resident];
      return session === undefined ? undefined : ((await cases.residentOf(session)) ?? undefined);
    },
  });
  const invitation = await identity.prepare(clock.now());

  const app = createApplication({
    config: { ...config, rates: { loopbackFactor: config.loopbackRateFactor } },
    clock,
    log,
    decide,
    resolveSubject: identity.resolveSubject,
    whenDenied: identity.whenDenied,
    assetsFolder: join(packageRoot, 'dist', 'assets'),
    renderError: (problem) => <ProblemPage problem={problem} />,
    readiness: [{ name: 'database', check: () => answers(database) }],
  });
  addLanguageRoute(app);
  registerIdentity(app, {
    identity,
    database,
    departmentName: (id) => inventory.current().departmentById.get(id)?.name.ja ?? id,
  });
  registerIntake(app, { cases, inventory: inventory.current, clock });
  const reception = registerReception(app, { database, clock, bus, keys }, { inventory: inventory.current, cases });
  registerCounter(app, { database, clock, bus }, { inventory: inventory.current, cases, reception });
  const guide = registerGuide(app, {
    inventory: inventory.current,
    database,
    clock,
    congestion: () => congestionOf(reception),
    handOver: (answers) => handOverTo(cases, answers),
  });
  const housekeeping = await startHousekeeping(database, log, clock, {
    expire: {
      drafts: guide.expireDrafts,
      cases: cases.expire,
      visits: reception.closePastDays,
      sessions: () => deleteEndedSessions(database.kysely, clock.now()),
    },
    publishHeads: audit.publishHeads,
  });
  const address = (await app.listen()).replace('127.0.0.1', 'localhost');
  return {
    greeting: greetingOf(address, invitation ?? (config.mode === 'demo' ? '/staff/demo' : '/staff/sign-in')),
    async close() {
      await app.close();
      await housekeeping.stop();
      inventory.close();
      await bus.close();
      await database.close();
    },
  };
}

function greetingOf(address: string, signInPath: string): string {
  return `ひとまどが開きました: ${address} (職員の入口: ${address}${signInPath})`;
}
