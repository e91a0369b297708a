/**
 * How far the waits told to visitors are from what happens, on days that the estimator has never seen, against the methods
 * that are in use elsewhere. It learns from 15 ordinary days of the same hall, by what a hall records.
 */
import { correctionOf, estimateOf, learn, lookAhead, meanMinutes, type Outlook, type Scored } from '#reception';
import { type Family, playDay, type Scenario } from './hall-days.ts';
import { percentile, report } from './report.ts';

const quick = process.argv.includes('--quick');
const trainingDays = quick ? 8 : 15;
const heldOutDays = quick ? 3 : 10;
const scenarios: readonly Scenario[] = ['normal', 'slower', 'missing', 'burst'];
const families: readonly Family[] = ['lognormal', 'gamma'];
const visitors = 330;

interface Told {
  p50: number;
  raw80: number;
  p80: number;
  /** The two ends of the range as a visitor reads it. */
  shownFrom: number;
  shownTo: number;
  mean: number;
  fixed: number;
  lastServed: number;
  serviceId: string;
}
interface Result extends Told {
  actual: number;
}

const milliseconds: number[] = [];

/** Plays days, tells every visitor a wait, and gives what became of those who were told a number. */
function judge(
  family: Family,
  scenario: Scenario,
  days: readonly number[],
  outlook: Outlook,
): { results: Result[]; outlook: Outlook } {
  const results: Result[] = [];
  let { correction } = outlook;
  const told = new Map<string, Told>();
  for (const day of days) {
    const lastWait = new Map<string, number>();
    playDay(
      day,
      { family, scenario, visitors },
      {
        arrived(legId, snapshot) {
          const leg = snapshot.legs.find(({ id }) => id === legId);
          if (!leg) return;
          const begun = performance.now();
          const quote = lookAhead(snapshot, { ...outlook, correction }).legs.get(legId);
          milliseconds.push(performance.now() - begun);
          const shown = estimateOf(quote, true);
          if (!quote || shown.kind !== 'range') return;
          const ahead = snapshot.legs.filter(
            (one) => one.state === 'waiting' && one.serviceId === leg.serviceId && one.rankAt < leg.rankAt,
          ).length;
          const desks = snapshot.seats.filter(
            ({ staffId, serviceId }) => staffId !== null && serviceId === leg.serviceId,
          ).length;
          const service = snapshot.services.find(({ id }) => id === leg.serviceId);
          const mean = service ? meanMinutes(outlook.experience, service) : 15;
          told.set(legId, {
            ...quote,
            shownFrom: shown.from,
            shownTo: shown.to,
            serviceId: leg.serviceId,
            mean: ((ahead + 1) * mean) / Math.max(1, desks),
            fixed: ((ahead + 1) * 15) / Math.max(1, desks),
            lastServed: lastWait.get(leg.serviceId) ?? 0,
          });
        },
        called(legId, actual) {
          const quote = told.get(legId);
          if (!quote) return;
          lastWait.set(quote.serviceId, actual);
          results.push({ ...quote, actual });
          const scored: Scored = { ...quote, actual };
          correction = correctionOf([scored], correction);
        },
        left: (legId) => void told.delete(legId),
      },
    );
  }
  return { results, outlook: { ...outlook, correction } };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const share = (results: readonly Result[], test: (result: Result) => boolean): number =>
  (100 * results.filter(test).length) / results.length;
const error = (results: readonly Result[], of: (result: Result) => number): number =>
  mean(results.map((result) => Math.abs(of(result) - result.actual)));

const figures: Record<string, number> = {};
const peers: Record<string, number> = {};
const goal: Record<string, string> = {};
let pass = true;

for (const family of families) {
  const stays = Array.from({ length: trainingDays }, (_, day) =>
    playDay(day, { family, scenario: 'normal', visitors }, { arrived() {}, called() {}, left() {} }),
  ).flat();
  const experience = new Map(learn(stays).map((place) => [place.serviceId, place]));
  const trained = judge(
    family,
    'normal',
    Array.from({ length: 5 }, (_, day) => trainingDays - 5 + day),
    {
      experience,
      correction: new Map(),
      coming: [],
    },
  ).outlook;
  for (const scenario of scenarios) {
    const days = Array.from({ length: heldOutDays }, (_, day) => 100 + day);
    const { results } = judge(family, scenario, days, trained);
    const name = `${family}, ${scenario}`;
    const own = error(results, ({ p50 }) => p50);
    const byMean = error(results, (one) => one.mean);
    const gain = 100 * (1 - own / byMean);
    const covered = share(results, ({ actual, p80 }) => actual <= p80);
    const beyondLower = share(results, ({ actual, shownFrom }) => actual - shownFrom > 10);
    const late = share(results, ({ actual, p80 }) => actual - p80 > 10);
    figures[`${name}: mean error min`] = own;
    figures[`${name}: bias min`] = mean(results.map(({ p50, actual }) => p50 - actual));
    figures[`${name}: within 5 min %`] = share(results, ({ p50, actual }) => Math.abs(p50 - actual) <= 5);
    figures[`${name}: below the mean method %`] = gain;
    figures[`${name}: P80 covers %`] = covered;
    figures[`${name}: P80 before correction covers %`] = share(results, ({ actual, raw80 }) => actual <= raw80);
    figures[`${name}: upper end shown covers %`] = share(results, ({ actual, shownTo }) => actual <= shownTo);
    figures[`${name}: more than 10 min beyond P80 %`] = late;
    figures[`${name}: more than 10 min beyond P50 %`] = share(results, ({ actual, p50 }) => actual - p50 > 10);
    figures[`${name}: more than 10 min beyond the lower end shown %`] = beyondLower;
    figures[`${name}: quotes`] = results.length;
    figures[`${name}: mean wait min`] = mean(results.map(({ actual }) => actual));
    peers[`${name}: mean method with the true mean, mean error min`] = byMean;
    peers[`${name}: mean method with 15 min, mean error min`] = error(results, ({ fixed }) => fixed);
    peers[`${name}: wait of the last one called, mean error min`] = error(results, ({ lastServed }) => lastServed);
    goal[`${name}: below the mean method %`] = '≥ 25';
    goal[`${name}: P80 covers %`] = '75–85';
    goal[`${name}: more than 10 min beyond P80 %`] = '≤ 10';
    goal[`${name}: more than 10 min beyond the lower end shown %`] = '≤ 10';
    pass &&= gain >= 25 && covered >= 75 && covered <= 85 && late <= 10 && beyondLower <= 10;
  }
}
figures['look-ahead of a hall, median ms'] = percentile(milliseconds, 0.5);
figures['look-ahead of a hall, p95 ms'] = percentile(milliseconds, 0.95);
goal['look-ahead of a hall, median ms'] = '≤ 5';
pass &&= percentile(milliseconds, 0.5) <= 5;
report({ name: 'waiting', figures, peers, goal, pass });
