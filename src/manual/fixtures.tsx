import { join } from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import { type Inventory, loadInventory } from '#inventory';
import { fixedClock } from '#platform/clock';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { Markdown } from './markdown.tsx';
import { createManualSearch, type ManualSearch } from './search.ts';
import { type BlockService, createBlockService } from './service.ts';

/** A text as it stands on a page. */
export const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);

export const clock = fixedClock(new Date('2026-11-20T01:00:00Z'));

/** Two who write. */
export const yuki = { id: '019aa000-0000-7000-8000-000000000001', name: '高橋 ゆき' };
export const kei = { id: '019aa000-0000-7000-8000-000000000002', name: '中村 けい' };

/** A page, and a place on it. */
export const page = 'procedure/tennyu_todoke';
export const here = { page, place: 'step-3', reviewOn: null };

/** The manual of the city over a database of its own. */
export interface TestManual {
  database: Database;
  inventory: Inventory;
  search: ManualSearch;
  blocks: BlockService;
}

export async function openManual(): Promise<TestManual> {
  const inventory = await loadInventory(join(import.meta.dirname, '..', '..', 'content', 'asahikawa'));
  const database = await testDatabase('manual');
  const search = createManualSearch({ database, inventory: () => inventory });
  const blocks = createBlockService({ database, clock, search, inventory: () => inventory });
  await database.transaction(search.refresh);
  return { database, inventory, search, blocks };
}
