import { hoursOf, type Sheet } from './sheet.ts';

/** What was typed, by the name of the field. */
export type Entries = Readonly<{ [field: string]: string | undefined }>;

/** Something to be put right: the field and the sentence beside it. */
export interface EntryProblem {
  name: string;
  message: string;
}

/** So many ways through several places can be written down, each with so many places. */
export const [journeyRows, journeyStops] = [6, 4] as const;

/** The names of the fields. */
export const fields = {
  people: (place: number): string => `people-${place}`,
  minutes: (place: number): string => `minutes-${place}`,
  desks: (place: number, hour: number): string => `desks-${place}-${hour}`,
  journeyPeople: (row: number): string => `journey-${row}-people`,
  journeyStop: (row: number, stop: number): string => `journey-${row}-${stop}`,
};

/** The fields of a sheet with what stands in them. */
export function entriesOf(name: string, sheet: Sheet): Entries {
  const entries: { [field: string]: string } = {
    name,
    preEntry: String(sheet.preEntry),
    days: String(sheet.days),
    goalMinutes: String(sheet.goal.minutes),
    goalShare: String(sheet.goal.share),
  };
  const hours = hoursOf(sheet);
  sheet.places.forEach(({ people, minutes, desks }, place) => {
    entries[fields.people(place)] = String(people);
    entries[fields.minutes(place)] = String(minutes);
    hours.forEach((hour, index) => {
      entries[fields.desks(place, hour)] = String(desks[index] ?? 0);
    });
  });
  sheet.journeys.forEach(({ people, places }, row) => {
    entries[fields.journeyPeople(row)] = String(people);
    places.forEach((id, stop) => {
      entries[fields.journeyStop(row, stop)] = String(sheet.places.findIndex((place) => place.id === id));
    });
  });
  return entries;
}

/** A number as it was typed, in full width too; null when it is none. */
function numberOf(text: string): number | null {
  const plain = text.normalize('NFKC').replaceAll(',', '').trim();
  return /^\d{1,6}(\.\d{1,3})?$/.test(plain) ? Number(plain) : null;
}

interface Bounds {
  least?: number;
  most: number;
  /** 「席」 and the like take whole numbers only. */
  whole?: boolean;
}

/**
 * The table of desks after the quick fill: from this hour to that one, at one place or at all of them. Where nothing was typed
 * into it, nothing changes; what cannot be read stays for `readSheet` to name.
 */
export function filled(entries: Entries, sheet: Sheet): Entries {
  const desks = entries.fillDesks?.trim() ?? '';
  if (desks === '') return entries;
  const hours = hoursOf(sheet);
  const from = Number(entries.fillFrom ?? hours[0]);
  const to = Number(entries.fillTo ?? hours.at(-1));
  const cells = sheet.places.flatMap((_, place) =>
    entries.fillPlace === undefined || entries.fillPlace === 'all' || entries.fillPlace === String(place)
      ? hours.filter((hour) => hour >= from && hour <= to).map((hour) => fields.desks(place, hour))
      : [],
  );
  return { ...entries, fillDesks: '', ...Object.fromEntries(cells.map((cell) => [cell, desks])) };
}

/** The sheet with what was typed, or what is to be put right. A field that was not sent keeps what the sheet says. */
export function readSheet(
  entries: Entries,
  kept: Sheet,
): { sheet: Sheet; problems: [] } | { sheet: null; problems: EntryProblem[] } {
  const problems: EntryProblem[] = [];
  const usual = entriesOf('', kept);
  const typed = (name: string): string => (entries[name] ?? usual[name] ?? '').trim();
  const read = (name: string, { least = 0, most, whole }: Bounds): number => {
    const value = numberOf(typed(name));
    if (value !== null && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    problems.push({ name, message: `${least}から${most}までの${whole ? '整数' : '数'}を入れてください。` });
    return least;
  };
  const hours = hoursOf(kept);
  const places = kept.places.map(({ id }, place) => {
    const desks = hours.map((hour) => read(fields.desks(place, hour), { most: 40, whole: true }));
    if (desks.every((count) => count === 0)) {
      problems.push({
        name: fields.desks(place, hours[0] ?? 0),
        message: `${id}の席を、どこかの時間で1つ以上にしてください。`,
      });
    }
    return {
      id,
      people: read(fields.people(place), { most: 3000 }),
      minutes: read(fields.minutes(place), { least: 0.5, most: 200 }),
      desks,
    };
  });
  const journeys = Array.from({ length: journeyRows }, (_, row) => {
    const stops = Array.from({ length: journeyStops }, (_, stop) => {
      const chosen = typed(fields.journeyStop(row, stop));
      return chosen === '' ? [] : (kept.places[Number(chosen)]?.id ?? []);
    }).flat();
    const people = fields.journeyPeople(row);
    if (typed(people) === '' && stops.length === 0) return [];
    if (stops.length < 2) {
      problems.push({ name: fields.journeyStop(row, 0), message: 'まわる窓口を2か所以上えらんでください。' });
      return [];
    }
    if (stops.some((id, index) => id === stops[index - 1])) {
      problems.push({
        name: fields.journeyStop(row, 0),
        message: '同じ窓口が続いています。別の窓口をえらんでください。',
      });
    }
    return [{ people: read(people, { most: 3000 }), places: stops }];
  }).flat();
  const sheet: Sheet = {
    ...kept,
    places,
    journeys,
    preEntry: read('preEntry', { most: 100 }),
    goal: {
      minutes: read('goalMinutes', { least: 1, most: 120, whole: true }),
      share: read('goalShare', { least: 1, most: 99, whole: true }),
    },
    days: read('days', { least: 2, most: 100, whole: true }),
  };
  const people = [...places, ...journeys].reduce((sum, one) => sum + one.people, 0) + kept.bookings.length;
  if (people === 0 || people > 5000) {
    problems.push({ name: fields.people(0), message: '来る人は、合わせて1人から5000人までにしてください。' });
  }
  return problems.length > 0 ? { sheet: null, problems } : { sheet, problems: [] };
}
