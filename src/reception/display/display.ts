import {
  absentTickets,
  type BoardCall,
  isActive,
  type PlaceStatus,
  placeStatuses,
  recentCalls,
  type Snapshot,
} from '../queue/board.ts';
import type { Service } from '../queue/hall-store.ts';
import type { VoiceLanguage } from '../voice/phrases.ts';

/** A time of day in Japan between two others, as 「12:00」; over midnight when it ends before it begins. */
export interface QuietTime {
  from: string;
  to: string;
}

/** A calling display: what it shows and how it sounds. */
export interface DisplayArea {
  /** What stands in its address: `1`, `all`, `mado-guchi`. */
  id: string;
  name: string;
  /** The floor that it shows; null = all floors. Without meaning where places are named. */
  floor: number | null;
  /** The places that it shows; none = the whole floor. */
  places: readonly string[];
  /** In which languages calls are spoken, in this order; none = the chime alone. */
  languages: readonly VoiceLanguage[];
  /** Loudness in percent; 0 = no sound at all. */
  volume: number;
  /** When it makes no sound. */
  quiet: readonly QuietTime[];
}

/** Calls that a board shows in full (design guide: three, the newest on top). */
export const callsOnBoard = 3;
/** Lines of waiting times that fit beside them. */
const placesOnBoard = 6;

/** How a display is until somebody sets it otherwise. */
const usual = { places: [], languages: ['ja', 'en'], volume: 70, quiet: [] } as const;

/** The display of a floor or of the whole hall that nobody has set up; null for an address that means nothing. */
export function usualArea(id: string): DisplayArea | null {
  if (id === 'all') return { ...usual, id, name: '全体', floor: null };
  if (!/^-?\d{1,2}$/.test(id)) return null;
  return { ...usual, id, name: `${id}階`, floor: Number(id) };
}

/** Every display that there is: those that were set up, and the usual one of each floor and of the whole hall. */
export function areasOf(set: readonly DisplayArea[], services: readonly Pick<Service, 'floor'>[]): DisplayArea[] {
  const floors = [...new Set(services.map(({ floor }) => floor))].sort((left, right) => left - right);
  const known = new Map(set.map((area) => [area.id, area]));
  const ids = ['all', ...floors.map(String)];
  const others = set.filter(({ id }) => !ids.includes(id));
  return [...ids.flatMap((id) => known.get(id) ?? usualArea(id) ?? []), ...others];
}

/** Whether a place belongs to a display. */
export function showsPlace({ floor, places }: Pick<DisplayArea, 'floor' | 'places'>, service: Service): boolean {
  return places.length > 0 ? places.includes(service.id) : floor === null || service.floor === floor;
}

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Tokyo' });

/** Loudness of a display at a moment, from 0 to 1. */
export function loudnessAt({ volume, quiet }: Pick<DisplayArea, 'volume' | 'quiet'>, now: Date): number {
  const time = clockFormat.format(now);
  const isQuiet = quiet.some(({ from, to }) => (from <= to ? from <= time && time < to : from <= time || time < to));
  return isQuiet ? 0 : volume / 100;
}

/** What a display shows at one moment. */
export interface Board {
  /** The newest calls, newest first. */
  calls: readonly BoardCall[];
  /** Calls that are still open and find no room among the newest ones; nobody is forgotten. */
  more: readonly BoardCall[];
  /** Everybody who is called and has not come yet, the one called first on top: what the voice has to say. */
  open: readonly BoardCall[];
  places: readonly PlaceStatus[];
  absent: readonly string[];
}

/** Makes out what a display shows. */
export function boardOf(snapshot: Snapshot, area: Pick<DisplayArea, 'floor' | 'places'>): Board {
  const shows = (service: Service) => showsPlace(area, service);
  const calls = recentCalls(snapshot, shows);
  const open = calls.filter((call) => call.open);
  const here = placeStatuses(snapshot).filter((place) => isActive(place) && shows(place.service));
  // The fullest where not all fit.
  const chosen = new Set([...here].sort((left, right) => right.waiting - left.waiting).slice(0, placesOnBoard));
  return {
    calls: calls.slice(0, callsOnBoard),
    more: calls.slice(callsOnBoard).filter((call) => call.open),
    open: open.reverse(),
    places: here.filter((place) => chosen.has(place)),
    absent: absentTickets(snapshot, shows),
  };
}
