export { importManual } from './import-manual.ts';
export { mostBytes } from './kind.ts';
export { isName } from './sections.ts';
export type { Finding, ManualDraft, Step } from './structure.ts';
