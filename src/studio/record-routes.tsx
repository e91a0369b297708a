import type { ReactElement } from 'react';
import { z } from 'zod';
import { type Choose, type Inventory, type RecordKind, type RecordValue, recordId } from '#inventory';
import { UserError } from '#platform/errors';
import { type Application, type Fields, notFound, page, type Result, redirect, type Staff } from '#platform/http';
import type { Condition } from '#rules';
import { Banner } from '#ui';
import { type Change, stateNames } from './change-set.ts';
import { conflictsInWords, differencesOf, readableFields } from './differences.ts';
import { partsOf, titleOf } from './find.ts';
import { inWords } from './findings.ts';
import { acted, type Entries, type Raw, rawOf, rawOfEntries, readAction } from './form.ts';
import { decisionTable } from './graph.ts';
import type { ShownConflicts } from './pages/conflicts.tsx';
import { recordPath, setPath } from './pages/parts.tsx';
import { Preview } from './pages/preview.tsx';
import { RecordPage } from './pages/record.tsx';
import { readRecord } from './record-form.ts';
import { type RemarkOfRecord, remarksOfRecord } from './remark-store.ts';
import { anyFields, edit, idSchema, kindSchema, read, type StudioDesk } from './route-parts.ts';
import { shapeOf } from './shape.ts';
import * as store from './store.ts';
import { findingsOfPublished, viewOf } from './view.ts';
import { kindWords } from './words.ts';

/** A record with all its fields, twenty fields of a form each with twenty of their own. */
const mostFields = 6000;
const mostBytes = 2 * 1024 * 1024;

