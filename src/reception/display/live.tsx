import type { Readable } from 'node:stream';
import type { Inventory } from '#inventory';
import type { Database } from '#platform/database';
import { type EventBus, type SharedState, shareState } from '#platform/events';
import type { Language } from '#platform/i18n';
import { regionsEvent } from '#ui';
import { isActive, placeStatuses, type Snapshot } from '../queue/board.ts';
import type { ReceptionService } from '../queue/service.ts';
import { situationOf, type TurnSituation } from '../queue/situation.ts';
import type { Leg } from '../queue/visit.ts';
import { timeText } from '../texts.ts';
import type { Clips } from '../voice/clips.ts';
import { callPhrases, type Phrase } from '../voice/phrases.ts';
import { boardOf, type DisplayArea, showsPlace, usualArea } from './display.ts';
import { displayAreas } from './display-store.ts';
import { BoardCalls, BoardSide } from './pages/board-parts.tsx';
import { CongestionTable } from './pages/congestion.tsx';
import { Situation } from './pages/situation.tsx';

/** The hall at one moment as all screens share it. What several of them show alike is drawn once. */
export interface HallState {
  readonly snapshot: Snapshot;
  /** When this was so, as phones show it. */
  readonly time: string;
  readonly areas: readonly DisplayArea[];
  readonly legsByVisit: ReadonlyMap<string, readonly Leg[]>;
  /** Gives what `draw` makes for `key`, made once for this state: all who watch the same get the same bytes. */
  once(key: string, draw: () => Buffer): Buffer;
}

export interface HallLiveParts {
  readonly database: Database;
  readonly bus: EventBus;
  readonly reception: ReceptionService;
  readonly inventory: () => Inventory;
  readonly clips: Pick<Clips, 'addressesOf' | 'prepare'>;
  readonly failed: (error: unknown) => void;
}

/** The event streams of displays, phones and the page of how full it is: each carries what its page shows. */
export interface HallLive {
  /** What a display shows, as it changes. */
  board(area: string): Readable;
  /** How the turn of a visit stands. */
  turn(visitId: string, language: Language): Readable;
  congestion(language: Language): Readable;
  close(): void;
}

function stateOf(snapshot: Snapshot, areas: readonly DisplayArea[]): HallState {
  const drawn = new Map<string, Buffer>();
  const legsByVisit = new Map<string, Leg[]>();
  for (const leg of snapshot.legs) {
    const legs = legsByVisit.get(leg.visitId);
    if (legs) legs.push(leg);
    else legsByVisit.set(leg.visitId, [leg]);
  }
  for (const legs of legsByVisit.values()) legs.sort((left, right) => left.position - right.position);
  return {
    snapshot,
    time: timeText(snapshot.at),
    areas,
    legsByVisit,
    once(key, draw) {
      const known = drawn.get(key);
      if (known !== undefined) return known;
      const made = draw();
      drawn.set(key, made);
      return made;
    },
  };
}

/** How the turn of a visit stands; null for a visit that is not of today. */
function situationIn({ snapshot, legsByVisit }: HallState, visitId: string): TurnSituation | null {
  const visit = snapshot.visits.get(visitId);
  return visit ? situationOf(snapshot, visit, legsByVisit.get(visitId) ?? []) : null;
}

function drawTurn(situation: TurnSituation, language: Language, inventory: Inventory, time: string): Buffer {
  const parts = { 'turn-now': <Situation {...{ situation, language, inventory, time }} /> };
  return bytesOf(parts, { 'turn-ticket': situation.version, turn: situation.version });
}

const nothing = Buffer.alloc(0);
const bytesOf = (...parts: Parameters<typeof regionsEvent>): Buffer => Buffer.from(regionsEvent(...parts));

/** Turns that are kept drawn; more than a hall has in a day. */
const mostTurns = 10_000;
/** So many of those who wait at a place may be called before the next look. */
const soonCalled = 3;

/** What will be said of those who are called next at the places of a display, so that their clips are there in time. */
function* upcoming(snapshot: Snapshot, area: DisplayArea, inventory: Inventory): Generator<Phrase> {
  for (const service of snapshot.services.filter((one) => showsPlace(area, one))) {
    const next = snapshot.legs.filter(({ state, serviceId }) => state === 'waiting' && serviceId === service.id);
    for (const { visitId } of next.slice(0, soonCalled)) {
      const ticket = snapshot.visits.get(visitId)?.ticket ?? '';
      for (const language of area.languages) yield* callPhrases(ticket, service, language, inventory);
    }
  }
}

/** Opens the streams of this process: the hall is read once for all who watch. */
export function openHallLive(parts: HallLiveParts): HallLive {
  const { database, bus, reception, inventory, clips } = parts;
  const shared: SharedState<HallState> = shareState({
    bus,
    topics: [`queue:${reception.facilityId}`],
    failed: parts.failed,
    async read() {
      const [snapshot, areas] = await Promise.all([
        reception.snapshot(),
        displayAreas(database.kysely, reception.facilityId),
      ]);
      return stateOf(snapshot, areas);
    },
  });

  function drawBoard({ snapshot, areas }: HallState, id: string): Buffer {
    const area = areas.find((one) => one.id === id) ?? usualArea(id);
    if (area === null) return nothing;
    const board = boardOf(snapshot, area);
    const now = snapshot.at;
    void clips.prepare(upcoming(snapshot, area, inventory())).catch(parts.failed);
    return bytesOf({
      calls: <BoardCalls board={board} area={area} inventory={inventory()} clips={clips.addressesOf} now={now} />,
      waits: <BoardSide board={board} inventory={inventory()} now={now} />,
    });
  }

  const drawnTurns = new Map<string, { key: string; bytes: Buffer }>();

  /** The message of a turn: drawn anew only when something in it has changed, whoever follows it. */
  function turnBytes(state: HallState, visitId: string, language: Language): Buffer {
    const id = `${visitId} ${language}`;
    const last = drawnTurns.get(id);
    const situation = situationIn(state, visitId);
    if (situation === null) return last?.bytes ?? nothing;
    const { time } = state;
    // The id is enough of a place: what else is known of it does not change within the minute that `time` names.
    const key = JSON.stringify([{ ...situation, place: situation.place?.id }, time]);
    if (key === last?.key) return last.bytes;
    const bytes = drawTurn(situation, language, inventory(), time);
    if (drawnTurns.size >= mostTurns) drawnTurns.clear();
    drawnTurns.set(id, { key, bytes });
    return bytes;
  }

  return {
    board: (area) => shared.stream((state) => state.once(`board ${area}`, () => drawBoard(state, area))),
    turn: (visitId, language) =>
      shared.stream((state) => state.once(`turn ${visitId} ${language}`, () => turnBytes(state, visitId, language))),
    congestion: (language) =>
      shared.stream((state) =>
        state.once(`congestion ${language}`, () => {
          const places = placeStatuses(state.snapshot).filter(isActive);
          const props = { language, inventory: inventory(), places, now: state.snapshot.at };
          return bytesOf({ congestion: <CongestionTable {...props} /> });
        }),
      ),
    close: shared.close,
  };
}
