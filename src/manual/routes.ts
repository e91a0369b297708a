import { addDays, type Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Application } from '#platform/http';
import { publishedVersion } from './block.ts';
import { addBlockRoutes } from './block-routes.tsx';
import { blocksOf } from './block-store.ts';
import { addHearingRoutes } from './hearing-routes.tsx';
import { addImportRoutes } from './import-routes.tsx';
import { forgetReadings } from './reader-store.ts';
import { addReadingRoutes } from './reading-routes.tsx';
import type { ManualNeighbours, ManualParts } from './route-parts.ts';
import { createManualSearch, type ManualSearch } from './search.ts';
import { createBlockService } from './service.ts';

/** For how long it is kept how often a page was read. */
const readingsKeptDays = 400;

export interface Manual {
  readonly search: ManualSearch;
  /** The texts that stand beside the steps of a procedure, by what their steps say. */
  textsBeside(procedureId: string): Promise<readonly { step: string; title: string; path: string }[]>;
  /** Forgets old counts of readings; gives how many. */
  expire(): Promise<number>;
}

/** Adds the manual of the staff: pages made from the inventory, what staff write beside it, and the search over both. */
export function registerManual(
  app: Application,
  { database, clock }: { database: Database; clock: Clock },
  neighbours: ManualNeighbours,
): Manual {
  const search = createManualSearch({ database, inventory: neighbours.inventory });
  const blocks = createBlockService({ database, clock, search, inventory: neighbours.inventory });
  const parts: ManualParts = { ...neighbours, database, clock, search, blocks };
  addReadingRoutes(app, parts);
  addBlockRoutes(app, parts);
  addImportRoutes(app, parts);
  addHearingRoutes(app, parts);
  return {
    search,
    async textsBeside(procedureId) {
      const blocks = await blocksOf(database.kysely, `procedure/${procedureId}`);
      return blocks.flatMap((block) => {
        const { title = '' } = publishedVersion(block) ?? block.versions[0] ?? {};
        return block.step === null
          ? []
          : [{ step: block.step, title: title || '見出しのない説明', path: `/manual/blocks/${block.id}` }];
      });
    },
    expire: () => forgetReadings(database.kysely, addDays(clock.today(), -readingsKeptDays)),
  };
}
