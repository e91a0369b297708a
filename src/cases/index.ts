export {
  type CaseEntry,
  type CaseNote,
  type CaseOverview,
  type CaseProcedure,
  type EntryClass,
  type KnownAnswers,
  keptDays,
  type NewCase,
  type ProcedureState,
  type SecondValue,
} from './case.ts';
export { type FoundPerson, mostFound, readSought, type Sought } from './finding.ts';
export { caseNotFound, type Standing } from './gate.ts';
export type { OpenedCase } from './opening.ts';
export type { Outcomes } from './outcomes.ts';
export type { CaseParts } from './parts.ts';
export { type CaseService, type CreatedCase, createCaseService, type EntryChanges, type Saved } from './service.ts';
export { deleteAllSessions as closeCaseDoors } from './store.ts';
export type { CounterView } from './view.ts';
