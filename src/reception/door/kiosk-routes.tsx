import { z } from 'zod';
import { type HomeTile, type Inventory, isShownToResidents, orderProcedures, type Procedure } from '#inventory';
import { newId } from '#platform/codes';
import {
  type Application,
  clearCookie,
  cookieNames,
  notFound,
  page,
  type Result,
  type RouteRequest,
  redirect,
} from '#platform/http';
import { choiceUnknown, readChoices } from '#ui';
import type { ReceptionPagesParts } from '../parts.ts';
import { KioskTicketPage, TicketPrintPage } from '../print/pages/ticket.tsx';
import { ticketProps } from '../print/ticket-props.ts';
import { type PlaceStatus, placeStatuses } from '../queue/board.ts';
import type { Ticket } from '../queue/check-in.ts';
import type { VisitSource } from '../queue/visit.ts';
import { pressSign } from './code-typing.ts';
import { KioskFloorsPage, KioskNumberPage, KioskProceduresPage, KioskPurposePage } from './pages/kiosk-choice.tsx';
import { KioskCodePage } from './pages/kiosk-code.tsx';
import { KioskHelpPage, KioskStartPage } from './pages/kiosk-start.tsx';

const commandId = z.uuid();
const tokenParameter = z.object({ token: z.string().max(64) });
/** How many procedures of a purpose fit on a screen that does not scroll. */
const mostProcedures = 8;

/**
 * The procedures that usually belong to a purpose: first those that one of its choices calls for by itself, then those
 * that the life event names, the duties first.
 */
export function proceduresOfTile(inventory: Inventory, { events, wants }: HomeTile): Procedure[] {
  const answers = [...events.map((event) => ({ events: [event], wants: [] })), { events: [], wants }];
  const verdicts = answers.map((facts) => inventory.program.verdicts(facts, 'no'));
  const called = inventory.procedures.filter(({ id }) => verdicts.some((verdict) => verdict.get(id) === true));
  const named = events.flatMap((id) => inventory.lifeEventById.get(id)?.procedures ?? []);
  const ids = [...orderProcedures(called).map(({ id }) => id), ...named];
  const procedures = [...new Set(ids)].flatMap((id) => inventory.procedureById.get(id) ?? []);
  return procedures.filter((procedure) => isShownToResidents(inventory, procedure)).slice(0, mostProcedures);
}

/** The place with the longest line that has a number to give; nothing to say while nobody waits. */
function busiestOf(places: readonly PlaceStatus[]): PlaceStatus | null {
  const waited = places.filter(({ waiting, wait }) => waiting > 0 && wait.kind === 'range');
  return waited.sort((left, right) => right.waiting - left.waiting)[0] ?? null;
}

/** Where a check-in came from: the kiosk itself, or staff who use its pages. */
const sourceOf = ({ subject }: RouteRequest): VisitSource => (subject.kind === 'device' ? 'kiosk' : 'concierge');

const actorOf = ({ subject }: RouteRequest): string => (subject.kind === 'staff' ? subject.staffId : 'visitor');