/** Adds the pages of a record: how it stands, its form, and saving it. */
export function addRecordRoutes(app: Application, desk: StudioDesk): void {
  const { database, clock, service, studio, current, may, frame, names, minutes, shownThreads, tests, viewOfSet } =
    desk;

  interface RecordState {
    staff: Staff;
    kind: RecordKind;
    id: string;
    isNew: boolean;
    raw?: Raw;
    errors?: ReadonlyMap<string, string>;
    touched?: string;
    setId?: string;
    chosenSet?: string;
    newName?: string;
    version?: number;
    revision?: number;
    conflicts?: ShownConflicts;
    against?: string;
    /** A value that was typed and not saved, for the preview. */
    typed?: RecordValue;
    notice?: ReactElement;
    status?: number;
  }

  async function recordPage(state: RecordState): Promise<Result> {
    const { staff, kind, id, isNew } = state;
    const inventory = current();
    const set = state.setId === undefined ? undefined : await store.setById(database.kysely, state.setId);
    const changes = set ? await store.changesOf(database.kysely, set.id) : [];
    const change = changes.find((one) => one.kind === kind && one.id === id);
    const published = partsOf(inventory)[kind].get(id);
    const value = state.typed ?? (change ? (change.value ?? change.base) : published);
    if (value === undefined && !isNew && state.raw === undefined) return notFound();
    const [nameOf, history, said, drafts] = await Promise.all([
      names(),
      isNew ? [] : store.historyOf(database.kysely, kind, id),
      isNew ? [] : remarksOfRecord(database.kysely, kind, id),
      store.listSets(database.kysely, ['draft']),
    ]);
    const view = set && changes.length > 0 ? viewOfSet(set, changes) : undefined;
    const shown = state.typed
      ? withTyped(kind, id, state.typed, changes)
      : (view?.inventory ?? (change ? undefined : inventory));
    const shape = shapeOf(kind, inventory.items);
    const context = {
      kind,
      inventory,
      errors: state.errors ?? new Map<string, string>(),
      tests: tests(inventory),
      touched: state.touched,
    };
    const mine = drafts.filter(({ owner }) => owner === staff.staffId);
    const title = isNew ? '' : titleOf(kind, value ?? { id });
    const when = (kind === 'procedure' ? value?.when : kind === 'fact' ? value?.askWhen : undefined) as
      | Condition
      | undefined;
    const about = change ? ((await view?.all()) ?? []) : await findingsOfPublished(inventory, clock.today());
    return page(
      <RecordPage
        staff={frame(staff)}
        kind={kind}
        id={id}
        isNew={isNew}
        title={title}
        mayEdit={may(staff, 'inventory:edit')}
        shape={shape}
        raw={state.raw ?? rawOf(shape, value)}
        context={context}
        set={set}
        drafts={set?.state === 'draft' && !drafts.some((draft) => draft.id === set.id) ? [set, ...drafts] : drafts}
        chosenSet={state.chosenSet ?? (set?.state === 'draft' ? set.id : (mine[0]?.id ?? 'new'))}
        newName={state.newName ?? `${title === '' ? kindWords[kind].name : title}の改訂`.slice(0, 100)}
        version={state.version ?? change?.version ?? 0}
        revision={state.revision ?? service.number()}
        errors={[...context.errors].map(([name, message]) => ({ name, message }))}
        conflicts={state.conflicts}
        against={state.against ?? ''}
        notice={
          state.notice ??
          (change && change.value === undefined ? (
            <Banner kind="soon" title="この改訂では、この記録を消します。">
              保存すると、消さずに残します。
            </Banner>
          ) : undefined)
        }
        preview={shown && !isNew ? <Preview inventory={shown} kind={kind} id={id} /> : null}
        table={when && decisionTable(inventory, when)}
        readable={value ? readableFields(kind, value, inventory) : []}
        changes={change || state.typed ? differencesOf(kind, published, state.typed ?? change?.value, inventory) : []}
        findings={inWords(
          inventory,
          about.filter(({ record }) => record?.kind === kind && record.id === id),
        )}
        remarks={setsOf(said).map(({ set: own, name, state: at, revision, said: remarks }) => ({
          set: own,
          name,
          state: revision === null ? stateNames[at] : `第${revision}版`,
          threads: shownThreads(remarks, nameOf, () => title),
        }))}
        history={history.map((one) => ({
          key: `${one.changeSet} ${one.version}`,
          at: minutes.format(one.savedAt),
          by: nameOf(one.savedBy),
          name: one.name,
          set: one.changeSet,
          state: one.revision === null ? stateNames[one.state] : `第${one.revision}版`,
        }))}
        others={
          set
            ? []
            : drafts.filter(({ id: other }) =>
                history.some(({ changeSet, state: at }) => changeSet === other && at === 'draft'),
              )
        }
      />,
      { status: state.status ?? 200 },
    );
  }

  /** The inventory as it would be with a typed record; undefined while it does not fit the others. */
  function withTyped(
    kind: RecordKind,
    id: string,
    value: RecordValue,
    changes: readonly Change[],
  ): Inventory | undefined {
    const others = changes.filter((one) => one.kind !== kind || one.id !== id);
    const base = partsOf(current())[kind].get(id);
    const typed = { changeSet: '', kind, id, version: 0, base, value, savedBy: null, savedAt: clock.now() };
    return viewOf(current(), [...others, typed], clock.today()).inventory;
  }

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/record',
    schema: {
      query: z.object({
        kind: kindSchema,
        id: idSchema,
        set: z.uuid().optional().catch(undefined),
        saved: z.enum(['yes', 'merged', 'same']).optional().catch(undefined),
      }),
    },
    handle: async ({ query, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const said = {
        yes: '保存しました。公開するまで、住民の画面は変わりません。',
        merged: '保存しました。ほかの人の直しも、いっしょに入っています。',
        same: '変わったところがないため、保存していません。',
      };
      return recordPage({
        staff: subject,
        kind: query.kind,
        id: query.id,
        isNew: false,
        setId: query.set,
        notice: query.saved && (
          <Banner kind={query.saved === 'same' ? 'info' : 'ok'} title={said[query.saved]} announce />
        ),
      });
    },
  });

  app.route({
    ...edit,
    method: 'GET',
    url: '/inventory/record/new',
    schema: { query: z.object({ kind: kindSchema.exclude(['city']).catch('procedure') }) },
    handle: async ({ query, subject }) =>
      subject.kind === 'staff' ? recordPage({ staff: subject, kind: query.kind, id: '', isNew: true }) : notFound(),
  });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/record',
    bodyLimit: mostBytes,
    mostFields,
    schema: { body: anyFields },
    handle: async ({ body, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const entries = textsOf(body);
      const kind = kindSchema.safeParse(entries.kind).data;
      if (kind === undefined) return notFound();
      const inventory = current();
      const isNew = (entries.id ?? '') === '';
      const shape = shapeOf(kind, inventory.items);
      const typed = rawOfEntries(shape, entries);
      const version = wholeNumber(entries.version);
      const revision = wholeNumber(entries.revision);
      const chosenSet = z.uuid().safeParse(entries.set).data ?? 'new';
      const state: RecordState = {
        staff: subject,
        kind,
        id: isNew ? '' : (entries.id ?? '').slice(0, 400),
        isNew,
        raw: typed,
        chosenSet,
        setId: chosenSet === 'new' ? undefined : chosenSet,
        newName: (entries.newName ?? '').slice(0, 100),
        version,
        revision,
      };
      const action = readAction(entries.action ?? '');
      if (action) {
        const raw = acted(shape, typed, action, inventory, tests(inventory));
        return recordPage({ ...state, raw, touched: `v.${action.path.join('.')}` });
      }
      const { raw, value, errors } = readRecord(kind, typed, inventory, tests(inventory));
      if (entries.action === 'preview') return recordPage({ ...state, raw, errors, typed: value });
      const isGone = entries.action === 'delete' && !isNew;
      if (!isGone && value === undefined) return recordPage({ ...state, raw, errors, status: 422 });
      const id = isNew && value ? recordId(kind, value) : state.id;
      if (isNew && partsOf(inventory)[kind].has(id))
        return recordPage({
          ...state,
          raw,
          errors: new Map([
            [`v.${idField(kind)}`, `「${id}」はもうあります。別の書き方にするか、その記録を直してください。`],
          ]),
          status: 422,
        });
      const drawn = revision === service.number() ? inventory : await service.at(revision);
      const base = drawn && partsOf(drawn)[kind].get(id);
      try {
        const changeSet =
          chosenSet === 'new'
            ? (await studio.begin(subject.staffId, state.newName?.trim() || `${kindWords[kind].name}の改訂`)).id
            : chosenSet;
        const against = await againstOf(changeSet, kind, id);
        const choose = choicesOf(entries, against);
        const published = partsOf(inventory)[kind].get(id);
        const result = await studio.save({
          changeSet,
          kind,
          id,
          version,
          base,
          published,
          value: isGone ? undefined : value,
          by: subject.staffId,
          choose,
        });
        if (result.state === 'conflict')
          return recordPage({
            ...state,
            setId: changeSet,
            chosenSet: changeSet,
            raw,
            conflicts: {
              ...(await theirsOf(result.against, changeSet, kind, id)),
              places: conflictsInWords(kind, result.conflicts, [base, value, published], inventory).map((one) => ({
                ...one,
                chosen: choose(one.place.split('/')),
              })),
              isAgain: (entries.against ?? '') !== '',
            },
            against,
            status: 409,
          });
        const saved = result.state === 'unchanged' ? 'same' : result.merged ? 'merged' : 'yes';
        return redirect(isGone ? setPath(changeSet) : `${recordPath(kind, id, changeSet)}&saved=${saved}`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return recordPage({
          ...state,
          raw,
          chosenSet: 'new',
          setId: undefined,
          notice: <Banner kind="err" title={String(error.sentence)} announce />,
          status: error.status,
        });
      }
    },
  });

  /** Who wrote what stands against what is saved now, and when. */
  async function theirsOf(
    against: 'set' | 'published',
    changeSet: string,
    kind: RecordKind,
    id: string,
  ): Promise<Pick<ShownConflicts, 'by' | 'at' | 'isPublished'>> {
    const nameOf = await names();
    if (against === 'set') {
      const newest = (await store.versionsOf(database.kysely, changeSet, kind, id)).at(-1);
      if (newest) return { by: nameOf(newest.savedBy), at: minutes.format(newest.savedAt), isPublished: false };
    }
    const [revision] = await service.revisions();
    return {
      by: nameOf(revision?.by ?? null),
      at: minutes.format(revision?.publishedAt ?? clock.now()),
      isPublished: true,
    };
  }

  /** Names what choices are made against: the newest version in the set and what is published. */
  async function againstOf(changeSet: string, kind: RecordKind, id: string): Promise<string> {
    const versions = await store.versionsOf(database.kysely, changeSet, kind, id);
    return `${versions.at(-1)?.version ?? 0}.${service.number()}`;
  }
}

