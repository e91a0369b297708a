export type { Sentence } from './errors.ts';
export { OperatorError, UserError } from './errors.ts';
