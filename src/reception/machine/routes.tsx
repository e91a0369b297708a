import { z } from 'zod';
import { decide, isRecent, shownStaff } from '#identity';
import type { Inventory } from '#inventory';
import type { Audit } from '#platform/audit';
import { type Day, toDay } from '#platform/clock';
import type { Transaction } from '#platform/database';
import {
  type Application,
  type Fields,
  file,
  notFound,
  page,
  type Result,
  type RouteRequest,
  redirect,
  type Staff,
} from '#platform/http';
import type { Hall } from '../queue/commands.ts';
import { seatsOf, servicesOf } from '../queue/hall-store.ts';
import type { Attendance } from './attendance.ts';
import type { MachineInbox } from './inbox.ts';
import { lastHeard, messagesOfDay } from './inbox-store.ts';
import * as store from './machine-store.ts';
import { MachinesPage, type MachinesPageProps, machinesPath } from './pages/machines.tsx';
import { ReportPage, type ReportPageProps } from './pages/report.tsx';
import { SettingsPage, type SettingsPageProps } from './pages/settings.tsx';
import { type Finding, reconcile } from './reconcile.ts';
import { reportCsv } from './report-csv.ts';
import { ticketsHere } from './report-store.ts';
import { type Machine, machineName, machineSettings } from './settings.ts';
import { checkForm, readForm, typedSettings } from './settings-form.ts';

/** What the pages of the ticket machines stand on. */
export interface MachinePagesParts {
  readonly hall: Hall;
  readonly inbox: MachineInbox;
  readonly audit: Audit;
  readonly inventory: () => Inventory;
  readonly attendance: () => Pick<Attendance, 'stateOf' | 'port'> | undefined;
}

const id = z.object({ id: z.string().max(64) });
const message = z.object({ id: z.string().max(64), sequence: z.string().regex(/^\d{1,15}$/) });
const dayQuery = z.object({
  day: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .refine((day) => !Number.isNaN(Date.parse(`${day}T00:00:00Z`)))
    .optional(),
});
const newMachine = z.object({
  id: z.string().trim().max(64).default(''),
  name: z
    .string()
    .max(40)
    .default('')
    .transform((name) => name.replaceAll(/\p{Cc}/gu, '').trim()),
});

const nothing = { folder: null, outProblem: null, isConnected: null } as const;

