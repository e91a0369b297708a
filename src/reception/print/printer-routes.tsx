import { z } from 'zod';
import { decide, isRecent, shownStaff } from '#identity';
import type { Inventory } from '#inventory';
import type { Audit } from '#platform/audit';
import { instantOf, toDay } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database, Transaction } from '#platform/database';
import { type EventBus, sseStream } from '#platform/events';
import {
  type Application,
  eventStream,
  notFound,
  page,
  type Result,
  type RouteRequest,
  redirect,
  type Staff,
} from '#platform/http';
import {
  addPrinter,
  decideJob,
  enqueuePrint,
  findPrinter,
  jobsSince,
  listPrinters,
  type PrinterKind,
  plain,
  printerAddress,
  printerKinds,
  printTopic,
  removePrinter,
} from '#platform/print';
import type { FormError } from '#ui';
import { dayAndTime } from '../texts.ts';
import type { TypedPrinter } from './pages/add-printer.tsx';
import { PrintersPage, type PrintersPageProps, type TicketDevice } from './pages/printers.tsx';
import { printersByDevice, setPrinterOf } from './printer-store.ts';

/** What the pages of the printers stand on. */
export interface PrinterPagesParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly bus: EventBus;
  readonly inventory: () => Inventory;
  /** The machines of the house; identity knows. */
  readonly devices: {
    list(): Promise<readonly { readonly id: string; readonly kind: string; readonly place: string }[]>;
  };
}

const path = '/staff/printers';
const idParameter = z.object({ id: z.uuid() });
const typedPrinter = z.object({
  name: z.string().trim().max(40).default(''),
  kind: z.enum(Object.keys(printerKinds) as [PrinterKind, ...PrinterKind[]]),
  address: z.string().trim().max(260).default(''),
  columns: z.enum(['48', '42', '32']).default('48'),
});

/** What is wrong with a new printer. */
function problemsOf({ name, kind, address }: z.output<typeof typedPrinter>): FormError[] {
  return [
    ...(name === '' ? [{ name: 'name', message: '名前を入れてください。一覧で見分けるために使います。' }] : []),
    ...(kind === 'escpos' && printerAddress(address) === undefined
      ? [{ name: 'address', message: 'プリンターのアドレスを、192.168.10.21 のように入れてください。' }]
      : []),
  ];
}

/** Midnight in Japan before `now`. */
export const startOfDay = (now: Date): Date => instantOf(toDay(now));

