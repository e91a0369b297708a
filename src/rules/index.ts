export {
  type Condition,
  ConditionError,
  type Facts,
  type FactValue,
  factsOf,
  type Leaf,
  LIMITS,
  leavesOf,
  readCondition,
  type Truth,
} from './condition.ts';
export { decide } from './decide.ts';
export { describe, type Labels } from './describe.ts';
export { evaluate, holds, withoutFacts } from './evaluate.ts';
export { type Explanation, explain, type Reason } from './explain.ts';
export { ConditionSyntaxError, parseFeel } from './feel-parse.ts';
export { printFeel } from './feel-print.ts';
export type { Screen } from './guide.ts';
export { type Finding, type LintGoal, lint } from './lint.ts';
export { compile, type Program } from './program.ts';
export { remember } from './remember.ts';
export type { FactDefinition, FactType, Goal, Implication, Vocabulary } from './vocabulary.ts';
