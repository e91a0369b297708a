import {
  type Choose,
  type InventoryRecords,
  type InventoryService,
  isSame,
  type MergeConflict,
  mergeChanges,
  type PackRest,
  type ProposedProcedure,
  putTogether,
  type RecordEditor,
  type RecordKind,
  type RecordValue,
  recordKinds,
  takeApart,
  withChanges,
} from '#inventory';
import type { Clock } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database, Executor, Transaction } from '#platform/database';
import { UserError } from '#platform/errors';
import { allows, type Change, type ChangeSet, mayApprove, type Note, type Step } from './change-set.ts';
import { countOpenThreads } from './remark-store.ts';
import * as store from './store.ts';
import { kindWords } from './words.ts';

/** A record as somebody saves it. */
export interface SavedRecord {
  changeSet: string;
  kind: RecordKind;
  id: string;
  /** The version of the change that the form was drawn from; 0 when it showed what is published. */
  version: number;
  /** What was published when the form was drawn. */
  base: RecordValue | undefined;
  /** What is published now. */
  published: RecordValue | undefined;
  value: RecordValue | undefined;
  by: string;
  /** What was chosen where somebody else wrote something different. */
  choose?: Choose;
}

/** What came of saving. With conflicts nothing is written: whoever saves chooses first. */
export type SaveResult =
  | { state: 'saved'; version: number; merged: boolean }
  | { state: 'unchanged' }
  /** All that both changed differently, the chosen ones too; `against`: what somebody saved in the set, or published. */
  | { state: 'conflict'; conflicts: readonly MergeConflict[]; against: 'set' | 'published' };

/** Two changes that cannot both be published, with the record they are about. */
export interface RebaseConflict extends MergeConflict {
  kind: RecordKind;
  id: string;
}

/** The studio: change sets and their way to the public. */
export interface Studio extends RecordEditor {
  begin(by: string, name: string, reason?: string): Promise<ChangeSet>;
  save(record: SavedRecord): Promise<SaveResult>;
  /** Takes a change back: the record is as published again. */
  drop(changeSet: string, kind: RecordKind, id: string, by: string): Promise<void>;
  rename(changeSet: string, name: string, reason: string): Promise<void>;
  comment(changeSet: string, by: string, text: string): Promise<void>;
  askReview(changeSet: string, by: string, reviewer: string | null, text: string): Promise<void>;
  backToDraft(changeSet: string, by: string, text: string): Promise<void>;
  approve(changeSet: string, by: string): Promise<void>;
  /** `read`: how many open comments whoever decides has read; with others `UserError` asks them to. */
  schedule(changeSet: string, by: string, day: string, read?: number): Promise<void>;
  /**
   * Publishes now; gives the number of the revision. Throws `UserError` with the conflicts when it cannot, and while there
   * are other open comments than the `read` ones.
   */
  publish(changeSet: string, by: string, read?: number): Promise<number>;
  withdraw(changeSet: string, by: string, text: string): Promise<void>;
  /** Publishes every set whose day has come; each by one process only. Gives how many were published. */
  publishDue(): Promise<number>;
  /** A draft that brings back what was published under an older number: all of it, or one record. */
  bringBack(number: number, by: string, only?: { kind: RecordKind; id: string }): Promise<ChangeSet>;
}

/** The records with the changes of a set, brought up to what is published now. Pure. */
export function rebased(
  newest: InventoryRecords,
  changes: readonly Pick<Change, 'kind' | 'id' | 'base' | 'value'>[],
): { records: InventoryRecords; conflicts: RebaseConflict[] } {
  const parts = takeApart(newest);
  const conflicts: RebaseConflict[] = [];
  const merged = changes.map(({ kind, id, base, value }) => {
    const result = mergeChanges(base, value, parts[kind].get(id));
    conflicts.push(...result.conflicts.map((conflict) => ({ ...conflict, kind, id })));
    return { kind, id, value: result.value as RecordValue | undefined };
  });
  return { records: putTogether(withChanges(parts, merged)), conflicts };
}

