import { type Clock, heldFor } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Snapshot } from '../queue/board.ts';
import { correctionOf } from './correction.ts';
import { learn, meanMinutes } from './experience.ts';
import { type Coming, futureOf, type Outlook } from './outlook.ts';
import * as store from './quote-store.ts';

/** What a hall knows about waiting, and how it goes on learning. */
export interface Waiting {
  /** What waiting times are worked out with now; at most some seconds old. */
  outlook(): Promise<Outlook>;
  /** Keeps what is told about the legs of a visit that wait now. */
  keep(snapshot: Snapshot, visitId: string): Promise<void>;
  /** Learns from the days before today. Gives the number of places. */
  learn(): Promise<number>;
  /** The quotes of the last days whose outcome is known. */
  judged(days: number): Promise<store.JudgedQuote[]>;
  /** What was recorded at the places in the last days. */
  recorded(days: number): Promise<store.RecordedLeg[]>;
}

const day = 86_400_000;
/** How many days back times at the desk are learned from, and corrections of P80 remembered. */
const daysOfExperience = 42;
const daysOfCorrection = 14;
/** How old corrections and experience may be while the hall is open, in seconds. */
const correctionSeconds = 20;
const experienceSeconds = 600;

interface WaitingParts {
  database: Database;
  clock: Clock;
  facilityId: string;
  /** Who has an appointment later today and is not here yet. */
  coming?: () => Promise<readonly Coming[]>;
}

/** Makes the memory of one hall. */
export function createWaiting({ database, clock, facilityId, coming = async () => [] }: WaitingParts): Waiting {
  const before = (days: number): Date => new Date(clock.now().getTime() - days * day);

  async function learnNow(): Promise<number> {
    const places = learn(await store.staysSince(database.kysely, facilityId, before(daysOfExperience)));
    await store.keepExperience(database.kysely, places, clock.now());
    return places.length;
  }

  const experience = heldFor(experienceSeconds, clock, async () => {
    await learnNow();
    return new Map((await store.experienceOf(database.kysely)).map((place) => [place.serviceId, place]));
  });

  async function judged(days: number): Promise<store.JudgedQuote[]> {
    await store.scoreQuotes(database.kysely, facilityId);
    return store.judgedQuotes(database.kysely, facilityId, before(days));
  }

  const outlook = heldFor(correctionSeconds, clock, async (): Promise<Outlook> => {
    // Who left is known only not to have been called until then, which says nothing about who was right.
    const scored = (await judged(daysOfCorrection)).filter(({ left, raw80 }) => !left && raw80 > 0);
    return { experience: await experience(), correction: correctionOf(scored), coming: await coming() };
  });

  return {
    outlook,
    judged,
    recorded: (days) => store.recordedLegs(database.kysely, facilityId, before(days)),
    learn: learnNow,
    async keep(snapshot, visitId) {
      const future = futureOf(snapshot);
      const known = snapshot.outlook?.experience ?? new Map();
      const quotes = snapshot.legs.flatMap((leg): store.ToldQuote[] => {
        const quote = future.legs.get(leg.id);
        const service = snapshot.services.find(({ id }) => id === leg.serviceId);
        const end = future.visits.get(visitId);
        if (leg.visitId !== visitId || leg.state !== 'waiting' || !quote || !service || !end) return [];
        const line = snapshot.legs.filter((one) => one.state === 'waiting' && one.serviceId === leg.serviceId);
        const ahead = line.indexOf(leg);
        const desks = snapshot.seats.filter((one) => one.staffId !== null && one.skills.includes(leg.serviceId)).length;
        if (desks === 0) return [];
        return [
          {
            legId: leg.id,
            visitId,
            facilityId,
            serviceId: leg.serviceId,
            at: snapshot.at,
            ...quote,
            end50: end.p50,
            end80: end.p80,
            meanMethod: ((ahead + 1) * meanMinutes(known, service)) / desks,
            ahead,
            desks,
          },
        ];
      });
      await store.keepQuotes(database.kysely, quotes);
    },
  };
}