/** Adds the pages on which ticket machines are connected and compared. */
export function addMachineRoutes(app: Application, parts: MachinePagesParts): void {
  const { hall, inbox, audit, inventory, attendance } = parts;
  const { database, facilityId, clock } = hall;

  function administersOf(staff: Staff, now: Date): MachinesPageProps['administers'] {
    const context = { now: staff.authenticatedAt };
    if (!decide(staff, 'machine:administer', { kind: 'route' }, context).permit) return 'no';
    return isRecent(staff, now) ? 'yes' : 'afterProof';
  }

  async function list(
    staff: Staff,
    now: Date,
    more: Pick<MachinesPageProps, 'typed' | 'problems'> = {},
  ): Promise<Result> {
    const machines = await inbox.machines();
    const listed = await Promise.all(
      machines.map(async (machine) => {
        const messages = await messagesOfDay(database.kysely, machine.id, toDay(now));
        const open = messages.filter(({ state }) => state === 'waiting' || state === 'refused').length;
        return { machine, open, heardAt: await lastHeard(database.kysely, machine.id) };
      }),
    );
    return page(
      <MachinesPage
        staff={shownStaff(staff, inventory())}
        machines={listed}
        administers={administersOf(staff, now)}
        {...more}
      />,
      { status: more.problems === undefined ? 200 : 422 },
    );
  }

  type SettingsMore = Pick<SettingsPageProps, 'problems' | 'secret'> &
    Partial<Pick<SettingsPageProps, 'typed' | 'saved'>>;

  async function settings(staff: Staff, machine: Machine, origin: string, more: SettingsMore = {}): Promise<Result> {
    const [services, seats] = await Promise.all([
      servicesOf(database.kysely, facilityId),
      seatsOf(database.kysely, facilityId),
    ]);
    return page(
      <SettingsPage
        staff={shownStaff(staff, inventory())}
        machine={machine}
        typed={typedSettings(machine.name, machine.settings)}
        services={services}
        seats={seats}
        ways={attendance()?.stateOf(machine.id) ?? nothing}
        linePort={attendance()?.port ?? null}
        origin={origin}
        saved={false}
        {...more}
      />,
      { status: more.problems === undefined ? 200 : 422 },
    );
  }

  /** One day of a machine, ours beside it. */
  async function compare(machine: Machine, day: Day) {
    const [messages, here] = await Promise.all([
      messagesOfDay(database.kysely, machine.id, day),
      ticketsHere(database.kysely, { facilityId, day, series: machine.settings.series.map(({ ours }) => ours) }),
    ]);
    const findings: readonly Finding[] = reconcile(machine.settings, messages, here);
    return {
      findings,
      open: messages.filter(({ state }) => state === 'waiting' || state === 'refused'),
      aside: messages.filter(({ state }) => state === 'aside'),
      counts: { messages: messages.length, tickets: here.length },
    };
  }

  async function report(
    staff: Staff,
    machine: Machine,
    day: Day,
    now: Date,
    problem?: ReportPageProps['problem'],
  ): Promise<Result> {
    return page(
      <ReportPage
        staff={shownStaff(staff, inventory())}
        machine={machine}
        day={day}
        now={now}
        {...(await compare(machine, day))}
        problem={problem}
      />,
      { status: problem === undefined ? 200 : 422 },
    );
  }

  /** Changes something about machines, with its line in the audit trail. */
  function change<Value>(
    staff: Staff,
    resource: Readonly<Record<string, string>>,
    work: (transaction: Transaction) => Promise<Value>,
  ): Promise<Value> {
    return database.transaction(async (transaction) => {
      const value = await work(transaction);
      const actor = `staff:${staff.staffId}`;
      await audit.append(transaction, { actor, action: 'machine:administer', resource, outcome: 'done' });
      return value;
    });
  }

  /** For staff, and for a machine that is there. */
  async function atMachine(
    { subject }: Pick<RouteRequest, 'subject'>,
    machineId: string,
    work: (staff: Staff, machine: Machine) => Promise<Result>,
  ): Promise<Result> {
    const machine = subject.kind === 'staff' ? await inbox.find(machineId) : null;
    return subject.kind === 'staff' && machine !== null ? work(subject, machine) : notFound();
  }

  const reading = { action: 'machine:list', rate: 'staff', method: 'GET' } as const;
  const tending = { action: 'machine:tend', rate: 'staff', method: 'POST' } as const;
  const administration = { action: 'machine:administer', rate: 'staff' } as const;
  const pathOf = (machine: Machine) => `${machinesPath}/${machine.id}`;

  app.route({
    ...reading,
    url: machinesPath,
    handle: ({ subject, now }) => (subject.kind === 'staff' ? list(subject, now) : notFound()),
  });

  app.route({
    ...administration,
    method: 'POST',
    url: machinesPath,
    schema: { body: newMachine },
    handle: async ({ subject, body, now }) => {
      if (subject.kind !== 'staff') return notFound();
      const problems = [
        ...(body.name === ''
          ? [{ name: 'name', message: '名前を入れてください。一覧で見分けるために使います。' }]
          : []),
        ...(machineName.test(body.id)
          ? []
          : [{ name: 'id', message: 'つなぐときの名前を、front-1 のように半角で入れてください(32文字まで)。' }]),
      ];
      if (problems.length > 0) return list(subject, now, { typed: body, problems });
      const added = await change(subject, { change: 'add', machine: body.id }, (transaction) =>
        store.insertMachine(transaction, { ...body, facilityId, settings: machineSettings.parse({}) }, now),
      );
      if (added) return redirect(`${machinesPath}/${body.id}`);
      const taken = { name: 'id', message: 'この名前は使われています。別の名前にしてください。' };
      return list(subject, now, { typed: body, problems: [taken] });
    },
  });

  app.route({
    ...administration,
    method: 'GET',
    url: `${machinesPath}/:id`,
    schema: { params: id, query: z.object({ saved: z.string().max(1).optional() }) },
    handle: (request) =>
      atMachine(request, request.params.id, (staff, machine) =>
        settings(staff, machine, request.origin, { saved: request.query.saved !== undefined }),
      ),
  });

  app.route({
    ...administration,
    method: 'POST',
    url: `${machinesPath}/:id`,
    schema: { params: id },
    handle: (request) =>
      atMachine(request, request.params.id, async (staff, machine) => {
        const typed = readForm(request.body as Fields);
        const [services, seats, machines] = await Promise.all([
          servicesOf(database.kysely, facilityId),
          seatsOf(database.kysely, facilityId),
          inbox.machines(),
        ]);
        const others = machines
          .filter((other) => other.id !== machine.id)
          .flatMap((other) => other.settings.series.map(({ ours }) => ours));
        const checked = checkForm(typed, { services, seats, others: new Set(others) });
        if ('problems' in checked) {
          return settings(staff, machine, request.origin, { typed, problems: checked.problems });
        }
        const changed = { name: typed.name, settings: checked.settings };
        await change(staff, { change: 'settings', machine: machine.id }, (transaction) =>
          store.changeMachine(transaction, machine.id, changed),
        );
        // What waited for these settings can be applied now.
        await inbox.applyOpen({ ...machine, ...changed });
        return redirect(`${pathOf(machine)}?saved=1`);
      }),
  });

  app.route({
    ...administration,
    method: 'POST',
    url: `${machinesPath}/:id/secret`,
    schema: { params: id },
    handle: (request) =>
      atMachine(request, request.params.id, async (staff, machine) => {
        await change(staff, { change: 'secret', machine: machine.id }, (transaction) =>
          store.renewSecret(transaction, machine.id),
        );
        const renewed = await inbox.find(machine.id);
        return renewed === null
          ? notFound()
          : settings(staff, renewed, request.origin, { secret: inbox.secretOf(renewed) });
      }),
  });

  app.route({
    ...administration,
    method: 'POST',
    url: `${machinesPath}/:id/remove`,
    schema: { params: id },
    handle: (request) =>
      atMachine(request, request.params.id, async (staff, machine) => {
        await change(staff, { change: 'remove', machine: machine.id }, (transaction) =>
          store.removeMachine(transaction, machine.id, request.now),
        );
        return redirect(machinesPath);
      }),
  });

  app.route({
    ...reading,
    url: `${machinesPath}/:id/report`,
    schema: { params: id, query: dayQuery },
    handle: (request) =>
      atMachine(request, request.params.id, (staff, machine) =>
        report(staff, machine, request.query.day ?? clock.today(), request.now),
      ),
  });

  app.route({
    ...reading,
    url: `${machinesPath}/:id/report.csv`,
    schema: { params: id, query: dayQuery },
    handle: (request) =>
      atMachine(request, request.params.id, async (_staff, machine) => {
        const day = request.query.day ?? clock.today();
        const { findings, open, aside } = await compare(machine, day);
        const bytes = Buffer.from(reportCsv(findings, open, aside));
        return file(bytes, { type: 'text/csv; charset=utf-8', name: `${machine.id}-${day}.csv` });
      }),
  });

  for (const decision of ['again', 'force'] as const) {
    app.route({
      ...tending,
      url: `${machinesPath}/:id/messages/:sequence/${decision}`,
      schema: { params: message },
      handle: (request) =>
        atMachine(request, request.params.id, async (staff, machine) => {
          const force = decision === 'force';
          await inbox.again(machine, request.params.sequence, { actor: staff.staffId, force });
          return redirect(`${pathOf(machine)}/report`);
        }),
    });
  }

  app.route({
    ...tending,
    url: `${machinesPath}/:id/messages/:sequence/aside`,
    schema: { params: message },
    handle: (request) =>
      atMachine(request, request.params.id, async (staff, machine) => {
        const { sequence } = request.params;
        const typed = (request.body as Fields)[`why-${sequence}`];
        const why = typeof typed === 'string' ? typed.trim().slice(0, 200) : '';
        if (why === '') {
          const problem = { sequence, why, message: '外す理由を書いてください。あとで確かめるために残します。' };
          return report(staff, machine, clock.today(), request.now, problem);
        }
        await inbox.setAside(machine, sequence, { actor: staff.staffId, why });
        return redirect(`${pathOf(machine)}/report`);
      }),
  });
}
