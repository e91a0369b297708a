export {
  bpmnOf,
  type FlowNeighbours,
  flowDrawing,
  flowOf,
  layoutOf,
  pdfOf,
  pngOf,
  readBpmn,
  registerFlows,
  type Scope,
  scopeNames,
  scopes,
  scopesOf,
  stepsOfFlow,
  svgOf,
} from './flow/index.ts';
export { type Finding, importManual, type ManualDraft, type Step } from './import/index.ts';
export type { ManualNeighbours } from './route-parts.ts';
export { type Manual, registerManual } from './routes.ts';
export { procedureDocuments } from './search-documents.ts';
