import { createElement, type ReactNode } from 'react';
import type { Inventory } from '#inventory';
import { FlowDrawing } from './drawing.tsx';
import { layoutOf } from './layout/layout.ts';
import { flowOf, scopesOf } from './scopes.ts';

export { readBpmn } from './bpmn-read.ts';
export { bpmnOf } from './bpmn-write.ts';
export { type Flow, type Scope, scopeNames, scopes } from './flow.ts';
export { type Layout, layoutOf } from './layout/layout.ts';
export { pdfOf, pngOf, svgOf } from './picture.ts';
export { type FlowNeighbours, registerFlows } from './routes.tsx';
export { flowOf, scopesOf } from './scopes.ts';
export { stepsOfFlow } from './write-back.ts';

/** The drawing of a procedure's work at the counter, for a page about it; null where it is not done at a counter. */
export function flowDrawing(inventory: Inventory, procedureId: string): ReactNode {
  const procedure = inventory.procedureById.get(procedureId);
  if (procedure === undefined || !scopesOf(procedure).includes('counter')) return null;
  const layout = layoutOf(flowOf(inventory, procedure, 'counter'));
  return createElement(FlowDrawing, { layout, prefix: `flow-${procedureId}` });
}
