import { meanOf, type Times, timesOf, usualTimes, type Weighted } from './times.ts';

/** One time at a desk as it was recorded: from the call until the desk was free again. */
export interface Stay {
  serviceId: string;
  procedures: readonly string[];
  /** What the inventory expects, in minutes. */
  planned: number;
  /** What it took, in minutes; 0 for somebody who left before being called. */
  minutes: number;
  /** When it began, in minutes after midnight (Asia/Tokyo). */
  minute: number;
  /** The day and seat, to count how many desks worked; null for somebody who left before. */
  desk: { day: string; counterId: number } | null;
}

/** What a hall has learned of one place. */
export interface PlaceExperience {
  serviceId: string;
  /** How many stays it was learned from. */
  count: number;
  /** Time ÷ time that the inventory expects. */
  ratio: Times;
  /** Quantiles by set of procedures, for those that came often enough. */
  kinds: Readonly<Record<string, { count: number; times: Times }>>;
  /** Desks at work on a usual day, by quarter of an hour. */
  desks: readonly number[];
}

export type Experience = ReadonlyMap<string, PlaceExperience>;

/** The name of what is done together, as experience is kept by. */
export function kindOf(procedures: readonly string[]): string {
  return [...procedures].sort().join(' ');
}

const quarters = 96;
/** A set of procedures has quantiles of its own from so many stays on. */
const enough = 12;
/** So many stays weigh as much as what is known from elsewhere: the place for a kind, the inventory for a place. */
const doubt = 8;
/** A single record that is so many times longer than expected is a desk that forgot to press 「完了」. */
const forgotten = 8;

/** Quantiles of `own` mixed with what is known otherwise, as if that were `doubt` measurements more. */
function mixed(own: readonly number[], otherwise: Times): Times {
  const measured: Weighted[] = own.map((minutes) => ({ minutes, weight: 1 }));
  const known = otherwise.map((minutes) => ({ minutes, weight: doubt / otherwise.length }));
  return timesOf([...measured, ...known]);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** A desk that calls nobody for longer than this is away. */
const longestPause = 35;

/** Mean number of desks at work by quarter of an hour. Pauses between two visitors count as work, breaks do not. */
function desksByQuarter(stays: readonly Stay[]): number[] {
  const days = new Set(stays.flatMap(({ desk }) => desk?.day ?? []));
  const minutes = new Array<number>(quarters).fill(0);
  for (const atDesk of groupBy(
    stays.filter(({ desk }) => desk !== null),
    ({ desk }) => `${desk?.day} ${desk?.counterId}`,
  ).values()) {
    const begun = atDesk.map((stay) => ({ from: stay.minute, to: stay.minute + stay.minutes }));
    begun.sort((left, right) => left.from - right.from);
    let until = Number.NEGATIVE_INFINITY;
    for (const { from, to } of begun) {
      const start = from - until > longestPause ? from : Math.min(from, until);
      for (
        let quarter = Math.floor(Math.max(start, until) / 15);
        quarter * 15 < to && quarter < quarters;
        quarter += 1
      ) {
        const overlap = Math.min(to, quarter * 15 + 15) - Math.max(start, until, quarter * 15);
        if (overlap > 0) minutes[quarter] = (minutes[quarter] ?? 0) + overlap;
      }
      until = Math.max(until, to);
    }
  }
  return minutes.map((sum) => twoPlaces(sum / 15 / Math.max(1, days.size)));
}

/**
 * What the last weeks teach: for each place the distribution of time against what the inventory expects, for each set of
 * procedures that came often enough its own, each mixed with what was known before (shrinkage), and the desks at work
 * by time of day.
 */
export function learn(stays: readonly Stay[]): PlaceExperience[] {
  return [...groupBy(stays, ({ serviceId }) => serviceId)].map(([serviceId, atPlace]) => {
    const sound = atPlace.filter(({ minutes, planned }) => minutes <= planned * forgotten);
    const ratio = mixed(
      sound.map(({ minutes, planned }) => minutes / planned),
      usualTimes(1),
    );
    const kinds = [...groupBy(sound, ({ procedures }) => kindOf(procedures))]
      .filter(([, same]) => same.length >= enough)
      .map(([kind, same]) => {
        const planned = same.reduce((sum, stay) => sum + stay.planned, 0) / same.length;
        const times = mixed(
          same.map(({ minutes }) => minutes),
          ratio.map((value) => value * planned),
        );
        return [kind, { count: same.length, times: times.map(twoPlaces) }] as const;
      });
    return {
      serviceId,
      count: sound.length,
      ratio: ratio.map((value) => Math.round(value * 1000) / 1000),
      kinds: Object.fromEntries(kinds),
      desks: desksByQuarter(atPlace),
    };
  });
}

const twoPlaces = (value: number): number => Math.round(value * 100) / 100;

/** The distribution of the time at the desk for one leg: its kind's own, else the place's, else the inventory's. */
export function timesFor(
  experience: Experience,
  leg: { serviceId: string; procedures: readonly string[]; minutes: number },
): Times {
  const place = experience.get(leg.serviceId);
  const kind = place && Object.hasOwn(place.kinds, kindOf(leg.procedures)) ? place.kinds[kindOf(leg.procedures)] : null;
  if (kind) return kind.times;
  return place ? place.ratio.map((value) => value * leg.minutes) : usualTimes(leg.minutes);
}

/** The mean time at a place over everybody who came, for the mean method; the inventory's where nothing was learned. */
export function meanMinutes(experience: Experience, service: { id: string; standardMinutes: number }): number {
  const place = experience.get(service.id);
  const kinds = Object.values(place?.kinds ?? {});
  const count = kinds.reduce((sum, kind) => sum + kind.count, 0);
  if (count === 0) return (place ? meanOf(place.ratio) : 1) * service.standardMinutes;
  return kinds.reduce((sum, kind) => sum + kind.count * meanOf(kind.times), 0) / count;
}
