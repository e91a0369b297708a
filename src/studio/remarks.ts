import type { InventoryService, RecordKind } from '#inventory';
import type { Clock } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database, Transaction } from '#platform/database';
import { UserError } from '#platform/errors';
import type { Change, ChangeSet } from './change-set.ts';
import { differencesOf } from './differences.ts';
import { partsOf } from './find.ts';
import { longestRemark, mostRemarks, type Remark, type RemarkPlace } from './remark.ts';
import * as remarkStore from './remark-store.ts';
import * as store from './store.ts';

/** What is said about the records of change sets while they are on their way. */
export interface Remarks {
  /** Begins a thread on a record of the set; gives its id. A line that differs no more becomes the record. */
  say(changeSet: string, by: string, place: RemarkPlace, text: string): Promise<string>;
  answer(changeSet: string, by: string, remark: string, text: string): Promise<void>;
  settle(changeSet: string, by: string, remark: string): Promise<void>;
  /** A settled thread is open again. */
  reopen(changeSet: string, by: string, remark: string): Promise<void>;
}

const closed = () =>
  new UserError(
    'studio.closed',
    'この改訂はもう公開したか、取りやめたものです。コメントは読むだけになります。続きは、新しい改訂に書いてください。',
    409,
  );
const noThread = () =>
  new UserError('studio.noRemark', 'このコメントは見つかりません。改訂を開き直してください。', 404);

/** What is said about records: bounded, in words, never changed afterwards. */
export function createRemarks(parts: { database: Database; clock: Clock; inventory: InventoryService }): Remarks {
  const { database, clock, inventory } = parts;

  /** Does something under the lock of a set that is still on its way. */
  const during = <Value>(
    changeSet: string,
    work: (transaction: Transaction, set: ChangeSet) => Promise<Value>,
  ): Promise<Value> =>
    database.transaction(async (transaction) => {
      const set = await store.lockSet(transaction, changeSet);
      if (!set) throw noThread();
      if (set.state === 'published' || set.state === 'withdrawn') throw closed();
      return work(transaction, set);
    });

  const threadIn = async (transaction: Transaction, changeSet: string, remark: string): Promise<Remark> => {
    const found = (await remarkStore.remarksOf(transaction, changeSet)).find((one) => one.remark === remark);
    if (!found || found.answers !== null) throw noThread();
    return found;
  };

  async function add(transaction: Transaction, remark: Omit<Remark, 'remark' | 'at' | 'settledBy' | 'settledAt'>) {
    const said = checked(remark.text);
    if ((await remarkStore.remarksOf(transaction, remark.changeSet)).length >= mostRemarks)
      throw new UserError(
        'studio.manyRemarks',
        `1つの改訂に書けるコメントは${mostRemarks}件までです。改訂を分けてください。`,
        409,
      );
    const id = newId();
    await remarkStore.insertRemark(transaction, {
      ...remark,
      remark: id,
      text: said,
      at: clock.now(),
      settledBy: null,
      settledAt: null,
    });
    return id;
  }

  /** What the line is called; undefined when nothing differs there. */
  function wordsOfPlace({ kind, id, base, value }: Change, place: string): string | undefined {
    const current = inventory.current();
    const before = partsOf(current)[kind].get(id) ?? base;
    return differencesOf(kind, before, value, current).find((one) => one.place === place)?.label;
  }

  const settling = (changeSet: string, by: string, remark: string, step: 'settled' | 'reopened') =>
    during(changeSet, async (transaction) => {
      const { settledBy, text } = await threadIn(transaction, changeSet, remark);
      if ((settledBy !== null) === (step === 'settled')) return;
      const at = clock.now();
      await remarkStore.updateSettled(transaction, remark, step === 'settled' ? { by, at } : null);
      const begin = text.length > 60 ? `${text.slice(0, 60)}…` : text;
      await store.insertNote(transaction, changeSet, { by, at, step, text: begin });
    });

  return {
    say: (changeSet, by, { kind, id, place }, text) =>
      during(changeSet, async (transaction) => {
        const change = changeOf(await store.changesOf(transaction, changeSet), kind, id);
        const words = place === '' ? undefined : wordsOfPlace(change, place);
        return add(transaction, {
          changeSet,
          kind,
          id,
          place: words === undefined ? '' : place,
          placeWords: words ?? '',
          version: change.version,
          answers: null,
          by,
          text,
        });
      }),
    answer: (changeSet, by, remark, text) =>
      during(changeSet, async (transaction) => {
        const { kind, id, place, placeWords, version } = await threadIn(transaction, changeSet, remark);
        await add(transaction, { changeSet, kind, id, place, placeWords, version, answers: remark, by, text });
      }),
    settle: (changeSet, by, remark) => settling(changeSet, by, remark, 'settled'),
    reopen: (changeSet, by, remark) => settling(changeSet, by, remark, 'reopened'),
  };
}

function checked(text: string): string {
  const said = text.trim();
  if (said === '') throw new UserError('studio.noText', 'コメントを書いてから押してください。', 422);
  if (said.length > longestRemark)
    throw new UserError(
      'studio.longText',
      `コメントは${longestRemark}字までです。いまは${said.length}字あります。短くするか、2つに分けてください。`,
      422,
    );
  return said;
}

function changeOf(changes: readonly Change[], kind: RecordKind, id: string): Change {
  const change = changes.find((one) => one.kind === kind && one.id === id);
  if (change) return change;
  throw new UserError(
    'studio.notInSet',
    'この記録は、もうこの改訂に入っていません。改訂を開き直して、いまの内容を確かめてください。',
    409,
  );
}
