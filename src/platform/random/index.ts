export { exponential, lognormal, mix, normal, numberAt, type Random, seeded, seedOf } from './random.ts';
