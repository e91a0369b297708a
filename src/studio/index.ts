import type { Application } from '#platform/http';
import { addChangeSetRoutes } from './change-set-routes.tsx';
import { addFileRoutes } from './file-routes.tsx';
import { addOverviewRoutes } from './overview-routes.tsx';
import { addRecordRoutes } from './record-routes.tsx';
import { createRemarks } from './remarks.ts';
import { addReturnRoutes } from './return-routes.tsx';
import { createReturns, type ReturnsParts } from './returns.ts';
import { createDesk, type StudioRoutesParts } from './route-parts.ts';
import { createStudio, type Studio } from './service.ts';

export { findRecords } from './find.ts';
export { impactOf } from './impact.ts';
export { createStudio, keepPackRest, type Studio } from './service.ts';
export { recordDifferences } from './view.ts';

/** The page on which the record of a procedure is put right. */
export const procedurePath = (procedureId: string): string =>
  `/inventory/record?kind=procedure&id=${encodeURIComponent(procedureId)}`;

/** Adds the studio of the inventory: its pages, and the service behind them. */
export function registerStudio(
  app: Application,
  parts: Omit<StudioRoutesParts, 'studio' | 'remarks' | 'returns'> & ReturnsParts,
): Studio {
  const studio = createStudio(parts);
  const desk = createDesk({ ...parts, studio, remarks: createRemarks(parts), returns: createReturns(parts) });
  addOverviewRoutes(app, desk);
  addRecordRoutes(app, desk);
  addChangeSetRoutes(app, desk);
  addFileRoutes(app, desk);
  addReturnRoutes(app, desk);
  return studio;
}
