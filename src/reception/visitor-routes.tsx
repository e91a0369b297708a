import { z } from 'zod';
import { newId } from '#platform/codes';
import { sseStream } from '#platform/events';
import {
  type Application,
  eventStream,
  json,
  notFound,
  page,
  type RouteDescription,
  type RouteRequest,
  redirect,
} from '#platform/http';
import { absentTickets, isActive, type PlaceStatus, placeStatuses, recentCalls, type Snapshot } from './board.ts';
import { BoardPage, CongestionPage } from './pages/board.tsx';
import { CancelTurnPage, MyTurnPage } from './pages/my-turn.tsx';
import type { ReceptionPagesParts } from './parts.ts';
import { ticketProps } from './ticket-props.ts';
import { currentLeg } from './visit.ts';

const tokenParameter = z.object({ token: z.string().max(64) });
const commandBody = z.object({ commandId: z.uuid() });
const areaParameter = z.object({ area: z.union([z.literal('all'), z.coerce.number().int().min(-9).max(99)]) });
/** Calls that a board shows (design guide: three, the newest on top). */
const callsOnBoard = 3;
/** Lines of waiting times that fit beside them. */
const placesOnBoard = 6;

const floorOf = (area: 'all' | number): number | null => (area === 'all' ? null : area);

/** Places of a floor that people wait for, the fullest first where not all fit. */
function placesOf(snapshot: Snapshot, floor: number | null): PlaceStatus[] {
  const places = placeStatuses(snapshot).filter(isActive);
  const here = places.filter(({ service }) => floor === null || service.floor === floor);
  const chosen = new Set([...here].sort((left, right) => right.waiting - left.waiting).slice(0, placesOnBoard));
  return here.filter((place) => chosen.has(place));
}

const range = z.strictObject({ from: z.number().int(), to: z.number().int() });

/** How full the hall is, for other programs: one row for each place with a queue. */
export const congestionDescription = {
  method: 'GET',
  url: '/api/v1/congestion',
  action: 'congestion:read',
  rate: 'public',
  schema: { query: z.strictObject({}) },
  document: {
    summary: '窓口ごとの待っている人数と待ち時間の目安を返します',
    response: z.strictObject({
      at: z.iso.datetime(),
      places: z.array(
        z.strictObject({
          place: z.string(),
          floor: z.number().int(),
          series: z.string(),
          waiting: z.number().int(),
          openDesks: z.number().int(),
          /** Minutes; null when there is nothing to say. */
          waitMinutes: range.nullable(),
          immediate: z.boolean(),
        }),
      ),
    }),
  },
} as const satisfies RouteDescription;

/** Adds what visitors see: their turn on the phone, the calling displays, how full it is. */
export function addVisitorRoutes(app: Application, parts: ReceptionPagesParts): void {
  const { reception, bus, inventory } = parts;
  const queueTopic = `queue:${reception.facilityId}`;
  const queueEvents = ({ lastEventId }: RouteRequest) => eventStream(sseStream(bus, [queueTopic], lastEventId));

  /** A step of the visitor on the leg they are at. */
  async function visitorStep(
    request: { params: { token: string }; body: { commandId: string } },
    step: 'away' | 'back' | 'leave',
  ) {
    const { token } = request.params;
    const view = await reception.visitByToken(token);
    if (view === null) return notFound();
    const leg = currentLeg(view.legs);
    const command = { commandId: request.body.commandId, actor: 'visitor', counterId: null, legId: leg?.id ?? '' };
    if (leg && step === 'away') await reception.hold(command, { reason: '席を外しています', until: null });
    if (leg && step === 'back') await reception.act(command, 'putBack');
    if (leg && step === 'leave') await reception.leave(command);
    return redirect(`/turn/${token}`);
  }

  app.route({
    method: 'GET',
    url: '/turn/:token',
    action: 'turn:read',
    rate: 'public',
    schema: { params: tokenParameter },
    handle: async (request) => {
      const props = await ticketProps(parts, request.params.token, request);
      return props === null ? notFound() : page(<MyTurnPage {...props} commandId={newId()} />);
    },
  });

  app.route({
    method: 'GET',
    url: '/turn/:token/events',
    action: 'turn:read',
    rate: 'stream',
    schema: { params: tokenParameter },
    handle: async ({ params, lastEventId }) => {
      const view = await reception.visitByToken(params.token);
      if (view === null) return notFound();
      return eventStream(sseStream(bus, [`visit:${view.visit.id}`, queueTopic], lastEventId));
    },
  });

  app.route({
    method: 'GET',
    url: '/turn/:token/cancel',
    action: 'turn:read',
    rate: 'public',
    schema: { params: tokenParameter },
    handle: async ({ params, language }) =>
      (await reception.visitByToken(params.token)) === null
        ? notFound()
        : page(<CancelTurnPage language={language} token={params.token} commandId={newId()} />),
  });

  app.route({
    method: 'POST',
    url: '/turn/:token/cancel',
    action: 'turn:change',
    rate: 'public',
    schema: { params: tokenParameter, body: commandBody },
    handle: (request) => visitorStep(request, 'leave'),
  });

  app.route({
    method: 'POST',
    url: '/turn/:token/away',
    action: 'turn:change',
    rate: 'public',
    schema: { params: tokenParameter, body: commandBody },
    handle: (request) => visitorStep(request, 'away'),
  });

  app.route({
    method: 'POST',
    url: '/turn/:token/back',
    action: 'turn:change',
    rate: 'public',
    schema: { params: tokenParameter, body: commandBody },
    handle: (request) => visitorStep(request, 'back'),
  });

  app.route({
    method: 'GET',
    url: '/display/:area',
    action: 'display:read',
    rate: 'device',
    schema: { params: areaParameter },
    handle: async ({ params, now }) => {
      const snapshot = await reception.snapshot();
      const floor = floorOf(params.area);
      return page(
        <BoardPage
          inventory={inventory()}
          path={`/display/${params.area}`}
          calls={recentCalls(snapshot, floor, callsOnBoard)}
          places={placesOf(snapshot, floor)}
          absent={absentTickets(snapshot, floor)}
          now={now}
        />,
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/display/:area/events',
    action: 'display:read',
    rate: 'stream',
    handle: queueEvents,
  });

  app.route({
    method: 'GET',
    url: '/congestion',
    action: 'congestion:read',
    rate: 'public',
    handle: async ({ language }) => {
      const { at, places } = await reception.congestion();
      return page(
        <CongestionPage language={language} inventory={inventory()} places={places.filter(isActive)} now={at} />,
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/congestion/events',
    action: 'congestion:read',
    rate: 'stream',
    handle: queueEvents,
  });

  app.route({
    ...congestionDescription,
    handle: async () => {
      const { at, places } = await reception.congestion();
      return json({
        at: at.toISOString(),
        places: places.map(({ service, waiting, openDesks, wait }) => ({
          place: service.id,
          floor: service.floor,
          series: service.series,
          waiting,
          openDesks,
          waitMinutes: wait.kind === 'range' ? { from: wait.from, to: wait.to } : null,
          immediate: wait.kind === 'now',
        })),
      });
    },
  });
}
