import { join } from 'node:path';
import { attendanceOf, bookedOn, callersOf, expectedToday, registerBooking, registerMessages } from '#booking';
import { createCaseService } from '#cases';
import { registerCounter } from '#counter';
import { registerGuide } from '#guide';
import { createIdentity, decide, deleteEndedSessions, isEmergency, registerIdentity } from '#identity';
import { registerIntake } from '#intake';
import { loadInventory, openInventory } from '#inventory';
import { flowDrawing, registerFlows, registerManual } from '#manual';
import { daysKept, makeNightlyBackup } from '#platform/backup';
import { heldFor, instantOf } from '#platform/clock';
import { loadConfig } from '#platform/config';
import { answers } from '#platform/database';
import { EventBus } from '#platform/events';
import { cookieNames, createApplication } from '#platform/http';
import { renewKeys } from '#platform/keys';
import { addReceiptRoutes, createNotifier, expireNotifications, receiptPath } from '#platform/notify';
import { packageRoot } from '#platform/package';
import { addPollingRoutes, expireJobs, startSpooler } from '#platform/print';
import { readTlsFiles } from '#platform/tls';
import { addHallPages, addPrinterPages, registerMachines, registerReception } from '#reception';
import { registerSimulation } from '#simulation';
import { keepPackRest, procedurePath, registerStudio } from '#studio';
import { speakingFor } from '#ui';
import { registerApi } from './api.ts';
import { cityOf, congestionOf, handOverTo, houseOf, namesOfStaff } from './bridges.ts';
import { type Closing, createClosing } from './closing.ts';
import { addDemoVisitors, demoVisitorsPath } from './demo-visitors.tsx';
import { explained, portFailure } from './failures.ts';
import { type Foundation, openFoundation, prepareData } from './foundation.ts';
import { startHousekeeping } from './housekeeping.ts';
import { addInterfaceRoutes } from './interface-routes.tsx';
import { ProblemPage } from './problem-page.tsx';
import { channelsOf, originOf, ratesOf, takesReceipts } from './reach.ts';
import { openScreens } from './screens.ts';

/** How old the waiting times on the home page may be. */
const congestionSeconds = 2;

/** How old the names of the staff may be. */
const staffNamesSeconds = 10;

/** A process that serves. */
export interface RunningServer {
  /** What to tell the person who started it: where it is reached and how to sign in. */
  greeting: string;
  /** Stops taking requests, finishes what runs, and lets the embedded database go. */
  close(): Promise<void>;
}

/**
 * Opens everything in order and serves. When that fails, what was opened is closed again, and an `OperatorError` says in
 * one clear sentence what happened and what to do.
 */
export async function startServer(environment: NodeJS.ProcessEnv, folder: string): Promise<RunningServer> {
  const config = loadConfig(environment, folder);
  const closing = createClosing();
  try {
    return await serve(await openFoundation(config, environment), closing);
  } catch (error) {
    await closing.close();
    throw explained(error);
  }
}