const gone = () => new UserError('studio.gone', 'この改訂は見つかりません。一覧から開き直してください。', 404);

/** Keeps what files and edits both changed in a draft of nobody, so that somebody looks at it. */
export async function keepPackRest(transaction: Transaction, clock: Clock, rest: readonly PackRest[]): Promise<void> {
  const id = newId();
  const now = clock.now();
  await store.insertSet(transaction, {
    id,
    name: 'ファイルからの変更',
    reason: 'ファイルと台帳の画面の両方で直されたところです。画面で直した内容が、いま公開されています。',
    owner: null,
    createdAt: now,
  });
  for (const { kind, id: record, published, value } of rest)
    await store.insertChange(transaction, {
      changeSet: id,
      kind,
      id: record,
      version: 1,
      base: published,
      value,
      savedBy: null,
      savedAt: now,
    });
}

/** Opens the studio on the inventory of this process. */
export function createStudio(parts: { database: Database; clock: Clock; inventory: InventoryService }): Studio {
  const { database, clock, inventory } = parts;

  /** Takes a step under the lock of the set, after checking that it can be taken now. */
  async function step(
    changeSet: string,
    by: string | null,
    kind: Step,
    text: string,
    change: (transaction: Transaction, set: ChangeSet) => Promise<Parameters<typeof store.updateSet>[2]>,
  ): Promise<void> {
    await database.transaction(async (transaction) => {
      const set = await store.lockSet(transaction, changeSet);
      if (!set) throw gone();
      if (!allows(set.state, kind))
        throw new UserError(
          'studio.state',
          'ほかの人が先に進めたため、いまはできません。改訂を開き直して、いまの状態を確かめてください。',
          409,
        );
      const values = await change(transaction, set);
      await store.updateSet(transaction, changeSet, { ...values, changed_at: clock.now() });
      await note(transaction, changeSet, by, kind, text);
    });
  }

  const note = (executor: Executor, changeSet: string, by: string | null, kind: Note['step'], text: string) =>
    store.insertNote(executor, changeSet, { by, at: clock.now(), step: kind, text });

  async function begin(by: string, name: string, reason = ''): Promise<ChangeSet> {
    const id = newId();
    await store.insertSet(database.kysely, { id, name, reason, owner: by, createdAt: clock.now() });
    const set = await store.setById(database.kysely, id);
    if (!set) throw gone();
    return set;
  }

  async function openForSaving(transaction: Transaction, changeSet: string): Promise<ChangeSet> {
    const set = await store.lockSet(transaction, changeSet);
    if (!set) throw gone();
    if (set.state !== 'draft')
      throw new UserError(
        'studio.notDraft',
        'この改訂はもう確認に出ています。直すときは、改訂を開いて「直しに戻す」を押してください。',
        409,
      );
    return set;
  }

  async function save({
    changeSet,
    kind,
    id,
    version,
    base,
    value,
    by,
    choose,
    published,
  }: SavedRecord): Promise<SaveResult> {
    return database.transaction(async (transaction): Promise<SaveResult> => {
      await openForSaving(transaction, changeSet);
      const versions = await store.versionsOf(transaction, changeSet, kind, id);
      const newest = versions.at(-1);
      const seen = versions.find((one) => one.version === version);
      const ancestor = !seen || seen.dropped ? base : seen.value;
      const theirs = !newest || newest.dropped ? published : newest.value;
      const saved = mergeChanges(ancestor, value, theirs, choose);
      if (saved.conflicts.length > 0)
        return { state: 'conflict', conflicts: mergeChanges(ancestor, value, theirs).conflicts, against: 'set' };
      // What was published after the first change of the record is taken in with the next one.
      const known = newest && !newest.dropped ? newest.base : published;
      const result = mergeChanges(known, saved.value, published, choose);
      if (result.conflicts.length > 0) {
        const { conflicts } = mergeChanges(known, saved.value, published);
        return { state: 'conflict', conflicts, against: 'published' };
      }
      const merged = result.value as RecordValue | undefined;
      if (isSame(merged, theirs) && isSame(known, published)) return { state: 'unchanged' };
      const next = (newest?.version ?? 0) + 1;
      await store.insertChange(transaction, {
        changeSet,
        kind,
        id,
        version: next,
        base: published,
        value: merged,
        savedBy: by,
        savedAt: clock.now(),
        dropped: isSame(published, merged),
      });
      await store.updateSet(transaction, changeSet, { changed_at: clock.now(), problem: null });
      return { state: 'saved', version: next, merged: !isSame(merged, value) };
    });
  }

  /** Publishes under the lock of the publication; a set that somebody else published meanwhile is left alone. */
  async function publishSet(changeSet: string, by: string | null, read = 0): Promise<number | undefined> {
    const set = await store.setById(database.kysely, changeSet);
    if (!set) throw gone();
    let isDone = true;
    const about = { by: by ?? set.approvedBy, reason: set.reason === '' ? set.name : `${set.name}: ${set.reason}` };
    const revision = await inventory.amend(about, async (newest, transaction, next) => {
      const held = await store.lockSet(transaction, changeSet);
      if (!held || !allows(held.state, 'publish')) return newest;
      if (by === null && (held.scheduledFor === null || held.scheduledFor > clock.today())) return newest;
      // Nobody can be asked at midnight: that was done when the day was chosen.
      const open = by === null ? 0 : await openRead(transaction, changeSet, read);
      isDone = false;
      const { records, conflicts } = rebased(newest, await store.changesOf(transaction, changeSet));
      if (conflicts.length > 0) throw stopped(conflicts);
      await store.updateSet(transaction, changeSet, {
        state: 'published',
        published_revision: next,
        problem: null,
        changed_at: clock.now(),
      });
      await note(transaction, changeSet, by, 'publish', openWords(open));
      return records;
    });
    return isDone ? undefined : revision.number;
  }

  async function publishDue(): Promise<number> {
    let count = 0;
    for (const id of await store.dueSets(database.kysely, clock.today())) {
      try {
        if ((await publishSet(id, null)) !== undefined) count += 1;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        // It waits for somebody to look at it, and stands first on the page of the inventory.
        const problem = String(error.sentence);
        await store.updateSet(database.kysely, id, { state: 'approved', scheduled_for: null, problem });
        await note(database.kysely, id, null, 'stopped', problem);
      }
    }
    return count;
  }

  return {
    begin,
    save,
    publishDue,
    async drop(changeSet, kind, id, by) {
      await database.transaction(async (transaction) => {
        await openForSaving(transaction, changeSet);
        const newest = (await store.versionsOf(transaction, changeSet, kind, id)).at(-1);
        if (!newest || newest.dropped) return;
        await store.insertChange(transaction, {
          ...newest,
          version: newest.version + 1,
          value: newest.base,
          savedBy: by,
          savedAt: clock.now(),
          dropped: true,
        });
      });
    },
    async rename(changeSet, name, reason) {
      await database.transaction(async (transaction) => {
        await openForSaving(transaction, changeSet);
        await store.updateSet(transaction, changeSet, { name, reason });
      });
    },
    async comment(changeSet, by, text) {
      if (!(await store.setById(database.kysely, changeSet))) throw gone();
      await note(database.kysely, changeSet, by, 'comment', text);
    },
    askReview: (changeSet, by, reviewer, text) =>
      step(changeSet, by, 'review', text, async (transaction) => {
        if ((await store.changesOf(transaction, changeSet)).length === 0)
          throw new UserError(
            'studio.empty',
            'この改訂にはまだ何も入っていません。記録を直してから、確認に出してください。',
            409,
          );
        return { state: 'review', reviewer };
      }),
    backToDraft: (changeSet, by, text) =>
      step(changeSet, by, 'draft', text, async () => ({ state: 'draft', approved_by: null, scheduled_for: null })),
    approve: (changeSet, by) =>
      step(changeSet, by, 'approve', '', async (transaction) => {
        if (!mayApprove(by, await store.authorsOf(transaction, changeSet)))
          throw new UserError(
            'studio.fourEyes',
            '自分だけで直した改訂は、自分では承認できません。ほかの人に確認を頼んでください。',
            409,
          );
        return { state: 'approved', approved_by: by };
      }),
    schedule: (changeSet, by, day, read = 0) =>
      step(changeSet, by, 'schedule', day, async (transaction) => {
        const open = await openRead(transaction, changeSet, read);
        if (open > 0) await note(transaction, changeSet, by, 'comment', openWords(open));
        if (day <= clock.today())
          throw new UserError('studio.day', `公開する日は、明日(${clock.today()}の次の日)からえらんでください。`, 409);
        return { state: 'scheduled', scheduled_for: day };
      }),
    async publish(changeSet, by, read) {
      const number = await publishSet(changeSet, by, read);
      if (number === undefined)
        throw new UserError('studio.state', '承認された改訂だけを公開できます。いまの状態を確かめてください。', 409);
      return number;
    },
    withdraw: (changeSet, by, text) =>
      step(changeSet, by, 'withdraw', text, async () => ({ state: 'withdrawn', scheduled_for: null })),
    async bringBack(number, by, only) {
      const older = await inventory.at(number);
      if (!older) throw new UserError('studio.noRevision', 'この版は見つかりません。版の一覧から選んでください。', 404);
      const [before, now] = [takeApart(older.records), takeApart(inventory.current().records)];
      const set = await begin(
        by,
        only ? `第${number}版の${kindWords[only.kind].name}「${only.id}」に戻す` : `第${number}版に戻す`,
      );
      const wanted = only
        ? [only]
        : recordKinds.flatMap((kind) =>
            [...new Set([...before[kind].keys(), ...now[kind].keys()])].map((id) => ({ kind, id })),
          );
      for (const { kind, id } of wanted) {
        const [value, base] = [before[kind].get(id), now[kind].get(id)];
        if (!isSame(value, base))
          await save({ changeSet: set.id, kind, id, version: 0, base, published: base, value, by });
      }
      return set;
    },
    async propose({ value, reason, by }: ProposedProcedure) {
      const { id, name } = value;
      const set = await begin(by, `「${name}」の案`.slice(0, 100), reason);
      const base = takeApart(inventory.current().records).procedure.get(id);
      // A proposal knows nothing of the translations, so it takes none away.
      const kept = base?.translations === undefined ? value : { ...value, translations: base.translations };
      await save({ changeSet: set.id, kind: 'procedure', id, version: 0, base, published: base, value: kept, by });
      return { path: `/inventory/sets/${set.id}` };
    },
  };
}

/** How many comments are open; throws when that is not what was read. */
async function openRead(transaction: Transaction, changeSet: string, read: number): Promise<number> {
  const open = (await countOpenThreads(transaction, [changeSet])).get(changeSet) ?? 0;
  if (open === 0 || open === read) return open;
  throw new UserError(
    'studio.openRemarks',
    `まだ公開していません。解決していないコメントが${open}件あります。読んで、「このまま公開してよい」に印をつけてから、もう一度押してください。`,
    409,
  );
}

const openWords = (open: number): string => (open === 0 ? '' : `解決していないコメント${open}件を読んで決めました。`);

function stopped(conflicts: readonly RebaseConflict[]): UserError {
  const where = [...new Set(conflicts.map(({ kind, id }) => `${kindWords[kind].name}「${id}」`))].slice(0, 5);
  return new UserError(
    'studio.conflict',
    `${where.join('、')}が、この改訂を作ったあとに別の改訂でも直されたため、公開できませんでした。「直しに戻す」を押して、その記録を開き直し、どちらにするか選んでください。`,
    409,
  );
}
