export { type Finding, importManual, type ManualDraft, type Step } from './import/index.ts';
