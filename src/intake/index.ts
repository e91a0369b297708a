export type { Address, Answer, BankAccount, DayRange, Person } from './answer.ts';
export { displayAnswer } from './display.ts';
export type {
  CounterItem,
  FieldReference,
  FormPage,
  IntakeForm,
  PageId,
  PersonColumn,
  PersonRole,
  Question,
  QuestionKind,
} from './form.ts';
export { mergeForms } from './merge.ts';
export { application, preReceptionSheet } from './paper.ts';
export type { RawAnswers } from './raw.ts';
export { registerIntake } from './routes.tsx';
export {
  createIntakeService,
  type IntakeParts,
  type IntakeService,
  type PageAction,
  type SaveResult,
  type SentPage,
} from './service.ts';
export type { IntakeState } from './state.ts';
export { type AnswerError, type Validation, validate } from './validate.ts';