/** What was said about a record, by change set, the newest first. */
function setsOf(said: readonly RemarkOfRecord[]) {
  const sets = [...new Set(said.map(({ changeSet }) => changeSet))].reverse();
  return sets.flatMap((set) => {
    const own = said.filter(({ changeSet }) => changeSet === set);
    const [first] = own;
    return first ? [{ set, name: first.setName, state: first.state, revision: first.revision, said: own }] : [];
  });
}

/** The last value of each field, as text. */
function textsOf(body: Fields): Entries {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      ((Array.isArray(value) ? value.at(-1) : value) ?? '').replaceAll('\u0000', ''),
    ]),
  );
}

const wholeNumber = (text: string | undefined): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0);

/** What was chosen on a page with conflicts; choices against something that has changed again count for nothing. */
function choicesOf(entries: Entries, against: string): Choose {
  if (entries.against !== against) return () => undefined;
  return (path) => {
    const chosen = entries[`choose.${path.join('/')}`];
    return chosen === 'mine' || chosen === 'theirs' ? chosen : undefined;
  };
}

/** The field by which a record of a kind is told apart. */
function idField(kind: RecordKind): string {
  const fields: Partial<Record<RecordKind, string>> = {
    entry: 'name',
    system: 'name',
    group: 'name',
    floor: 'floor',
    implication: 'why',
    option: 'ja',
    word: 'phrases',
    synonym: 'words',
    spelling: 'words',
    flow: 'scope',
  };
  return fields[kind] ?? 'id';
}
