import { z } from 'zod';
import { type Application, type RouteDescription, text } from '#platform/http';
import type { Availability } from './availability.ts';
import { dayPattern } from './shapes.ts';

/** Free places of one day, cell by cell. */
const availabilityOfDay = z.object({
  day: z.string(),
  cellMinutes: z.literal(10),
  places: z.array(z.object({ place: z.string(), first: z.int(), free: z.array(z.int()) })),
});

/** The description of the free places, for other programs. */
export const availabilityDescription = {
  method: 'GET',
  url: '/api/v1/availability/:day',
  action: 'api:read',
  rate: 'availability',
  schema: { params: z.strictObject({ day: dayPattern }), query: z.strictObject({}) },
  document: {
    summary: '1日の空きを、場所ごとに10分きざみで返します。first は0時から数えた最初のます、free は窓口の残りの数です',
    response: availabilityOfDay,
  },
} as const satisfies RouteDescription;

/** Adds the free places for other programs; read from memory, however many ask. */
export function addAvailabilityRoutes(app: Application, availability: Availability): void {
  app.route({
    ...availabilityDescription,
    handle: async ({ params }) => {
      const { text: content, tag } = await availability.jsonOn(params.day);
      return text(content, 'application/json; charset=utf-8', { cache: 0, tag });
    },
  });
}
