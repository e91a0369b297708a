import type { ReactElement } from 'react';
import { z } from 'zod';
import type { CaseService } from '#cases';
import { decide, shownStaff } from '#identity';
import {
  type Choose,
  type Inventory,
  type InventoryService,
  type MergeConflict,
  type RecordKind,
  type RecordValue,
  recordId,
  recordKinds,
} from '#inventory';
import { addDays, type Clock, toDay } from '#platform/clock';
import type { Database } from '#platform/database';
import { UserError } from '#platform/errors';
import {
  type Application,
  type Fields,
  notFound,
  page,
  type Result,
  redirect,
  type Staff,
  type Subject,
} from '#platform/http';
import { formatDay } from '#platform/i18n';
import type { Condition } from '#rules';
import { Banner } from '#ui';
import { type Change, type ChangeSet, mayApprove, stateNames } from './change-set.ts';
import { differencesOf, readableFields } from './differences.ts';
import { countsOf, findRecords, partsOf, titleOf } from './find.ts';
import { inWords } from './findings.ts';
import { acted, type Entries, type Raw, rawOf, rawOfEntries, readAction } from './form.ts';
import { decisionTable, guideGraph } from './graph.ts';
import { outcomesBetween } from './impact.ts';
import { ChangeSetPage, outcomeNames, type ShownImpact } from './pages/change-set.tsx';
import { HomePage, RevisionsPage } from './pages/home.tsx';
import { recordPath, setPath } from './pages/parts.tsx';
import { Preview } from './pages/preview.tsx';
import { DifferencesPage, RecordPage } from './pages/record.tsx';
import { FindingsPage, GraphPage } from './pages/views.tsx';
import { readRecord } from './record-form.ts';
import { testsOf } from './rows.ts';
import type { Studio } from './service.ts';
import { shapeOf } from './shape.ts';
import * as store from './store.ts';
import { type ChangeSetView, findingsOfPublished, recordDifferences, viewOf } from './view.ts';
import { kindWords } from './words.ts';

/** What the pages of the studio stand on. */
export interface StudioRoutesParts {
  database: Database;
  clock: Clock;
  inventory: InventoryService;
  studio: Studio;
  cases: Pick<CaseService, 'countOutcomes'>;
  /** The accounts of the staff. */
  people: () => Promise<readonly { id: string; name: string; roles: readonly string[] }[]>;
}

const kindSchema = z.enum(recordKinds);
/** What no id holds, the database would not even take. */
const idSchema = z
  .string()
  .min(1)
  .max(400)
  .refine((id) => !id.includes('\u0000'));
const setParams = z.object({ id: z.uuid() });
const line = (most: number) =>
  z
    .string()
    .catch('')
    .transform((text) => text.replaceAll('\u0000', '').trim().slice(0, most));
const anyFields = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** A record with all its fields, twenty fields of a form each with twenty of their own. */
const mostFields = 6000;
const mostBytes = 2 * 1024 * 1024;

