import { type InventoryService, isSame, type Revision, recordKinds, takeApart } from '#inventory';
import type { Audit } from '#platform/audit';
import type { Clock } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database, Transaction } from '#platform/database';
import { UserError } from '#platform/errors';
import type { Change } from './change-set.ts';
import { goodBefore, longestReason, type Return, type ReturnOutcome } from './return.ts';
import * as returnStore from './return-store.ts';
import { rebased } from './service.ts';
import * as store from './store.ts';
import { kindWords } from './words.ts';

/** The way out of a wrong publication: at once, by one person, and looked at by another afterwards. */
export interface Returns {
  /** What is published, and what would stand again; `good` is undefined when nothing else was ever published. */
  offer(): Promise<{ newest: Revision | undefined; good: Revision | undefined }>;
  /**
   * Publishes what stood before. `from` and `to` are the numbers that whoever decides has seen; with others, or without a
   * reason, `UserError`. Every process shows it as it does any publication.
   */
  bringBackNow(by: string, from: number, to: number, reason: string): Promise<Return>;
  /**
   * Somebody else keeps the return, or takes it back: then what was thought wrong is published again, joined with what was
   * published since. Throws `UserError` for the same person, for a second check, and where both changed the same.
   */
  check(id: string, by: string, outcome: ReturnOutcome): Promise<void>;
}

export interface ReturnsParts {
  database: Database;
  clock: Clock;
  inventory: InventoryService;
  audit: Audit;
}

export function createReturns({ database, clock, inventory, audit }: ReturnsParts): Returns {
  const written = (transaction: Transaction, by: string, id: string, change: 'takenBack' | ReturnOutcome) =>
    audit.append(transaction, {
      actor: `staff:${by}`,
      action: 'inventory:publish',
      resource: { return: id, change },
      outcome: 'done',
    });

  async function offer() {
    const [revisions, returns] = await Promise.all([inventory.revisions(), returnStore.listReturns(database.kysely)]);
    return { newest: revisions[0], good: goodBefore(revisions, returns) };
  }

  const recordsAt = async (number: number) => {
    const found = await inventory.at(number);
    if (!found) throw new UserError('studio.noRevision', 'この版は見つかりません。版の一覧から選んでください。', 404);
    return found.records;
  };

  async function bringBackNow(by: string, from: number, to: number, reason: string): Promise<Return> {
    const why = checkedReason(reason);
    const { good } = await offer();
    if (good?.number !== to) throw movedOn();
    const records = await recordsAt(to);
    const made = { id: newId(), wrong: from, good: to, revision: 0, reason: why, by, at: clock.now() };
    const about = { by, reason: `緊急の差し戻し(第${from}版から第${to}版の内容へ): ${why}` };
    const { number } = await inventory.amend(about, async (_newest, transaction, next) => {
      if (next - 1 !== from) throw movedOn();
      await returnStore.insertReturn(transaction, { ...made, revision: next });
      const set = await store.setOfRevision(transaction, from);
      if (set) await store.insertNote(transaction, set, { by, at: made.at, step: 'returned', text: why });
      await written(transaction, by, made.id, 'takenBack');
      return records;
    });
    return { ...made, revision: number, outcome: null, checkedBy: null, checkedAt: null };
  }

  async function check(id: string, by: string, outcome: ReturnOutcome): Promise<void> {
    const made = await returnStore.returnById(database.kysely, id);
    if (!made) throw new UserError('studio.noReturn', 'この差し戻しは見つかりません。台帳を開き直してください。', 404);
    if (made.by === by)
      throw new UserError(
        'studio.fourEyes',
        '自分がした差し戻しは、自分では確かめられません。公開の係のほかの人に頼んでください。',
        409,
      );
    const close = async (transaction: Transaction) => {
      if (!(await returnStore.updateOutcome(transaction, id, { outcome, by, at: clock.now() })))
        throw new UserError('studio.checked', 'この差し戻しは、もうほかの人が確かめました。', 409);
      await written(transaction, by, id, outcome);
    };
    if (outcome === 'kept') return database.transaction(close);
    const changes = changesBetween(takeApart(await recordsAt(made.revision)), takeApart(await recordsAt(made.wrong)));
    const about = { by, reason: `緊急の差し戻しの取り消し(第${made.wrong}版の内容へ)` };
    await inventory.amend(about, async (newest, transaction) => {
      await close(transaction);
      const { records, conflicts } = rebased(newest, changes);
      if (conflicts.length > 0) throw changedSince(made, conflicts);
      return records;
    });
  }

  return { offer, bringBackNow, check };
}

type Pieces = ReturnType<typeof takeApart>;

/** What makes one state of the inventory out of another. */
function changesBetween(before: Pieces, after: Pieces): Pick<Change, 'kind' | 'id' | 'base' | 'value'>[] {
  return recordKinds.flatMap((kind) =>
    [...new Set([...before[kind].keys(), ...after[kind].keys()])].flatMap((id) => {
      const [base, value] = [before[kind].get(id), after[kind].get(id)];
      return isSame(base, value) ? [] : [{ kind, id, base, value }];
    }),
  );
}

function checkedReason(reason: string): string {
  const why = reason.trim();
  if (why === '')
    throw new UserError('studio.noReason', 'どこがまちがっているかを書いてください。確かめる人が読みます。', 422);
  if (why.length > longestReason)
    throw new UserError(
      'studio.longReason',
      `理由は${longestReason}字までです。いまは${why.length}字あります。短くしてください。`,
      422,
    );
  return why;
}

const movedOn = () =>
  new UserError(
    'studio.movedOn',
    'このページを開いたあとに、別の版が公開されました。まだ何も戻していません。下の「いまの版」を読み直して、もう一度決めてください。',
    409,
  );

function changedSince({ wrong }: Return, conflicts: readonly { kind: Change['kind']; id: string }[]): UserError {
  const where = [...new Set(conflicts.map(({ kind, id }) => `${kindWords[kind].name}「${id}」`))].slice(0, 5);
  return new UserError(
    'studio.conflict',
    `${where.join('、')}が、差し戻しのあとに直されたため、取り消せません。「第${wrong}版の内容から改訂を作る」を押して、くらべながら直してください。`,
    409,
  );
}
