import type { Clock } from '#platform/clock';
import type { Database, Transaction } from '#platform/database';
import { UserError } from '#platform/errors';
import { appendEvent, type EventBus } from '#platform/events';
import { checkReferences } from './check/references.ts';
import { type PackRest, takeOver } from './import.ts';
import { compileInventory, type Inventory, revisionOf } from './inventory.ts';
import type { InventoryRecords } from './schema.ts';
import {
  insertRevision,
  keepImport,
  listRevisions,
  lockPublication,
  newestRevision,
  type Revision,
  readImport,
  readRecords,
} from './store.ts';

/** Who publishes, and what for: kept with the revision. */
export interface Publication {
  /** The account; null when nobody did, as for the files at the first start. */
  by: string | null;
  reason: string;
}

/** The inventory of this process: always the newest revision that was published anywhere. */
export interface InventoryService {
  /** What every channel shows now. Keep the result for one request; ask again for the next. */
  current(): Inventory;
  /**
   * Publishes records as the next revision and shows it everywhere. Equal content is not published twice in a row.
   * Throws `UserError` when something that is named does not exist.
   */
  publish(records: InventoryRecords, about?: Publication): Promise<Revision>;
  /**
   * Publishes what `change` makes of the newest records, while no other publication can come between; `change` may write
   * in the same transaction. Throws as `publish` does, and what `change` throws; then nothing is written.
   */
  amend(
    about: Publication,
    change: (newest: InventoryRecords, transaction: Transaction, next: number) => Promise<InventoryRecords>,
  ): Promise<Revision>;
  /** Published revisions, the newest first. */
  revisions(): Promise<Revision[]>;
  /** The inventory as it was published under a number; undefined when there is no such revision. */
  at(number: number): Promise<Inventory | undefined>;
  /** The number of the revision that this process shows. */
  number(): number;
  close(): void;
}

const topic = 'inventory';

/**
 * Opens the inventory of this process. The pack is published when nothing was, and later what changed in its files since it
 * was last read: what was edited otherwise stays as it is. What files and edits both changed is given to `keepRest`, in the
 * transaction. From then on each publication, by whichever process, swaps the compiled inventory.
 */
export async function openInventory(parts: {
  database: Database;
  bus: EventBus;
  clock: Clock;
  pack: Inventory;
  keepRest?: (transaction: Transaction, rest: readonly PackRest[], revision: Revision) => Promise<void>;
}): Promise<InventoryService> {
  const { database, bus, clock, pack } = parts;
  const first = await database.transaction((transaction) => readPackIn(transaction, parts));
  const inventoryOf = async (revision: Revision, known: Inventory): Promise<Inventory | undefined> => {
    if (revision.hash === known.revision) return known;
    const records = await readRecords(database.kysely, revision.number);
    return records && compileInventory(records);
  };
  let shown = { number: first.number, inventory: (await inventoryOf(first, pack)) ?? pack };
  const refresh = async (): Promise<void> => {
    const newest = await newestRevision(database.kysely);
    if (!newest || newest.number <= shown.number) return;
    const inventory = await inventoryOf(newest, shown.inventory);
    if (inventory && newest.number > shown.number) shown = { number: newest.number, inventory };
  };
  // A revision that can't be read now is read with the next event; until then the last one stands.
  const unsubscribe = await bus.subscribe([topic], null, () => void refresh().catch(() => undefined));
  await refresh();
  const amend: InventoryService['amend'] = async (about, change) => {
    const revision = await database.transaction(async (transaction) => {
      await lockPublication(transaction);
      const newest = await newestRevision(transaction);
      const records = newest && (await readRecords(transaction, newest.number));
      const changed = await change(records ?? pack.records, transaction, (newest?.number ?? 0) + 1);
      return publishIn(transaction, { clock, newest, records: changed, about });
    });
    await refresh();
    return revision;
  };
  return {
    current: () => shown.inventory,
    number: () => shown.number,
    publish: (records, about = { by: null, reason: '' }) => amend(about, async () => records),
    amend,
    revisions: () => listRevisions(database.kysely),
    async at(number) {
      const records = await readRecords(database.kysely, number);
      return records && compileInventory(records);
    },
    close: unsubscribe,
  };
}

/** Takes over what is new in the files, once for all processes that start with them. */
async function readPackIn(
  transaction: Transaction,
  { clock, pack, keepRest }: Pick<Parameters<typeof openInventory>[0], 'clock' | 'pack' | 'keepRest'>,
): Promise<Revision> {
  await lockPublication(transaction);
  const newest = await newestRevision(transaction);
  const imported = await readImport(transaction);
  if (newest && imported?.hash === pack.revision) return newest;
  await keepImport(transaction, { hash: pack.revision, records: pack.records, importedAt: clock.now() });
  const published = newest && (await readRecords(transaction, newest.number));
  // Before the import was remembered nothing was edited but the files, so they stand for all.
  const { records, rest } =
    published && imported ? takeOver(imported.records, published, pack.records) : { records: pack.records, rest: [] };
  const about = {
    by: null,
    reason: newest ? 'ファイルの変更を取り入れました。' : 'はじめの台帳をファイルから読みました。',
  };
  const revision = await publishIn(transaction, { clock, newest, records, about });
  if (rest.length > 0) await keepRest?.(transaction, rest, revision);
  return revision;
}

async function publishIn(
  transaction: Transaction,
  {
    clock,
    newest,
    records,
    about,
  }: { clock: Clock; newest: Revision | undefined; records: InventoryRecords; about: Publication },
): Promise<Revision> {
  const [broken] = checkReferences(records);
  if (broken) throw new UserError('inventory.broken', `${broken.file}: ${broken.message}`, 422);
  const hash = revisionOf(records);
  if (newest?.hash === hash) return newest;
  const revision: Revision = { number: (newest?.number ?? 0) + 1, hash, publishedAt: clock.now(), ...about };
  await insertRevision(transaction, revision, records);
  await appendEvent(transaction, { topic, subject: String(revision.number), kind: 'inventory.published' });
  return revision;
}
