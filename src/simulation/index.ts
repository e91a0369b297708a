export { type SimulatedDay, simulateDay } from './day.ts';
export { type Plan, planSchema, problemsOf } from './plan.ts';
export { type Record, readRecords } from './recording.ts';
export { type ExpectedVisit, registerSimulation } from './routes.tsx';
export { type Comparison, compare, type Result, simulate, staffingTable } from './study.ts';
export { planOfRecords } from './usual-day.ts';
