import { minuteOf, type Plan, planSchema, timeOfDay, usualProfile } from './plan.ts';
import type { Record } from './recording.ts';
import { hoursOf, planOfSheet, type Sheet, usualSettings } from './sheet.ts';

/** When a hall opens and closes where nothing else is known. */
export const usualHours = { open: '08:45', close: '17:15' } as const;

const [mostPlaces, mostJourneys, mostStops] = [12, 6, 4] as const;

const begun = ({ called, started }: Record): number | null => called ?? started;

/** The minutes at the desk; null where they are not known. */
export const minutesOf = (record: Record): number | null => {
  const from = begun(record);
  return from === null || record.ended === null ? null : record.ended - from;
};

/** The mean without the longest hundredth: a desk that forgot to press 「完了」. */
function trimmedMean(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const kept = sorted.slice(0, Math.max(1, Math.ceil(sorted.length * 0.99)));
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

const measured = (some: readonly Record[]): number[] =>
  some.flatMap((record) => minutesOf(record) ?? []).filter((minutes) => minutes > 0);

/** Mean time at the desk and its spread; 10 minutes where nothing was measured. */
function serviceOf(records: readonly Record[]): { minutes: number; spread: number } {
  const all = measured(records);
  const minutes = all.length === 0 ? 10 : trimmedMean(all);
  const variance = all.reduce((sum, value) => sum + (value - minutes) ** 2, 0) / Math.max(1, all.length);
  return { minutes, spread: all.length < 2 ? 0.6 : Math.min(2, Math.sqrt(variance) / minutes) };
}

function groupsBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** The visits, each with its places in the order of walking. */
const visitsOf = (records: readonly Record[]): Record[][] =>
  groupsBy(records, ({ day, visit, arrived, place }) => `${day} ${visit ?? `${arrived} ${place}`}`)
    .map((legs) => legs.sort((one, other) => one.arrived - other.arrived))
    .map((legs) => legs.filter(({ place }, index) => place !== legs[index - 1]?.place));

/** The most that were served at one place at the same moment of a time of day. */
function desksAtOnce(records: readonly Record[], begin: number, end: number): number {
  const stays = records.flatMap((record) => {
    const from = begun(record);
    return from === null || record.ended === null ? [] : [{ from, to: record.ended }];
  });
  const moments = [begin, ...stays.map(({ from }) => from).filter((from) => from >= begin && from < end)];
  return Math.max(...moments.map((at) => stays.filter(({ from, to }) => from <= at && to > at).length));
}

const middleOf = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/** The roster of one recorded day at a place, by quarter of an hour. */
function rosterOf(records: readonly Record[]): { from: string; to: string; desks: number }[] {
  const starts = records.flatMap((record) => (minutesOf(record) === null ? [] : [begun(record) ?? 0]));
  if (starts.length === 0) return [];
  const first = Math.floor(Math.min(...starts) / 15);
  const last = Math.floor(Math.max(...starts) / 15);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const [begin, end] = [(first + index) * 15, (first + index + 1) * 15];
    return { from: timeOfDay(begin), to: timeOfDay(end), desks: desksAtOnce(records, begin, end) };
  });
}

/** From the first arrival to the last one, in whole quarters of an hour. */
export function hoursOfRecords(records: readonly Record[]): { open: string; close: string } {
  const times = records.map(({ arrived }) => arrived);
  const first = times.reduce((least, time) => Math.min(least, time), 24 * 60);
  const last = times.reduce((most, time) => Math.max(most, time), 0);
  const open = Math.floor(first / 15) * 15;
  const close = Math.ceil((last + 0.01) / 15) * 15;
  return { open: timeOfDay(open), close: timeOfDay(Math.min(close, 23 * 60 + 59)) };
}

