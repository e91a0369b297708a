import { z } from 'zod';
import { minuteOf, type Plan, planSchema, timeOfDay } from './plan.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const count = z.number().min(0).max(3000);
const name = z.string().min(1).max(60);

/**
 * A plan as a manager writes it: who comes, where they go, and how many desks are open in each hour. All numbers of people are
 * those of one day.
 */
export const sheetSchema = z.strictObject({
  /** Where the numbers come from, in a sentence. */
  origin: z.string().max(300),
  open: time,
  close: time,
  /** Relative numbers of arrivals for each quarter of an hour from opening. */
  profile: z.array(z.number().min(0)).min(1).max(96),
  /** Deviation ÷ mean of the time at a desk. */
  spread: z.number().min(0).max(2),
  /** Appointments and the places that they are for, in the order of walking. */
  bookings: z.array(z.strictObject({ at: time, places: z.array(name).min(1).max(12) })).max(2000),
  places: z
    .array(
      z.strictObject({
        id: name,
        /** People who come to this place only. */
        people: count,
        /** Mean minutes at its desks. */
        minutes: z.number().min(0.5).max(200),
        /** Desks in each hour of the day, from the hour of opening to that of closing. */
        desks: z.array(z.int().min(0).max(40)).max(24),
      }),
    )
    .min(1)
    .max(60),
  /** People who go to several places one after the other. */
  journeys: z.array(z.strictObject({ people: count, places: z.array(name).min(2).max(4) })).max(6),
  /** Percent of the people who have entered everything at home. */
  preEntry: z.number().min(0).max(100),
  goal: z.strictObject({ minutes: z.int().min(1).max(120), share: z.int().min(1).max(99) }),
  days: z.int().min(2).max(100),
});
export type Sheet = z.output<typeof sheetSchema>;

/** What a new sheet begins with beyond the people and the places. */
export const usualSettings = { preEntry: 0, goal: { minutes: 15, share: 80 }, days: 20 } as const;

/** The hours of the day in which a hall is open: 8 … 17 for 8:45 to 17:15. */
export function hoursOf({ open, close }: Pick<Sheet, 'open' | 'close'>): number[] {
  const first = Math.floor(minuteOf(open) / 60);
  const last = Math.ceil(minuteOf(close) / 60);
  return Array.from({ length: Math.max(1, last - first) }, (_, index) => first + index);
}

/** The roster that desks by the hour make. */
function rosterOf({ open, close }: Pick<Sheet, 'open' | 'close'>, desks: readonly number[]) {
  return hoursOf({ open, close }).map((hour, index) => ({
    from: timeOfDay(Math.max(minuteOf(open), hour * 60)),
    to: timeOfDay(Math.min(minuteOf(close), (hour + 1) * 60)),
    desks: desks[index] ?? 0,
  }));
}

const journeyName = (places: readonly string[]): string => places.join('→').slice(0, 60);

/** The plan to be simulated. */
export function planOfSheet(title: string, sheet: Sheet): Plan {
  const { open, close, places, journeys, bookings } = sheet;
  const minutes = new Map(places.map((place) => [place.id, place.minutes]));
  const ways = new Map<string, { people: number; places: readonly string[] }>();
  const add = (way: readonly string[], people: number) => {
    const key = journeyName(way);
    ways.set(key, { places: way, people: (ways.get(key)?.people ?? 0) + people });
  };
  for (const { id, people } of places) add([id], people);
  for (const journey of journeys) add(journey.places, journey.people);
  for (const booking of bookings) add(booking.places, 0);
  const classes = [...ways].map(([key, way]) => ({
    name: key,
    share: Math.min(5000, way.people),
    legs: way.places.map((place) => ({ place, minutes: minutes.get(place) ?? 10 })),
  }));
  return planSchema.parse({
    name: title,
    open,
    close,
    visitors: Math.min(
      5000,
      classes.reduce((sum, { share }) => sum + share, 0),
    ),
    profile: sheet.profile,
    doorBurst: 0.03,
    spread: sheet.spread,
    classes,
    places: places.map(({ id, desks }) => ({ id, roster: rosterOf(sheet, desks) })),
    bookings: bookings.map((booking) => ({ at: booking.at, class: journeyName(booking.places) })),
    preEntry: { share: sheet.preEntry / 100, shortens: 0.4 },
  });
}
