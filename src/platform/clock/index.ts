export type { Clock, Day } from './clock.ts';
export { addDays, daysBetween, fixedClock, instantOf, systemClock, toDay, weekday } from './clock.ts';
export { type Collected, collected } from './collected.ts';
export { heldFor } from './held.ts';
