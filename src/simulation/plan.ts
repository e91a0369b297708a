import { z } from 'zod';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const share = z.number().min(0).max(1);
const name = z.string().min(1).max(60);

/** A stretch of the day with a number of desks; what is not named has none. */
const stretch = z.strictObject({ from: time, to: time, desks: z.int().min(0).max(60) });

const place = z.strictObject({
  id: name,
  roster: z.array(stretch).max(40),
  /** Other places that the desks of this one call from when nobody waits here. */
  helps: z.array(name).max(40).default([]),
});

const visitClass = z.strictObject({
  name,
  /** Its part of all visitors; the parts need not add up to 1. */
  share: z.number().min(0).max(5000),
  /** The places in the order of walking, with the mean minutes at the desk. */
  legs: z
    .array(z.strictObject({ place: name, minutes: z.number().min(0.1).max(240) }))
    .min(1)
    .max(12),
  /** Whether pre-entry shortens it. */
  preEntry: z.boolean().default(true),
});

/** A counter day to be simulated. Times are times of day, shares are 0–1. */
export const planSchema = z.strictObject({
  name: z.string().max(80).default('計画'),
  open: time.default('08:45'),
  close: time.default('17:15'),
  /** Visitors of a day, by `profile`: relative numbers for each quarter of an hour from opening. */
  visitors: z.number().min(0).max(5000),
  profile: z.array(z.number().min(0).max(10000)).min(1).max(96).optional(),
  /** The part of all visitors that stands at the door when it opens. */
  doorBurst: share.default(0.03),
  classes: z.array(visitClass).min(1).max(60),
  places: z.array(place).min(1).max(60),
  /** Deviation ÷ mean of the time at a desk. */
  spread: z.number().min(0).max(2).default(0.6),
  preEntry: z.strictObject({ share: share.default(0), shortens: share.default(0.4) }).prefault({}),
  /** Appointments at given times, each for a class; they come on time and are called before those who wait. */
  bookings: z
    .array(z.strictObject({ at: time, class: name }))
    .max(2000)
    .default([]),
  noShow: share.default(0.08),
  /** The part of the visitors who are called before others. */
  priority: share.default(0.03),
  /** Mean minutes after which somebody gives up waiting; without it nobody does. */
  patience: z.number().min(5).max(600).optional(),
  /** Visits that were recorded, with their times at the desk: played as they were, instead of drawn. */
  recorded: z
    .array(z.strictObject({ at: z.number(), place: name, minutes: z.number().min(0).max(600).nullable() }))
    .max(20_000)
    .optional(),
});
export type Plan = z.output<typeof planSchema>;

/** Arrivals through an ordinary day by quarter of an hour from 8:45: a peak before noon and a second one after lunch. */
export const usualProfile: readonly number[] = [
  7, 7, 6, 6, 6, 7, 7, 7, 7, 6, 6, 5, 4, 4, 3, 4, 5, 6, 6, 6, 6, 6, 5, 5, 5, 4, 4, 3, 3, 3, 2, 2, 1, 1,
];

/** Minutes after midnight of a time of day. */
export function minuteOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

/** The time of day of minutes after midnight. */
export function timeOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(Math.floor(minute % 60)).padStart(2, '0')}`;
}

/** What of a plan contradicts itself, in sentences; empty where it can be simulated. */
export function problemsOf(plan: Plan): string[] {
  const ids = new Set(plan.places.map(({ id }) => id));
  const classes = new Set(plan.classes.map((one) => one.name));
  return [
    ...(minuteOf(plan.open) >= minuteOf(plan.close) ? ['閉まる時刻は、開く時刻より後にしてください。'] : []),
    ...plan.classes.flatMap((one) =>
      one.legs.flatMap((leg) =>
        ids.has(leg.place) ? [] : [`「${one.name}」の行き先「${leg.place}」が、窓口の一覧にありません。`],
      ),
    ),
    ...plan.bookings.flatMap((one) =>
      classes.has(one.class) ? [] : [`予約の種類「${one.class}」が、来る方の種類にありません。`],
    ),
    ...(plan.classes.every((one) => one.share === 0) ? ['来る方の種類の割合が、すべて0です。'] : []),
    ...plan.places.flatMap(({ id, roster }) =>
      roster.every(({ desks }) => desks === 0) ? [`「${id}」に、開いている時間がありません。`] : [],
    ),
  ];
}

/** The plan with so many desks at one place whenever it is open. */
export function withDesks(plan: Plan, placeId: string, desks: number): Plan {
  const most = Math.max(
    1,
    ...plan.places.filter(({ id }) => id === placeId).flatMap((one) => one.roster.map((r) => r.desks)),
  );
  return {
    ...plan,
    places: plan.places.map((one) =>
      one.id === placeId
        ? { ...one, roster: one.roster.map((r) => ({ ...r, desks: Math.round((r.desks * desks) / most) })) }
        : one,
    ),
  };
}
