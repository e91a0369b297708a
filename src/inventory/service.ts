import type { Clock } from '#platform/clock';
import type { Database, Transaction } from '#platform/database';
import { UserError } from '#platform/errors';
import { appendEvent, type EventBus } from '#platform/events';
import { checkReferences } from './check/references.ts';
import { compileInventory, type Inventory, revisionOf } from './inventory.ts';
import type { InventoryRecords } from './schema.ts';
import { insertRevision, listRevisions, lockPublication, newestRevision, type Revision, readRecords } from './store.ts';

/** The inventory of this process: always the newest revision that was published anywhere. */
export interface InventoryService {
  /** What every channel shows now. Keep the result for one request; ask again for the next. */
  current(): Inventory;
  /**
   * Publishes records as the next revision and shows it everywhere. Equal content is not published twice in a row.
   * Throws `UserError` when something that is named does not exist.
   */
  publish(records: InventoryRecords): Promise<Revision>;
  /** Published revisions, the newest first. */
  revisions(): Promise<Revision[]>;
  /** The inventory as it was published under a number; undefined when there is no such revision. */
  at(number: number): Promise<Inventory | undefined>;
  close(): void;
}

const topic = 'inventory';

/**
 * Opens the inventory of this process. The pack is published when it differs from what was published last, or when
 * nothing was; from then on each publication, by whichever process, swaps the compiled inventory.
 */
export async function openInventory(parts: {
  database: Database;
  bus: EventBus;
  clock: Clock;
  pack: Inventory;
}): Promise<InventoryService> {
  const { database, bus, clock, pack } = parts;
  let shown = { number: (await publishRecords(database, clock, pack.records)).number, inventory: pack };
  const refresh = async (): Promise<void> => {
    const newest = await newestRevision(database.kysely);
    if (!newest || newest.number <= shown.number) return;
    const records =
      newest.hash === shown.inventory.revision ? undefined : await readRecords(database.kysely, newest.number);
    const inventory = records ? compileInventory(records) : shown.inventory;
    if (newest.number > shown.number) shown = { number: newest.number, inventory };
  };
  // A revision that can't be read now is read with the next event; until then the last one stands.
  const unsubscribe = await bus.subscribe([topic], null, () => void refresh().catch(() => undefined));
  await refresh();
  return {
    current: () => shown.inventory,
    async publish(records) {
      const revision = await publishRecords(database, clock, records);
      await refresh();
      return revision;
    },
    revisions: () => listRevisions(database.kysely),
    async at(number) {
      const records = await readRecords(database.kysely, number);
      return records && compileInventory(records);
    },
    close: unsubscribe,
  };
}

async function publishRecords(database: Database, clock: Clock, records: InventoryRecords): Promise<Revision> {
  const [broken] = checkReferences(records);
  if (broken) throw new UserError('inventory.broken', `${broken.file}: ${broken.message}`, 422);
  const hash = revisionOf(records);
  return database.transaction(async (transaction: Transaction) => {
    await lockPublication(transaction);
    const newest = await newestRevision(transaction);
    if (newest?.hash === hash) return newest;
    const revision: Revision = { number: (newest?.number ?? 0) + 1, hash, publishedAt: clock.now() };
    await insertRevision(transaction, revision, records);
    await appendEvent(transaction, { topic, subject: String(revision.number), kind: 'inventory.published' });
    return revision;
  });
}
