import { z } from 'zod';
import { decide } from '#identity';
import { newId } from '#platform/codes';
import { UserError } from '#platform/errors';
import { sseStream } from '#platform/events';
import {
  type Application,
  eventStream,
  notFound,
  page,
  type Result,
  type RouteRequest,
  redirect,
  type Subject,
} from '#platform/http';
import { languages } from '#platform/i18n';
import { foldWidth } from '#platform/japanese';
import type { ReceptionPagesParts } from '../parts.ts';
import { mostCopies } from '../print/ticket-printing.ts';
import { leftFrom, legsOf, placeStatuses, type Snapshot } from '../queue/board.ts';
import type { Arrival } from '../queue/check-in.ts';
import { readTarget, targetOptions } from '../queue/target.ts';
import { currentLeg, type Leg, type Visit } from '../queue/visit.ts';
import { type FoundCaller, findCallers } from './finding.ts';
import { proceduresOfTile } from './kiosk-routes.tsx';
import { addVisitNote } from './notes.ts';
import { ConciergePage, type ConciergeProps } from './pages/concierge.tsx';
import { ConciergeScanPage } from './pages/concierge-scan.tsx';
import type { TicketAgain } from './pages/concierge-visit.tsx';
import { needs } from './pages/concierge-walk-in.tsx';
import { FloorMapPage } from './pages/floor-map.tsx';

const identifier = z.string().max(64);
const query = z.object({ visit: z.uuid().optional(), tile: identifier.optional() });
const legBody = z.object({ commandId: z.uuid(), leg: z.uuid() });
const visitorLanguages = languages.map(({ id }) => id);
const machineNumber = z.string().trim().max(20);
const oneOrMore = z.union([identifier, z.array(identifier).max(50)]);

const findingSentences = {
  machine: '見つかりません。コードを確かめてください。名前や電話でさがすときは、職員がサインインしてください。',
  unreadable: '見つかりません。コード、カナの名前(2文字から)、電話番号のどれかを入れてください。',
  none: '見つかりません。入れたものを確かめるか、予約なしで受け付けてください。',
  tooMany: '当てはまる方が多すぎます。名前をもう少し長く入れてください。',
} as const;

/** Who acts, as the record names them. */
function actorOf(subject: Subject): string {
  if (subject.kind === 'staff') return subject.staffId;
  return subject.kind === 'device' ? `device:${subject.deviceId}` : 'visitor';
}

function dutyOf(subject: Subject): string {
  if (subject.kind === 'staff') return subject.name;
  return subject.kind === 'device' ? subject.place : '';
}

