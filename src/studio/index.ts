import type { Application } from '#platform/http';
import { addFileRoutes } from './file-routes.tsx';
import { addStudioRoutes, type StudioRoutesParts } from './routes.tsx';
import { createStudio, type Studio } from './service.ts';

export { findRecords } from './find.ts';
export { impactOf } from './impact.ts';
export { createStudio, keepPackRest, type Studio } from './service.ts';
export { recordDifferences } from './view.ts';

/** The page on which the record of a procedure is put right. */
export const procedurePath = (procedureId: string): string =>
  `/inventory/record?kind=procedure&id=${encodeURIComponent(procedureId)}`;

/** Adds the studio of the inventory: its pages, and the service behind them. */
export function registerStudio(app: Application, parts: Omit<StudioRoutesParts, 'studio'>): Studio {
  const studio = createStudio(parts);
  addStudioRoutes(app, { ...parts, studio });
  addFileRoutes(app, { inventory: parts.inventory, studio });
  return studio;
}
