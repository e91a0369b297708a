import type { Inventory } from '#inventory';
import type { Clock, Day } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import type { Author, Block, BlockText } from './block.ts';
import {
  blockById,
  insertBlock,
  insertVersion,
  setPlace,
  setPublished,
  setReviewDay,
  setWithdrawn,
} from './block-store.ts';
import { fileTypeOf, mostFileBytes } from './file-type.ts';
import { placeNow, stepAt } from './page.ts';
import { insertFile } from './reader-store.ts';
import type { ManualSearch } from './search.ts';

/** What came of keeping a text. */
export type Kept =
  | { readonly kind: 'kept'; readonly block: Block }
  /** Somebody else has kept a text since one began; nothing was written. */
  | { readonly kind: 'conflict'; readonly block: Block }
  | { readonly kind: 'gone' };

/** What happens to text blocks. Every text that was kept stays as a version. */
export interface BlockService {
  /** Adds a block with its first text; `publish` shows it to all readers at once. */
  add(
    where: { page: string; place: string; reviewOn: Day | null },
    text: BlockText,
    author: Author,
    publish: boolean,
  ): Promise<Block>;
  /** Keeps a text as the version after `base`, the one that its author began from. */
  keep(
    id: string,
    base: number,
    change: BlockText & { reviewOn: Day | null },
    author: Author,
    publish: boolean,
  ): Promise<Kept>;
  /** Makes the text of an older version the newest draft. False where there is no such version. */
  restore(id: string, number: number, author: Author): Promise<boolean>;
  /** Takes a block out of the manual; what was written stays kept. */
  withdraw(id: string): Promise<void>;
  /** Adds a picture or a PDF at the end of a new draft; gives a sentence where the manual does not take it. */
  addFile(id: string, bytes: Uint8Array | null, label: string, author: Author): Promise<string | null>;
}

/** Ties blocks to their tables and to the search. */
export function createBlockService({
  database,
  clock,
  search,
  inventory,
}: {
  database: Database;
  clock: Clock;
  search: ManualSearch;
  inventory: () => Inventory;
}): BlockService {
  const found = async (id: string): Promise<Block> => {
    const block = await blockById(database.kysely, id);
    if (block === null) throw new Error('a block that was just written is not there');
    return block;
  };

  async function keep(
    id: string,
    base: number,
    { title, body, reviewOn }: BlockText & { reviewOn: Day | null },
    author: Author,
    publish: boolean,
  ): Promise<Kept> {
    const outcome = await database.transaction(async (transaction) => {
      const block = await blockById(transaction, id);
      if (block === null) return 'gone' as const;
      const newest = block.versions[0];
      if (newest === undefined || newest.number !== base) return 'conflict' as const;
      const isSame = newest.title === title && newest.body === body;
      const number = isSame ? base : base + 1;
      // Two who keep at the same moment meet here: the number is given once.
      if (!isSame && !(await insertVersion(transaction, id, number, { title, body }, author, clock.now()))) {
        return 'conflict' as const;
      }
      await setReviewDay(transaction, id, reviewOn);
      // Whoever keeps a text has seen it where it stands now.
      const { place } = placeNow(inventory(), block);
      await setPlace(transaction, id, { place, step: stepAt(inventory(), block.page, place) });
      if (publish) {
        await setPublished(transaction, id, number);
        await search.refresh(transaction);
      }
      return 'kept' as const;
    });
    return outcome === 'gone' ? { kind: 'gone' } : { kind: outcome, block: await found(id) };
  }

  return {
    keep,
    async add(where, text, author, publish) {
      const id = newId();
      await database.transaction(async (transaction) => {
        const step = stepAt(inventory(), where.page, where.place);
        await insertBlock(transaction, { id, ...where, step }, text, author, clock.now());
        if (!publish) return;
        await setPublished(transaction, id, 1);
        await search.refresh(transaction);
      });
      return found(id);
    },
    async restore(id, number, author) {
      const block = await blockById(database.kysely, id);
      const version = block?.versions.find((one) => one.number === number);
      const newest = block?.versions[0];
      if (!block || !version || !newest) return false;
      const { title, body } = version;
      const kept = await keep(id, newest.number, { title, body, reviewOn: block.reviewOn }, author, false);
      return kept.kind === 'kept';
    },
    withdraw: (id) =>
      database.transaction(async (transaction) => {
        await setWithdrawn(transaction, id);
        await search.refresh(transaction);
      }),
    async addFile(id, bytes, label, author) {
      if (bytes === null || bytes.length > mostFileBytes) {
        return 'ファイルが大きすぎます。8MBまでです。写真を小さくして、もう一度えらんでください。';
      }
      if (bytes.length === 0) return 'ファイルをえらんでください。';
      const kind = fileTypeOf(bytes);
      if (kind === null) return '加えられるのは、PNG・JPEG・GIFの写真とPDFです。そのどれかで保存し直してください。';
      const block = await blockById(database.kysely, id);
      const newest = block?.versions[0];
      if (!block || !newest) return 'この説明は、ほかの人がマニュアルから外しました。';
      const file = newId();
      const name = label.replaceAll(/[[\]\n\r]/g, ' ').trim() || (kind.picture ? '写真' : 'PDF');
      await database.transaction((transaction) =>
        insertFile(transaction, { id: file, name, type: kind.type, bytes }, author.name, clock.now()),
      );
      const link = `${kind.picture ? '!' : ''}[${name}](/manual/files/${file})`;
      const body = `${newest.body.trimEnd()}\n\n${link}\n`;
      const kept = await keep(
        id,
        newest.number,
        { title: newest.title, body, reviewOn: block.reviewOn },
        author,
        false,
      );
      return kept.kind === 'kept' ? null : 'ほかの人が同時に直しました。もう一度加えてください。';
    },
  };
}