/** Adds the pages on which the inventory is edited, reviewed and published. */
export function addStudioRoutes(app: Application, parts: StudioRoutesParts): void {
  const { database, clock, inventory: service, studio, cases, people } = parts;
  const current = (): Inventory => service.current();
  const read = { action: 'inventory:read', rate: 'staff' } as const;
  const edit = { action: 'inventory:edit', rate: 'staff' } as const;
  const publish = { action: 'inventory:publish', rate: 'staff' } as const;
  const may = (staff: Staff, action: string): boolean =>
    decide(staff, action, { kind: 'route' }, { now: staff.authenticatedAt }).permit;
  const frame = (staff: Staff) => shownStaff(staff, current());
  const names = async (): Promise<(id: string | null) => string> => {
    const known = new Map((await people()).map(({ id, name }) => [id, name]));
    return (id) => (id === null ? 'ファイル' : (known.get(id) ?? '退職した職員'));
  };
  const minutes = new Intl.DateTimeFormat('ja-JP', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Tokyo',
  });
  const tests = keptFor((inventory: Inventory) => testsOf(inventory));
  const views = new Map<string, ChangeSetView>();

  /** What a set does; kept while neither it nor what is published changes. */
  function viewOfSet(set: ChangeSet, changes: readonly Change[]): ChangeSetView {
    const versions = changes.map(({ kind, id, version }) => `${kind} ${id} ${version}`).join('\n');
    const key = `${set.id} ${service.number()} ${clock.today()} ${versions}`;
    const known = views.get(key);
    if (known) return known;
    const view = viewOf(current(), changes, clock.today());
    views.set(key, view);
    for (const old of views.keys()) if (views.size > 8) views.delete(old);
    return view;
  }

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory',
    schema: { query: z.object({ q: line(200).optional(), kind: kindSchema.optional().catch(undefined) }) },
    handle: async ({ query, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const sets = await store.listSets(database.kysely, ['draft', 'review', 'approved', 'scheduled']);
      const [counts, nameOf, revisions] = await Promise.all([
        store.countChanges(
          database.kysely,
          sets.map(({ id }) => id),
        ),
        names(),
        service.revisions(),
      ]);
      const shown = revisions.find(({ number }) => number === service.number());
      const question = query.q ?? '';
      return page(
        <HomePage
          staff={frame(subject)}
          mayEdit={may(subject, 'inventory:edit')}
          question={question}
          kind={query.kind}
          found={findRecords(current(), question, { kind: query.kind })}
          counts={countsOf(current())}
          sets={sets.map((set) => ({
            ...set,
            changes: counts.get(set.id) ?? 0,
            mine: set.owner === subject.staffId,
            ownerName: nameOf(set.owner),
            day: set.scheduledFor === null ? null : formatDay(set.scheduledFor, 'ja'),
          }))}
          revision={{
            number: service.number(),
            day: formatDay(toDay(shown?.publishedAt ?? clock.now()), 'ja'),
          }}
        />,
      );
    },
  });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/sets',
    handle: async ({ subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const set = await studio.begin(subject.staffId, `${formatDay(clock.today(), 'ja')}の改訂`);
      return redirect(setPath(set.id));
    },
  });

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
    conflicts?: readonly MergeConflict[];
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
    const [nameOf, history, drafts] = await Promise.all([
      names(),
      isNew ? [] : store.historyOf(database.kysely, kind, id),
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
        conflicts={state.conflicts ?? []}
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
        const result = await studio.save({
          changeSet,
          kind,
          id,
          version,
          base,
          published: partsOf(inventory)[kind].get(id),
          value: isGone ? undefined : value,
          by: subject.staffId,
          choose: choicesOf(entries, await againstOf(changeSet, kind, id)),
        });
        if (result.state === 'conflict')
          return recordPage({
            ...state,
            setId: changeSet,
            chosenSet: changeSet,
            raw,
            conflicts: result.conflicts,
            against: await againstOf(changeSet, kind, id),
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

  /** Names what choices are made against: the newest version in the set and what is published. */
  async function againstOf(changeSet: string, kind: RecordKind, id: string): Promise<string> {
    const versions = await store.versionsOf(database.kysely, changeSet, kind, id);
    return `${versions.at(-1)?.version ?? 0}.${service.number()}`;
  }

  interface SetProblem {
    message: string;
    status: number;
  }

  async function changeSetPage(staff: Staff, id: string, problem?: SetProblem): Promise<Result> {
    const set = await store.setById(database.kysely, id);
    if (!set) return notFound();
    const [changes, notes, authors, everybody, nameOf] = await Promise.all([
      store.changesOf(database.kysely, id),
      store.notesOf(database.kysely, id),
      store.authorsOf(database.kysely, id),
      people(),
      names(),
    ]);
    const isOpen = !['published', 'withdrawn'].includes(set.state);
    const view = isOpen && changes.length > 0 ? viewOfSet(set, changes) : undefined;
    const inventory = current();
    const parts = partsOf(inventory);
    return page(
      <ChangeSetPage
        staff={frame(staff)}
        set={set}
        ownerName={nameOf(set.owner)}
        mayEdit={may(staff, 'inventory:edit')}
        mayPublish={may(staff, 'inventory:publish')}
        cannotApprove={
          mayApprove(staff.staffId, authors)
            ? undefined
            : '自分だけで直した改訂は、自分では承認できません。ほかの人に頼んでください。'
        }
        changes={changes.map(({ kind, id: record, base, value, savedBy }) => {
          const before = isOpen ? parts[kind].get(record) : base;
          return {
            kind,
            id: record,
            title: titleOf(kind, value ?? base ?? { id: record }),
            what: value === undefined ? 'gone' : base === undefined ? 'new' : 'changed',
            by: nameOf(savedBy),
            differences: differencesOf(kind, before, value, view?.inventory ?? inventory),
          };
        })}
        conflicts={[
          ...new Set((view?.conflicts ?? []).map(({ kind, id: record }) => `${kindWords[kind].name}「${record}」`)),
        ]}
        findings={inWords(view?.inventory ?? inventory, (await view?.findings()) ?? [])}
        impact={await shownImpact(staff, view)}
        notes={notes.map(({ by, at, ...note }) => ({ ...note, by: nameOf(by), at: minutes.format(at) }))}
        reviewers={everybody.filter(({ id: one, roles }) => one !== staff.staffId && roles.includes('publisher'))}
        reviewerName={set.reviewer === null ? undefined : nameOf(set.reviewer)}
        scheduledDay={set.scheduledFor === null ? undefined : formatDay(set.scheduledFor, 'ja', { year: true })}
        tomorrow={addDays(clock.today(), 1)}
        error={problem?.message}
      />,
      { status: problem?.status ?? 200 },
    );
  }

  /** 「この改訂で、例の市民 12 人と受付中の 3 件の結果が変わります」, and each change by name. */
  async function shownImpact(subject: Subject, view: ChangeSetView | undefined): Promise<ShownImpact> {
    if (!view) return { sentence: '変わるところはありません。', lines: [] };
    const { inventory: after } = view;
    const impact = await view.impact();
    if (!after || !impact)
      return {
        sentence: '名前の合わないところがあるため、まだ確かめられません。下の「見つかったこと」を直してください。',
        lines: [],
      };
    const outcomes = outcomesBetween(current(), after);
    const open = await cases.countOutcomes(subject, (facts) =>
      outcomes(facts).map(({ procedure, outcome }) => `${outcome} ${procedure}`),
    );
    const nameOf = (id: string): string =>
      (after.procedureById.get(id) ?? current().procedureById.get(id))?.name.ja ?? id;
    const { situations, situationCount, residents, byProcedure } = impact;
    if (situations.length + residents.changed + open.concerned === 0)
      return {
        sentence: `この改訂で、例の市民${situationCount + residents.count}人と受付中の${open.looked}件の結果は変わりません。`,
        lines: [],
      };
    return {
      sentence: `この改訂で、例の市民${situations.length + residents.changed}人と受付中の${open.concerned}件の結果が変わります。`,
      lines: [
        ...situations.map(
          ({ title, outcomes: own }) =>
            `例「${title}」: ${own.map(({ procedure, outcome }) => `「${nameOf(procedure)}」が${outcomeNames[outcome]}`).join('、')}`,
        ),
        ...byProcedure
          .slice(0, 30)
          .map(
            ({ procedure, outcome, residents: count }) =>
              `「${nameOf(procedure)}」が${outcomeNames[outcome]}: 作った市民${residents.count}人のうち${count}人、受付中の${open.counts.get(`${outcome} ${procedure}`) ?? 0}件`,
          ),
      ],
    };
  }

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/sets/:id',
    schema: { params: setParams },
    handle: ({ params, subject }) => (subject.kind === 'staff' ? changeSetPage(subject, params.id) : notFound()),
  });

  /** A step of a set: done, or the page says why not. */
  async function taking(subject: Subject, id: string, step: (staff: Staff) => Promise<unknown>): Promise<Result> {
    if (subject.kind !== 'staff') return notFound();
    if (!(await store.setById(database.kysely, id))) return notFound();
    try {
      await step(subject);
      return redirect(setPath(id));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return changeSetPage(subject, id, { message: String(error.sentence), status: error.status });
    }
  }

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/sets/:id/name',
    schema: { params: setParams, body: z.object({ name: line(100), reason: line(500) }) },
    handle: ({ params, body, subject }) =>
      taking(subject, params.id, () => studio.rename(params.id, body.name || '名前のない改訂', body.reason)),
  });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/sets/:id/comment',
    schema: { params: setParams, body: z.object({ text: line(2000) }) },
    handle: ({ params, body, subject }) =>
      taking(subject, params.id, async (staff) => {
        if (body.text === '') throw new UserError('studio.noText', 'コメントを書いてから押してください。', 422);
        await studio.comment(params.id, staff.staffId, body.text);
      }),
  });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/sets/:id/step',
    schema: {
      params: setParams,
      body: z.object({
        step: z.enum(['review', 'draft', 'withdraw']),
        reviewer: z.uuid().optional().catch(undefined),
        text: line(2000),
      }),
    },
    handle: ({ params, body, subject }) =>
      taking(subject, params.id, async ({ staffId }) => {
        if (body.step === 'draft') return studio.backToDraft(params.id, staffId, body.text);
        if (body.step === 'withdraw') return studio.withdraw(params.id, staffId, body.text);
        return studio.askReview(params.id, staffId, body.reviewer ?? null, body.text);
      }),
  });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/sets/:id/drop',
    schema: { params: setParams, body: z.object({ kind: kindSchema, id: idSchema }) },
    handle: ({ params, body, subject }) =>
      taking(subject, params.id, ({ staffId }) => studio.drop(params.id, body.kind, body.id, staffId)),
  });

  app.route({
    ...publish,
    method: 'POST',
    url: '/inventory/sets/:id/approve',
    schema: { params: setParams },
    handle: ({ params, subject }) => taking(subject, params.id, ({ staffId }) => studio.approve(params.id, staffId)),
  });

  app.route({
    ...publish,
    method: 'POST',
    url: '/inventory/sets/:id/schedule',
    schema: { params: setParams, body: z.object({ day: line(20) }) },
    handle: ({ params, body, subject }) =>
      taking(subject, params.id, async ({ staffId }) => {
        const day = z.iso.date().safeParse(body.day);
        if (!day.success) throw new UserError('studio.day', '公開する日を、2027-04-01 のように入れてください。', 422);
        await studio.schedule(params.id, staffId, day.data);
      }),
  });

  app.route({
    ...publish,
    method: 'POST',
    url: '/inventory/sets/:id/publish',
    schema: { params: setParams },
    handle: ({ params, subject }) => taking(subject, params.id, ({ staffId }) => studio.publish(params.id, staffId)),
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/revisions',
    handle: async ({ subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const [revisions, nameOf] = await Promise.all([service.revisions(), names()]);
      return page(
        <RevisionsPage
          staff={frame(subject)}
          mayEdit={may(subject, 'inventory:edit')}
          revisions={revisions.slice(0, 200).map(({ number, publishedAt, by, reason }) => ({
            number: Number(number),
            at: minutes.format(publishedAt),
            by: nameOf(by),
            reason,
          }))}
        />,
      );
    },
  });

  const revisionNumber = z.coerce.number().int().min(1).max(2_000_000_000);

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/differences',
    schema: { query: z.object({ from: revisionNumber.catch(1), to: revisionNumber.catch(1) }) },
    handle: async ({ query, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const [before, after] = await Promise.all([service.at(query.from), service.at(query.to)]);
      if (!before || !after) return redirect('/inventory/revisions');
      return page(
        <DifferencesPage
          staff={frame(subject)}
          mayEdit={may(subject, 'inventory:edit')}
          from={query.from}
          to={query.to}
          records={recordDifferences(before, after)}
        />,
      );
    },
  });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/bring-back',
    schema: {
      body: z.object({ number: revisionNumber, kind: kindSchema.optional(), id: idSchema.optional() }),
    },
    handle: async ({ body, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const only = body.kind !== undefined && body.id !== undefined ? { kind: body.kind, id: body.id } : undefined;
      const set = await studio.bringBack(body.number, subject.staffId, only);
      return redirect(setPath(set.id));
    },
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/findings',
    schema: { query: z.object({ level: z.enum(['all', 'error', 'warning', 'information']).catch('all') }) },
    handle: async ({ query, subject }) =>
      subject.kind === 'staff'
        ? page(
            <FindingsPage
              staff={frame(subject)}
              findings={inWords(current(), await findingsOfPublished(current(), clock.today()))}
              level={query.level}
            />,
          )
        : notFound(),
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/graph',
    schema: { query: z.object({ event: line(64).optional() }) },
    handle: ({ query, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const inventory = current();
      const chosen = inventory.lifeEventById.get(query.event ?? '') ?? inventory.lifeEvents[0];
      if (!chosen) return notFound();
      return page(
        <GraphPage
          staff={frame(subject)}
          lifeEvents={inventory.lifeEvents.map(({ id, name }) => ({ id, name: name.ja }))}
          lifeEvent={chosen.id}
          name={chosen.name.ja}
          graph={guideGraph(inventory, chosen.id)}
        />,
      );
    },
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
  };
  return fields[kind] ?? 'id';
}

/** Remembers what a function made of something for as long as that is there. */
function keptFor<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const kept = new WeakMap<Key, Value>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    kept.set(key, value);
    return value;
  };
}
