import type { Inventory, Procedure } from '#inventory';
import { placeOfProcedure } from './journey.ts';
import { comparePlaces, type Place } from './place.ts';

/** A place as the hall is furnished with it. */
export interface PlannedService extends Place {
  departments: readonly string[];
  /** Letter of its ticket numbers. */
  series: string;
  /** Time at the counter of someone whose procedures are not known, in minutes. */
  standardMinutes: number;
  seats: number;
}

/** The desk at the entrance, for those who do not know yet where to go. */
export const informationDesk: Place = { id: '1階 総合案内', floor: 1, window: null, name: '総合案内' };

/** Letters that are not mistaken for a digit. */
const letters = [...'ABCDEFGHJKMNPQRSTUVWXYZ'];

/** The letter that belongs to the n-th place: A … Z, then AA, AB … */
function seriesOf(index: number): string {
  const letter = letters[index % letters.length] ?? '';
  return index < letters.length ? letter : seriesOf(Math.floor(index / letters.length) - 1) + letter;
}

/** Seats to begin with, by how many procedures a place does; the city sets its own number later. */
function seatsFor(procedures: number): number {
  if (procedures >= 10) return 3;
  return procedures >= 5 ? 2 : 1;
}

/** Each value once, the most frequent first. */
function byFrequency(values: readonly string[]): string[] {
  const count = (value: string): number => values.filter((one) => one === value).length;
  return [...new Set(values)].sort((left, right) => count(right) - count(left) || (left < right ? -1 : 1));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

/**
 * The places of the hall as the inventory names them, in the order of walking, with a letter and seats each. Places that
 * are already furnished keep their letters: `taken` are their letters, `reserved` are letters that stand on tickets.
 */
export function planHall(
  inventory: Inventory,
  taken: ReadonlyMap<string, string> = new Map(),
  reserved: readonly string[] = [],
): PlannedService[] {
  const places = new Map<string, { place: Place; procedures: Procedure[] }>([
    [informationDesk.id, { place: informationDesk, procedures: [] }],
  ]);
  for (const procedure of inventory.procedures) {
    const place = placeOfProcedure(inventory, procedure);
    if (place === null) continue;
    const found = places.get(place.id) ?? { place, procedures: [] };
    found.procedures.push(procedure);
    places.set(place.id, found);
  }
  const used = new Set([...taken.values(), ...reserved]);
  const free = Array.from({ length: places.size + used.size }, (_, index) => seriesOf(index)).filter(
    (series) => !used.has(series),
  );
  return [...places.values()]
    .sort((left, right) => comparePlaces(left.place, right.place))
    .map(({ place, procedures }) => ({
      ...place,
      departments: byFrequency(procedures.map(({ counter }) => counter.department)),
      series: taken.get(place.id) ?? free.shift() ?? '',
      standardMinutes:
        procedures.length === 0
          ? 5
          : Math.max(1, Math.round(mean(procedures.map((one) => one.duration.counterMinutes)))),
      seats: seatsFor(procedures.length),
    }));
}