/** Adds the pages on which printers are looked after. */
export function addPrinterRoutes(app: Application, parts: PrinterPagesParts): void {
  const { database, audit, bus, inventory, devices } = parts;

  /** The machines that give tickets. */
  async function ticketDevices(): Promise<TicketDevice[]> {
    const printers = await printersByDevice(database.kysely);
    return (await devices.list()).flatMap(({ id, kind, place }) =>
      kind === 'kiosk' || kind === 'concierge' ? [{ id, kind, place, printerId: printers.get(id) }] : [],
    );
  }

  async function show(
    staff: Staff,
    now: Date,
    more: Pick<PrintersPageProps, 'address' | 'form'> = {},
    status?: number,
  ): Promise<Result> {
    const context = { now: staff.authenticatedAt };
    const isAdministrator = decide(staff, 'printer:administer', { kind: 'route' }, context).permit;
    const [printers, jobs] = await Promise.all([
      listPrinters(database.kysely),
      jobsSince(database.kysely, startOfDay(now)),
    ]);
    return page(
      <PrintersPage
        staff={shownStaff(staff, inventory())}
        now={now}
        printers={printers}
        jobs={jobs}
        devices={await ticketDevices()}
        administers={isAdministrator ? (isRecent(staff, now) ? 'yes' : 'afterProof') : 'no'}
        commandId={newId}
        {...more}
      />,
      { status },
    );
  }

  /** Changes something about printers, with its line in the audit trail. */
  function change<Value>(
    staff: Staff,
    resource: Readonly<Record<string, string>>,
    work: (transaction: Transaction) => Promise<Value>,
  ): Promise<Value> {
    return database.transaction(async (transaction) => {
      const value = await work(transaction);
      const actor = `staff:${staff.staffId}`;
      await audit.append(transaction, { actor, action: 'printer:administer', resource, outcome: 'done' });
      return value;
    });
  }

  const reading = { action: 'printer:list', rate: 'staff', method: 'GET' } as const;
  const tending = { action: 'printer:tend', rate: 'staff', method: 'POST' } as const;
  const administration = { action: 'printer:administer', rate: 'staff', method: 'POST' } as const;
  const staffOf = ({ subject }: Pick<RouteRequest, 'subject'>) => (subject.kind === 'staff' ? subject : undefined);

  app.route({
    ...reading,
    url: path,
    handle: async (request) => {
      const staff = staffOf(request);
      return staff === undefined ? notFound() : show(staff, request.now);
    },
  });

  app.route({
    ...reading,
    url: `${path}/events`,
    rate: 'stream',
    handle: ({ lastEventId }) => eventStream(sseStream(bus, [printTopic], lastEventId)),
  });

  app.route({
    ...administration,
    url: path,
    schema: { body: typedPrinter },
    handle: async (request) => {
      const staff = staffOf(request);
      if (staff === undefined) return notFound();
      const { body, now, origin } = request;
      const problems = problemsOf(body);
      if (problems.length > 0) return show(staff, now, { form: { typed: body satisfies TypedPrinter, problems } }, 422);
      const printer = {
        ...body,
        columns: Number(body.columns),
        address: printerAddress(body.address) ?? null,
      };
      const added = await change(staff, { change: 'add', kind: body.kind }, (transaction) =>
        addPrinter(transaction, printer, now),
      );
      return added.path === undefined ? redirect(path) : show(staff, now, { address: `${origin}${added.path}` });
    },
  });

  app.route({
    ...administration,
    url: `${path}/:id/remove`,
    schema: { params: idParameter },
    handle: async (request) => {
      const staff = staffOf(request);
      if (staff === undefined) return notFound();
      const { params, now } = request;
      await change(staff, { change: 'remove', printer: params.id }, (transaction) =>
        removePrinter(transaction, params.id, now),
      );
      return redirect(path);
    },
  });

  app.route({
    ...administration,
    url: `${path}/assign`,
    schema: { body: z.looseObject({ device: z.uuid() }) },
    handle: async (request) => {
      const staff = staffOf(request);
      const { device } = request.body;
      const chosen = request.body[`printer-${device}`];
      if (staff === undefined || !(await ticketDevices()).some(({ id }) => id === device)) return notFound();
      const printer =
        typeof chosen === 'string' && z.uuid().safeParse(chosen).success
          ? await findPrinter(database.kysely, chosen)
          : undefined;
      await change(staff, { change: 'assign', device }, (transaction) =>
        setPrinterOf(transaction, device, printer?.id ?? null),
      );
      return redirect(path);
    },
  });

  app.route({
    ...tending,
    url: `${path}/:id/test`,
    schema: { params: idParameter, body: z.object({ commandId: z.uuid() }) },
    handle: async ({ params, body, now }) => {
      const printer = await findPrinter(database.kysely, params.id);
      if (printer === undefined) return notFound();
      const document = [
        '',
        `^^^${plain('試しの印刷')}`,
        plain(printer.name),
        plain('番号札は、このように出ます。'),
        plain(dayAndTime(now, 'ja')),
      ].join('\n');
      const job = { printerId: printer.id, label: '試しの印刷', document, idempotencyKey: `test:${body.commandId}` };
      await database.transaction((transaction) => enqueuePrint(transaction, job, now));
      return redirect(printer.kind === 'virtual' ? `${path}/${printer.id}/paper` : path);
    },
  });

  app.route({
    ...tending,
    url: `${path}/jobs/:id`,
    schema: {
      params: idParameter,
      body: z.object({
        attempts: z.coerce.number().int().min(0).max(10_000),
        decision: z.enum(['wasPrinted', 'again']),
      }),
    },
    handle: async ({ params, body, now }) => {
      await database.transaction((transaction) => decideJob(transaction, { jobId: params.id, ...body }, now));
      return redirect(path);
    },
  });
}