/** Adds the kiosk's routes. Nothing is kept in the browser: going back to the start forgets the visitor. */
export function addKioskRoutes(app: Application, parts: ReceptionPagesParts): void {
  const { reception, desk, inventory } = parts;

  async function checkIn(
    request: RouteRequest,
    arrival: { commandId: string; caseId: string | null; procedures: readonly string[]; serviceId?: string },
  ): Promise<Ticket> {
    const printer = await reception.printerFor(request.subject);
    return reception.checkIn(
      { ...arrival, actor: actorOf(request), source: sourceOf(request), language: request.language },
      printer === null ? undefined : { printer, origin: request.origin },
    );
  }

  const toTicket = ({ token }: Ticket): Result => redirect(`/kiosk/ticket/${token}`);

  app.route({
    method: 'GET',
    url: '/kiosk',
    action: 'kiosk:use',
    rate: 'device',
    schema: { query: z.object({ end: z.literal('yes').optional() }) },
    handle: async ({ language, now, query }) => {
      // A visitor has gone: the next one finds Japanese, as the kiosk was built.
      if (query.end) return redirect('/kiosk', { cookies: [clearCookie(cookieNames.language)] });
      const places = placeStatuses(await reception.snapshot());
      return page(<KioskStartPage language={language} now={now} busiest={busiestOf(places)} inventory={inventory()} />);
    },
  });

  app.route({
    method: 'POST',
    url: '/kiosk/help',
    action: 'kiosk:use',
    rate: 'device',
    handle: async ({ subject }) => {
      await reception.askForHelp(subject.kind === 'device' ? subject.place : '受付機');
      return redirect('/kiosk/help');
    },
  });

  app.route({
    method: 'GET',
    url: '/kiosk/help',
    action: 'kiosk:use',
    rate: 'device',
    handle: ({ language }) => page(<KioskHelpPage language={language} />),
  });

  app.route({
    method: 'GET',
    url: '/kiosk/code',
    action: 'kiosk:checkIn',
    rate: 'device',
    csp: 'camera',
    handle: ({ language }) => page(<KioskCodePage language={language} commandId={newId()} code="" wrong={false} />),
  });

  app.route({
    method: 'POST',
    url: '/kiosk/code',
    action: 'kiosk:checkIn',
    rate: 'device',
    csp: 'camera',
    schema: { body: z.object({ commandId, code: z.string().max(200), press: z.string().max(8).optional() }) },
    handle: async (request) => {
      const { body, language } = request;
      const again = (code: string, wrong: boolean) =>
        page(<KioskCodePage language={language} commandId={body.commandId} code={code} wrong={wrong} />);
      if (body.press !== undefined) return again(pressSign(body.code, body.press), false);
      const found = await desk.find(body.code);
      if (found === null) return again(body.code, true);
      const { caseId, procedures } = found;
      return toTicket(await checkIn(request, { caseId, procedures, commandId: body.commandId }));
    },
  });

  app.route({
    method: 'GET',
    url: '/kiosk/number',
    action: 'kiosk:use',
    rate: 'device',
    handle: async ({ language }) => {
      const places = placeStatuses(await reception.snapshot());
      return page(<KioskFloorsPage language={language} places={places} inventory={inventory()} />);
    },
  });

  app.route({
    method: 'GET',
    url: '/kiosk/number/:floor',
    action: 'kiosk:use',
    rate: 'device',
    schema: { params: z.object({ floor: z.coerce.number().int() }) },
    handle: async ({ params, language }) => {
      const { floor } = params;
      const places = placeStatuses(await reception.snapshot()).filter(({ service }) => service.floor === floor);
      if (places.length === 0) return notFound();
      const shown = { language, floor, places, inventory: inventory(), commandId: newId() };
      return page(<KioskNumberPage {...shown} />);
    },
  });

  app.route({
    method: 'POST',
    url: '/kiosk/number',
    action: 'kiosk:checkIn',
    rate: 'device',
    schema: { body: z.object({ commandId, service: z.string().max(64) }) },
    handle: async (request) => {
      const { service, commandId: id } = request.body;
      return toTicket(await checkIn(request, { commandId: id, caseId: null, procedures: [], serviceId: service }));
    },
  });

  app.route({
    method: 'GET',
    url: '/kiosk/purpose',
    action: 'kiosk:use',
    rate: 'device',
    handle: ({ language }) => page(<KioskPurposePage language={language} tiles={inventory().home} />),
  });

  app.route({
    method: 'GET',
    url: '/kiosk/purpose/:tile',
    action: 'kiosk:use',
    rate: 'device',
    schema: { params: z.object({ tile: z.string().max(64) }) },
    handle: ({ params, language }) => {
      const tile = inventory().home.find(({ id }) => id === params.tile);
      if (!tile) return notFound();
      const procedures = proceduresOfTile(inventory(), tile);
      return page(<KioskProceduresPage language={language} commandId={newId()} tile={tile} procedures={procedures} />);
    },
  });

  app.route({
    method: 'POST',
    url: '/kiosk/purpose',
    action: 'kiosk:checkIn',
    rate: 'device',
    schema: {
      body: z.object({
        commandId,
        procedures: z.union([z.string().max(64), z.array(z.string().max(64)).max(50)]).optional(),
      }),
    },
    handle: async (request) => {
      const { procedures = [], commandId: id } = request.body;
      const chosen = readChoices([procedures].flat()).filter((value) => value !== choiceUnknown);
      return toTicket(await checkIn(request, { commandId: id, caseId: null, procedures: chosen }));
    },
  });

  app.route({
    method: 'GET',
    url: '/kiosk/ticket/:token',
    action: 'kiosk:use',
    rate: 'device',
    schema: { params: tokenParameter },
    handle: async (request) => {
      const props = await ticketProps(parts, request.params.token, request);
      return props === null ? notFound() : page(<KioskTicketPage {...props} />);
    },
  });

  app.route({
    method: 'GET',
    url: '/kiosk/ticket/:token/print',
    action: 'kiosk:use',
    rate: 'device',
    schema: { params: tokenParameter },
    handle: async (request) => {
      const props = await ticketProps(parts, request.params.token, request);
      return props === null ? notFound() : page(<TicketPrintPage {...props} />);
    },
  });
}