async function serve(foundation: Foundation, closing: Closing): Promise<RunningServer> {
  const { config, clock, log, keys, database, audit } = foundation;
  closing.add(() => database.close());
  const pack = await loadInventory(join(packageRoot, 'content', 'asahikawa'), {
    cacheFolder: join(config.dataFolder, 'cache'),
  });
  await prepareData(foundation);
  const bus = await EventBus.open(database);
  closing.add(() => bus.close());
  const inventory = await openInventory({
    database,
    bus,
    clock,
    pack,
    keepRest: (transaction, rest) => keepPackRest(transaction, clock, rest),
  });
  closing.add(() => inventory.close());
  const cases = createCaseService({ database, keys, audit, clock, inventory: inventory.current, isEmergency });
  const identity = createIdentity({
    database,
    audit,
    keys,
    mode: config.mode,
    passwords: config.passwords,
    residentOf: async (cookies) => {
      const session = cookies[cookieNames.resident];
      return session === undefined ? undefined : ((await cases.residentOf(session)) ?? undefined);
    },
  });
  const invitation = await identity.prepare(clock.now());

  const app = createApplication({
    config: {
      ...config,
      tls: config.tls && readTlsFiles(config.tls),
      rates: ratesOf(config),
    },
    clock,
    log,
    decide,
    resolveSubject: identity.resolveSubject,
    whenDenied: identity.whenDenied,
    assetsFolder: join(packageRoot, 'dist', 'assets'),
    renderError: (problem) => <ProblemPage problem={problem} />,
    frame: (page) => speakingFor(cityOf(inventory.current()), page),
    readiness: [{ name: 'database', check: () => answers(database) }],
  });
  addInterfaceRoutes(app);
  registerApi(app, inventory.current);
  registerIntake(app, { cases, inventory: inventory.current, clock });
  const staffNames = heldFor(staffNamesSeconds, clock, () => namesOfStaff(identity));
  const reception = registerReception(
    app,
    { database, clock, bus, keys },
    {
      inventory: inventory.current,
      cases,
      callers: callersOf({ database, clock, keys }),
      staffNames,
      appointments: attendanceOf(clock),
      comingToday: () => expectedToday({ database, clock }),
    },
  );
  await reception.furnish();
  await reception.closePastDays();
  const reach = { channels: channelsOf(config.notify), origin: originOf(config) };
  const { booking, composers, releasePlaces, expireWaiting } = registerBooking(
    app,
    { database, clock, bus, audit, keys, ...reach },
    { inventory: inventory.current, cases, reception },
  );
  const screens = await openScreens(app, foundation, { bus, reception, inventory: inventory.current, ...reach });
  closing.add(() => screens.close());
  await booking.furnish();
  registerMessages(
    app,
    {
      database,
      audit,
      channels: channelsOf(config.notify),
      origin: originOf(config),
      receiptAddress: takesReceipts(config.notify) ? `${originOf(config)}${receiptPath(keys)}` : null,
    },
    { inventory: inventory.current, cases, reception },
  );
  registerIdentity(app, {
    identity,
    database,
    audit,
    bus,
    house: { ...houseOf(inventory.current, cases, reception), demoVisitorsPath },
  });
  addPrinterPages(app, { database, audit, bus, inventory: inventory.current, devices: identity.devices });
  const machines = registerMachines(app, {
    database,
    clock,
    audit,
    log,
    keys,
    inventory: inventory.current,
    reception,
  });
  addPollingRoutes(app, database);
  registerSimulation(
    app,
    { database, clock },
    { inventory: inventory.current, reception, bookedOn: (day) => bookedOn(database, day) },
  );
  const studio = registerStudio(app, {
    database,
    clock,
    inventory,
    audit,
    cases,
    people: () => identity.people.list(),
  });
  // What was to be published while nothing ran is published before anybody asks.
  await studio.publishDue();
  const manual = registerManual(
    app,
    { database, clock },
    {
      inventory: inventory.current,
      editor: studio,
      flowOf: (id) => flowDrawing(inventory.current(), id),
      editPathOf: procedurePath,
    },
  );
  registerFlows(app, { inventory: inventory.current, editor: studio, textsBeside: manual.textsBeside });
  const isDemo = config.mode === 'demo';
  registerCounter(
    app,
    { database, clock, bus },
    {
      inventory: inventory.current,
      cases,
      reception,
      staffNames,
      demoVisitorsPath: isDemo ? demoVisitorsPath : undefined,
    },
  );
  addHallPages(app, {
    database,
    audit,
    reception,
    clock,
    bus,
    inventory: inventory.current,
    staffNames,
    devices: identity.devices,
  });
  if (isDemo) {
    addDemoVisitors(app, { database, clock, inventory: inventory.current, tokenOf: reception.tokenOf, cases });
  }
  const guide = registerGuide(app, {
    inventory: inventory.current,
    database,
    clock,
    congestion: heldFor(congestionSeconds, clock, () => congestionOf(reception)),
    handOver: (answers) => handOverTo(cases, answers),
  });
  const notifier = createNotifier({
    database,
    clock,
    keys,
    log,
    config: config.notify,
    composers: { ...composers, ...screens.notices.composers },
  });
  closing.add(() => notifier.stop());
  addReceiptRoutes(app, notifier, keys);
  await notifier.start();
  const housekeeping = await startHousekeeping(database, log, clock, {
    expire: {
      drafts: guide.expireDrafts,
      cases: cases.expire,
      marks: cases.forgetMarks,
      visits: reception.closePastDays,
      purposes: reception.forgetPurposes,
      turnNotices: screens.notices.expire,
      appointments: booking.closePastDays,
      waitingList: expireWaiting,
      notifications: () => expireNotifications({ database, clock }),
      machineMessages: machines.expire,
      sessions: () => deleteEndedSessions(database.kysely, clock.now()),
      manualReadings: manual.expire,
      printJobs: () => expireJobs(database.kysely, instantOf(clock.today())),
    },
    publishDue: studio.publishDue,
    releasePlaces,
    returnHeld: reception.returnHeld,
    learnWaiting: reception.waiting.learn,
    layOutDays: booking.furnish,
    readBounces: notifier.readBounces,
    askAfterMessages: notifier.askAfter,
    publishHeads: audit.publishHeads,
    renewKeys: () => renewKeys({ database, keys, clock }, daysKept),
    backUp: () => makeNightlyBackup({ database, keys, audit, clock, dataFolder: config.dataFolder }),
  });
  closing.add(() => housekeeping.stop());
  const spooler = await startSpooler({ database, bus, clock, log });
  closing.add(() => spooler.stop());
  const attendance = await machines.attend(config.machines);
  closing.add(() => attendance.stop());
  closing.add(() => app.close());
  const listened = await app.listen().catch((error: unknown) => {
    throw portFailure(config.port, error);
  });
  const address = listened.replace('127.0.0.1', 'localhost');
  return {
    greeting: [
      greetingOf(address, invitation ?? (config.mode === 'demo' ? '/staff/demo' : '/staff/sign-in')),
      ...(database.notice === undefined ? [] : [database.notice]),
    ].join('\n'),
    close: () => closing.close(),
  };
}

function greetingOf(address: string, signInPath: string): string {
  return `ひとまどが開きました: ${address} (職員の入口: ${address}${signInPath})`;
}
