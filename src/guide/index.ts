import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Application } from '#platform/http';
import type { GuideParts } from './parts.ts';
import { addGuideRoutes } from './routes.ts';
import { createDraftService } from './service.ts';

export type { Congestion, CongestionRow } from './pages/home.tsx';
export type { GuideAnswers } from './parts.ts';

/** What the process gives the guide: where it keeps drafts, and the ways into the other modules. */
export interface GuideOptions extends Pick<GuideParts, 'congestion' | 'handOver'> {
  inventory: () => Inventory;
  database: Database;
  clock: Clock;
}

/** Adds the guide to the application; `expireDrafts` is to be called by the nightly job. */
export function registerGuide(app: Application, options: GuideOptions): { expireDrafts(): Promise<number> } {
  const drafts = createDraftService(options.database, options.clock);
  addGuideRoutes(app, { ...options, drafts });
  return { expireDrafts: () => drafts.expire() };
}
