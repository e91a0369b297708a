import { addDays, type Day, weekday } from '#platform/clock';
import type { RecordedLeg, Service } from '#reception';
import { type Plan, planSchema, usualProfile } from './plan.ts';
import { planOfRecords } from './recording.ts';

/** What was entered, by the name of the field. */
export type Entries = Readonly<{ [field: string]: string | undefined }>;

/** A place as the form shows it. */
export interface FormPlace {
  id: string;
  share: number;
  minutes: number;
  desks: number;
}

/** What the form begins with: from the record of such days, or from the inventory where there is none. */
export interface Basis {
  visitors: number;
  places: readonly FormPlace[];
  profile: readonly number[];
  spread: number;
  /** How many recorded days it stands on; 0 = from the inventory. */
  days: number;
}

/** The parts of the day for which desks are entered. */
export const parts = [
  { id: 'am', label: '午前', from: '08:45', to: '12:00' },
  { id: 'noon', label: '昼', from: '12:00', to: '13:00' },
  { id: 'pm', label: '午後', from: '13:00', to: '17:15' },
] as const;

const mostPlaces = 12;
const enoughVisits = 30;

/** The basis of a day: recorded days of the same weekday, else all recorded days, else what the inventory expects. */
export function basisOf(
  recorded: readonly RecordedLeg[],
  services: readonly (Service & { seats: number })[],
  day: Day | null,
): Basis {
  const same = day === null ? recorded : recorded.filter((leg) => weekday(leg.day) === weekday(day));
  const used = same.length >= enoughVisits ? same : recorded;
  const days = new Set(used.map((leg) => leg.day)).size;
  if (used.length < enoughVisits) return basisOfInventory(services);
  const plan = planOfRecords(used, { replay: false });
  return {
    visitors: Math.round(used.length / days),
    days,
    spread: plan.spread,
    profile: quarterProfile(used),
    places: plan.classes
      .map((one) => ({
        id: one.name,
        share: one.share,
        minutes: Math.round((one.legs[0]?.minutes ?? 10) * 10) / 10,
        desks: services.find(({ id }) => id === one.name)?.seats ?? 1,
      }))
      .sort((left, right) => right.share - left.share)
      .slice(0, mostPlaces),
  };
}

function quarterProfile(used: readonly RecordedLeg[]): number[] {
  const open = 8 * 60 + 45;
  return usualProfile.map(
    (_, quarter) => used.filter(({ arrived }) => Math.floor((arrived - open) / 15) === quarter).length,
  );
}

function basisOfInventory(services: readonly (Service & { seats: number })[]): Basis {
  const places = services.slice(0, mostPlaces).map(({ id, standardMinutes, seats }) => ({
    id,
    share: seats,
    minutes: standardMinutes,
    desks: seats,
  }));
  return { visitors: 150, places, profile: usualProfile, spread: 0.6, days: 0 };
}

/** A number as it was typed, full width too; null when it is none or out of range. */
function numberOf(text: string | undefined, usual: number, most: number): number | null {
  if (text === undefined || text.trim() === '') return usual;
  const value = Number(text.normalize('NFKC').replaceAll(',', '').trim());
  return Number.isFinite(value) && value >= 0 && value <= most ? value : null;
}

/** The plans that were entered, or what is to be put right. `second` is null where it has the same desks. */
export function plansOf(
  entries: Entries,
  basis: Basis,
): { first: Plan; second: Plan | null; days: number } | { problems: { name: string; message: string }[] } {
  const problems: { name: string; message: string }[] = [];
  const read = (name: string, usual: number, most: number, whole = true): number => {
    const value = numberOf(entries[name], usual, most);
    if (value !== null && (!whole || Number.isInteger(value))) return value;
    problems.push({ name, message: `0から${most}までの数を入れてください。` });
    return usual;
  };
  const visitors = read('visitors', basis.visitors, 3000);
  const days = Math.max(2, read('days', 20, 100));
  const planWith = (column: 'a' | 'b', name: string): Plan => {
    const places = basis.places.map(({ id, desks }, index) => ({
      id,
      roster: parts.map(({ id: part, from, to }) => {
        const own = read(`a-${index}-${part}`, desks, 40);
        return { from, to, desks: column === 'a' ? own : read(`b-${index}-${part}`, own, 40) };
      }),
    }));
    const shareOf = read('preA', 0, 100) / 100;
    return planSchema.parse({
      name,
      visitors,
      profile: [...basis.profile],
      spread: Math.min(2, basis.spread),
      places,
      classes: basis.places.map(({ id, share, minutes }, index) => ({
        name: id,
        share,
        legs: [{ place: id, minutes: Math.max(0.5, read(`minutes-${index}`, minutes, 200, false)) }],
      })),
      preEntry: { share: column === 'a' ? shareOf : read('preB', shareOf * 100, 100) / 100, shortens: 0.4 },
    });
  };
  const first = planWith('a', 'いまの計画');
  const second = planWith('b', '変えた計画');
  basis.places.forEach((_, index) => {
    for (const [column, plan] of [
      ['a', first],
      ['b', second],
    ] as const) {
      if (plan.places[index]?.roster.every(({ desks }) => desks === 0)) {
        problems.push({ name: `${column}-${index}-am`, message: '席をどこかの時間で1つ以上にしてください。' });
      }
    }
  });
  if (problems.length > 0) return { problems: [...new Map(problems.map((one) => [one.name, one])).values()] };
  const isSame = JSON.stringify([first.places, first.preEntry]) === JSON.stringify([second.places, second.preEntry]);
  return { first, second: isSame ? null : second, days };
}

/** The next day after `today` that is not a weekend. */
export function nextWorkday(today: Day): Day {
  const next = addDays(today, 1);
  return [0, 6].includes(weekday(next)) ? nextWorkday(next) : next;
}
