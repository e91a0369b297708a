export { importManual } from './import-manual.ts';
export { mostBytes } from './kind.ts';
export type { Finding, ManualDraft, Step } from './structure.ts';