/** Adds the concierge's routes: everybody who came, and taking in those who come. */
export function addConciergeRoutes(app: Application, parts: ReceptionPagesParts): void {
  const { reception, desk, bus, inventory } = parts;

  /** How a ticket is printed once more: by the printer of this machine or of the first copy, else by the browser. */
  async function ticketFor(subject: Subject, visitId: string): Promise<TicketAgain> {
    const printer = await reception.printerFor(subject, visitId);
    return printer === null
      ? { kind: 'browser', path: `/kiosk/ticket/${reception.tokenOf(visitId)}/print` }
      : { kind: 'printer', visitId, copy: (await reception.copiesOf(visitId)) + 1 };
  }

  /** The place from which somebody left, while that can still be taken back. */
  async function leftOf(snapshot: Snapshot, visit: Visit): Promise<Leg | null> {
    const leg = leftFrom(snapshot, visit);
    return leg && (await reception.isUndoable(leg)) ? leg : null;
  }

  /** What the page shows and offers for a visitor who is open. */
  async function workOn(subject: Subject, snapshot: Snapshot, visit: Visit): Promise<ConciergeProps['work']> {
    const [ticket, left, names] = await Promise.all([
      ticketFor(subject, visit.id),
      leftOf(snapshot, visit),
      parts.staffNames?.() ?? new Map<string, string>(),
    ]);
    const from = currentLeg(legsOf(snapshot, visit.id))?.serviceId ?? null;
    return { kind: 'visit', visit, ticket, left, targets: targetOptions(snapshot, names, { from }) };
  }

  /** The printer of the machine at which somebody is taken in. */
  async function printerAt({ subject, origin }: Pick<RouteRequest, 'subject' | 'origin'>) {
    const printer = await reception.printerFor(subject);
    return printer === null ? undefined : { printer, origin };
  }

  async function show(
    { subject, query: asked }: Pick<RouteRequest, 'subject'> & { query: z.output<typeof query> },
    {
      found,
      ...wrong
    }: Pick<ConciergeProps, 'wrongCode' | 'wrongNumber' | 'wrongCompanion'> & { found?: readonly FoundCaller[] } = {},
  ): Promise<Result> {
    const snapshot = await reception.snapshot();
    const visit = asked.visit === undefined ? undefined : snapshot.visits.get(asked.visit);
    const tile = inventory().home.find(({ id }) => id === asked.tile) ?? null;
    const walkIn = { kind: 'walkIn', tile, procedures: tile ? proceduresOfTile(inventory(), tile) : [] } as const;
    const work: ConciergeProps['work'] = found
      ? { kind: 'found', callers: found }
      : visit
        ? await workOn(subject, snapshot, visit)
        : walkIn;
    return page(
      <ConciergePage
        snapshot={snapshot}
        inventory={inventory()}
        places={placeStatuses(snapshot)}
        help={await reception.openHelp()}
        duty={dutyOf(subject)}
        commandId={newId}
        work={work}
        hasMachines={await reception.hasMachines()}
        {...wrong}
      />,
    );
  }

  /** What was typed is no code: somebody tells their name or telephone number. Nothing of it stands in an address. */
  async function lookFor(subject: Subject, typed: string, now: Date): Promise<Result> {
    const wrong = (message: string) => show({ subject, query: {} }, { wrongCode: { typed, message } });
    if (!decide(subject, 'case:find', { kind: 'route' }, { now }).permit) return wrong(findingSentences.machine);
    const finding = await findCallers(parts, subject, typed, await reception.snapshot());
    if (finding.outcome !== 'found') return wrong(findingSentences[finding.outcome]);
    return show({ subject, query: {} }, { found: finding.callers });
  }

  const toVisit = (id: string): Result => redirect(`/concierge?visit=${id}`);

  /** Somebody holds a number of a ticket machine already: it gets what they came for, and no new one is given. */
  async function withMachineNumber(
    subject: Subject,
    typed: string,
    arrival: Omit<Arrival, 'given' | 'source'>,
    tile?: string,
  ): Promise<Result> {
    try {
      return toVisit(await reception.takeInWithNumber(typed, arrival));
    } catch (error) {
      if (!(error instanceof UserError) || typeof error.sentence !== 'string') throw error;
      const { caseId, procedures } = arrival;
      const wrongNumber = { typed, message: error.sentence, isWithCode: caseId !== null, procedures };
      return show({ subject, query: { tile } }, { wrongNumber });
    }
  }

  app.route({
    method: 'GET',
    url: '/concierge',
    action: 'concierge:read',
    rate: 'staff',
    schema: { query },
    handle: (request) => show(request),
  });

  app.route({
    method: 'GET',
    url: '/concierge/scan',
    action: 'concierge:read',
    rate: 'staff',
    csp: 'camera',
    handle: () => page(<ConciergeScanPage commandId={newId()} />),
  });

  app.route({
    method: 'GET',
    url: '/concierge/map',
    action: 'concierge:read',
    rate: 'staff',
    schema: { query: z.object({ place: identifier.optional() }) },
    handle: async ({ query: { place } }) => {
      const { services } = await reception.snapshot();
      const wanted = services.find(({ id }) => id === place)?.id ?? null;
      return page(<FloorMapPage floors={inventory().floors} services={services} wanted={wanted} />);
    },
  });

  app.route({
    method: 'GET',
    url: '/concierge/events',
    action: 'concierge:read',
    rate: 'stream',
    handle: ({ lastEventId }) => eventStream(sseStream(bus, [`queue:${reception.facilityId}`], lastEventId)),
  });

  app.route({
    method: 'POST',
    url: '/concierge/check-in',
    action: 'concierge:act',
    rate: 'staff',
    schema: {
      body: z.object({ commandId: z.uuid(), code: z.string().max(200), codeMachineNumber: machineNumber.optional() }),
    },
    handle: async ({ body, subject, origin, now }) => {
      const found = await desk.find(body.code);
      if (found === null) return lookFor(subject, body.code, now);
      if (body.codeMachineNumber) {
        const arrival = { ...found, commandId: body.commandId, actor: actorOf(subject) };
        return withMachineNumber(subject, body.codeMachineNumber, arrival);
      }
      const { visit } = await reception.checkIn(
        { ...found, commandId: body.commandId, actor: actorOf(subject), source: 'concierge' },
        await printerAt({ subject, origin }),
      );
      return toVisit(visit.id);
    },
  });

  app.route({
    method: 'POST',
    url: '/concierge/walk-in',
    action: 'concierge:act',
    rate: 'staff',
    schema: {
      body: z.object({
        commandId: z.uuid(),
        procedures: oneOrMore.optional(),
        service: identifier.optional(),
        language: z.enum(visitorLanguages),
        need: z.union([z.enum(needs), z.literal('')]).optional(),
        people: z.coerce.number().int().min(1).max(50).default(1),
        machineNumber: machineNumber.optional(),
        tile: identifier.optional(),
      }),
    },
    handle: async ({ body, subject, origin }) => {
      const arrival = {
        commandId: body.commandId,
        actor: actorOf(subject),
        source: 'concierge',
        language: body.language,
        caseId: null,
        procedures: [body.procedures ?? []].flat(),
        serviceId: body.service,
        priorityReason: body.need || undefined,
        people: body.people,
      } as const;
      if (body.machineNumber) return withMachineNumber(subject, body.machineNumber, arrival, body.tile);
      const { visit } = await reception.checkIn(arrival, await printerAt({ subject, origin }));
      return toVisit(visit.id);
    },
  });

  app.route({
    method: 'POST',
    url: '/concierge/print',
    action: 'concierge:act',
    rate: 'staff',
    schema: { body: z.object({ visit: z.uuid(), copy: z.coerce.number().int().min(1).max(mostCopies) }) },
    handle: async ({ body, subject, origin }) => {
      const printer = await reception.printerFor(subject, body.visit);
      if (printer !== null) await reception.printCopy(body.visit, body.copy, { printer, origin });
      return toVisit(body.visit);
    },
  });

  app.route({
    method: 'POST',
    url: '/concierge/join',
    action: 'concierge:act',
    rate: 'staff',
    schema: { body: z.object({ visit: z.uuid(), companion: z.string().max(12) }) },
    handle: async ({ body, subject }) => {
      const ticket = foldWidth(body.companion).replaceAll(/\s/g, '').toUpperCase();
      try {
        await reception.join(body.visit, ticket, actorOf(subject));
        return toVisit(body.visit);
      } catch (error) {
        if (!(error instanceof UserError) || typeof error.sentence !== 'string') throw error;
        const wrongCompanion = { typed: body.companion, message: error.sentence };
        return show({ subject, query: { visit: body.visit } }, { wrongCompanion });
      }
    },
  });

  app.route({
    method: 'POST',
    url: '/concierge/part',
    action: 'concierge:act',
    rate: 'staff',
    schema: { body: z.object({ visit: z.uuid() }) },
    handle: async ({ body, subject }) => {
      await reception.part(body.visit, actorOf(subject));
      return toVisit(body.visit);
    },
  });

  app.route({
    method: 'POST',
    url: '/concierge/hand-over',
    action: 'concierge:act',
    rate: 'staff',
    schema: {
      body: legBody.partial().extend({
        visit: z.uuid(),
        service: z.string().max(140).default(''),
        note: z.string().max(400).default(''),
      }),
    },
    handle: async ({ body: { visit, commandId, leg, service, note }, subject }) => {
      if (service !== '' && commandId !== undefined && leg !== undefined) {
        const target = readTarget(service);
        if (target === null) return notFound();
        await reception.transfer({ commandId, actor: actorOf(subject), counterId: null, legId: leg }, target);
      }
      await addVisitNote(parts, subject, visit, note, false);
      return toVisit(visit);
    },
  });

  app.route({
    method: 'POST',
    url: '/concierge/leave',
    action: 'concierge:act',
    rate: 'staff',
    schema: { body: legBody },
    handle: async ({ body, subject }) => {
      const command = { commandId: body.commandId, actor: actorOf(subject), counterId: null, legId: body.leg };
      return toVisit((await reception.leave(command)).visitId);
    },
  });

  app.route({
    method: 'POST',
    url: '/concierge/return',
    action: 'concierge:act',
    rate: 'staff',
    schema: { body: legBody },
    handle: async ({ body, subject }) => {
      const command = { commandId: body.commandId, actor: actorOf(subject), counterId: null, legId: body.leg };
      return toVisit((await reception.act(command, 'putBack')).visitId);
    },
  });

  app.route({
    method: 'POST',
    url: '/concierge/take-back',
    action: 'concierge:act',
    rate: 'staff',
    schema: { body: legBody },
    handle: async ({ body, subject }) => {
      const command = { commandId: body.commandId, actor: actorOf(subject), counterId: null, legId: body.leg };
      return toVisit((await reception.undo(command)).visitId);
    },
  });

  app.route({
    method: 'POST',
    url: '/concierge/help/:id',
    action: 'concierge:act',
    rate: 'staff',
    schema: { params: z.object({ id: z.uuid() }) },
    handle: async ({ params, subject }) => {
      await reception.answerHelp(params.id, actorOf(subject));
      return redirect('/concierge');
    },
  });
}
