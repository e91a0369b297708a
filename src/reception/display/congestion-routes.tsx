import { z } from 'zod';
import { type Application, eventStream, json, page, type RouteDescription } from '#platform/http';
import { type Language, languages } from '#platform/i18n';
import type { LivePagesParts } from '../parts.ts';
import { isActive } from '../queue/board.ts';
import { CongestionPage, CongestionWidget } from './pages/congestion.tsx';
import type { TypicalDay } from './typical-day-store.ts';

const languageIds = languages.map(({ id }) => id) as [Language, ...Language[]];

/** A page of others sends no cookie along, so it names the language in the address. */
const inLanguage = z.object({ language: z.enum(languageIds).optional() });

const range = z.strictObject({ from: z.number().int(), to: z.number().int() });

/** How full the hall is, for other programs: one row for each place with a queue. */
export const congestionDescription = {
  method: 'GET',
  url: '/api/v1/congestion',
  action: 'congestion:read',
  rate: 'public',
  cache: 0,
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

/** Adds how full it is: the page for everybody at home, the part for the city's own website, and the data. */
export function addCongestionRoutes(
  app: Application,
  parts: LivePagesParts & {
    typicalDay: () => Promise<TypicalDay>;
    congestion: LivePagesParts['reception']['congestion'];
  },
): void {
  const { live, inventory, congestion, typicalDay } = parts;

  app.route({
    method: 'GET',
    url: '/congestion',
    action: 'congestion:read',
    rate: 'public',
    handle: async ({ language }) => {
      const [{ at, places }, typical] = await Promise.all([congestion(), typicalDay()]);
      const props = { language, inventory: inventory(), places: places.filter(isActive), now: at };
      return page(<CongestionPage {...props} typical={typical} />);
    },
  });

  app.route({
    method: 'GET',
    url: '/congestion/events',
    action: 'congestion:read',
    rate: 'stream',
    schema: { query: inLanguage },
    handle: ({ query, language }) => eventStream(live.congestion(query.language ?? language)),
  });

  app.route({
    method: 'GET',
    url: '/widget/congestion',
    action: 'congestion:read',
    rate: 'public',
    csp: 'widget',
    schema: { query: inLanguage },
    handle: async ({ query, origin, ...request }) => {
      const { language = request.language } = query;
      const { at, places } = await congestion();
      const props = { language, inventory: inventory(), places: places.filter(isActive), now: at };
      return page(<CongestionWidget {...props} address={`${origin}/congestion`} />);
    },
  });

  app.route({
    ...congestionDescription,
    handle: async () => {
      const { at, places } = await congestion();
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
