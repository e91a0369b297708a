export { importManual } from './import-manual.ts';
export type { Finding, ManualDraft, Step } from './structure.ts';