/** Arrivals in each quarter of an hour of a day that opens and closes at these times. */
function profileOf(arrivals: readonly number[], { open, close }: { open: string; close: string }): number[] {
  const begin = minuteOf(open);
  const quarters = Math.max(1, Math.ceil((minuteOf(close) - begin) / 15));
  const profile = Array.from({ length: quarters }, () => 0);
  for (const arrived of arrivals) {
    const quarter = Math.min(quarters - 1, Math.max(0, Math.floor((arrived - begin) / 15)));
    profile[quarter] = (profile[quarter] ?? 0) + 1;
  }
  return profile;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** What a sheet of records takes from elsewhere. */
export interface SheetOptions {
  origin: string;
  hours: { open: string; close: string };
  /** Desks of a place, where more is known than how many worked at once. */
  desks?: ReadonlyMap<string, number>;
  /** At most so many places: the others, where fewest come, are left out. */
  places?: number;
}

/**
 * The sheet of a day like those that were recorded: people, ways, times of coming and times at the desk. At most six ways
 * through several places are kept; rarer ones count as people of each place that they touch.
 */
export function sheetOfRecords(records: readonly Record[], options: SheetOptions): Sheet {
  const { origin, hours, desks, places: most = mostPlaces } = options;
  const days = groupsBy(records, ({ day }) => day ?? '');
  const visits = visitsOf(records);
  const everywhere = groupsBy(records, ({ place }) => place).sort((one, other) => other.length - one.length);
  const byPlace = everywhere.slice(0, most);
  const rest = everywhere.length - byPlace.length;
  const known = new Set(byPlace.map(([one]) => one?.place));
  const ways = groupsBy(
    visits.map((legs) => legs.map(({ place }) => place).filter((place) => known.has(place))),
    (way) => way.join('\n'),
  );
  const journeys = ways
    .filter(([way = []]) => way.length > 1 && way.length <= mostStops)
    .sort((one, other) => other.length - one.length)
    .slice(0, mostJourneys);
  const others = ways.filter((way) => !journeys.includes(way)).flat(2);
  return {
    ...usualSettings,
    origin: rest > 0 ? `${origin}来る人の少ない${rest}か所は除きました。` : origin,
    ...hours,
    profile: profileOf(
      visits.flatMap(([first]) => first?.arrived ?? []),
      hours,
    ),
    spread: serviceOf(records).spread,
    bookings: [],
    places: byPlace.map((here) => {
      const id = here[0]?.place ?? '';
      return {
        id,
        people: tenth(others.filter((place) => place === id).length / days.length),
        minutes: tenth(Math.min(200, Math.max(0.5, serviceOf(here).minutes))),
        desks: hoursOf(hours).map((hour) =>
          Math.min(
            40,
            desks?.get(id) ??
              middleOf(
                days.map((day) =>
                  desksAtOnce(
                    day.filter(({ place }) => place === id),
                    hour * 60,
                    (hour + 1) * 60,
                  ),
                ),
              ),
          ),
        ),
      };
    }),
    journeys: journeys.map((way) => ({ people: tenth(way.length / days.length), places: way[0] ?? [] })),
  };
}

/** A place as the hall has it now. */
export interface FurnishedPlace {
  id: string;
  standardMinutes: number;
  seats: number;
}

/** People of a day where nothing was recorded yet. */
const assumedPeople = 150;

/** The sheet of a day of which nothing was recorded yet: what the inventory expects of each place. */
export function sheetOfPlaces(places: readonly FurnishedPlace[], origin: string): Sheet {
  const shown = places.slice(0, mostPlaces);
  const seats = shown.reduce((sum, place) => sum + place.seats, 0) || 1;
  const hours = hoursOf(usualHours);
  return {
    ...usualSettings,
    origin,
    ...usualHours,
    profile: [...usualProfile],
    spread: 0.6,
    bookings: [],
    places: shown.map((place) => ({
      id: place.id,
      people: Math.round((assumedPeople * place.seats) / seats),
      minutes: place.standardMinutes,
      desks: hours.map(() => Math.max(1, Math.min(40, place.seats))),
    })),
    journeys: [],
  };
}

/** The sheet with appointments; places that only they are for join it. */
export function withBookings(sheet: Sheet, bookings: Sheet['bookings'], places: readonly FurnishedPlace[]): Sheet {
  const known = new Set(sheet.places.map(({ id }) => id));
  const wanted = new Set(bookings.flatMap((booking) => booking.places));
  const added = places.filter(({ id }) => wanted.has(id) && !known.has(id));
  const all = [
    ...sheet.places,
    ...added.map(({ id, standardMinutes, seats }) => ({
      id,
      people: 0,
      minutes: standardMinutes,
      desks: hoursOf(sheet).map(() => Math.max(1, seats)),
    })),
  ].slice(0, mostPlaces);
  const shown = new Set(all.map(({ id }) => id));
  return {
    ...sheet,
    places: all,
    bookings: bookings
      .map(({ at, places: own }) => ({ at, places: own.filter((id) => shown.has(id)) }))
      .filter((booking) => booking.places.length > 0),
  };
}

/**
 * The plan of recorded days. With `replay` the recorded visits are played as they were, with desks as many as worked at the
 * same time in each quarter of an hour; else new days of that kind are drawn.
 */
export function planOfRecords(records: readonly Record[], { replay }: { replay: boolean }): Plan {
  const hours = hoursOfRecords(records);
  if (!replay) {
    return planOfSheet('記録した日のような日', sheetOfRecords(records, { origin: '', hours, places: 60 }));
  }
  const places = groupsBy(records, ({ place }) => place);
  return planSchema.parse({
    name: '記録した日',
    ...hours,
    visitors: records.length,
    spread: serviceOf(records).spread,
    classes: places.map((here) => ({
      name: here[0]?.place ?? '',
      share: Math.min(5000, here.length),
      legs: [{ place: here[0]?.place ?? '', minutes: Math.min(240, Math.max(0.1, serviceOf(here).minutes)) }],
    })),
    places: places.map((here) => ({ id: here[0]?.place ?? '', roster: rosterOf(here) })),
    recorded: records.map((record) => {
      const minutes = minutesOf(record);
      return { at: record.arrived, place: record.place, minutes: minutes === null ? null : Math.min(600, minutes) };
    }),
  });
}
