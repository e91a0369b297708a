import { z } from 'zod';
import type { RecordKind } from '#inventory';
import { addDays } from '#platform/clock';
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
import { mayApprove } from './change-set.ts';
import { differencesOf } from './differences.ts';
import { partsOf, titleOf } from './find.ts';
import { inWords } from './findings.ts';
import { outcomesBetween } from './impact.ts';
import { ChangeSetPage, outcomeNames, type ShownImpact } from './pages/change-set.tsx';
import { setPath } from './pages/parts.tsx';
import type { TypedRemark } from './pages/remarks.tsx';
import { remarksOf } from './remark-store.ts';
import { anyFields, edit, idSchema, kindSchema, line, publish, read, type StudioDesk } from './route-parts.ts';
import * as store from './store.ts';
import type { ChangeSetView } from './view.ts';
import { kindWords } from './words.ts';

const setParams = z.object({ id: z.uuid() });
/** How many open comments were read before publishing. */
const readSchema = z.coerce.number().int().min(0).catch(0);

/** A text as it was typed; what is too long is told and not cut. */
function textOf(body: Fields, name: string): string {
  const value = body[name];
  return ((Array.isArray(value) ? value.at(-1) : value) ?? '').replaceAll('\u0000', '').replaceAll('\r\n', '\n');
}

/** Adds the pages of change sets: what they hold and do, and their steps to the public. */
export function addChangeSetRoutes(app: Application, desk: StudioDesk): void {
  const {
    database,
    clock,
    service,
    studio,
    remarks,
    cases,
    people,
    current,
    may,
    frame,
    names,
    minutes,
    viewOfSet,
    shownThreads,
  } = desk;

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
  interface SetProblem {
    /** Above the page, or at the field of a comment. */
    message: string | undefined;
    status: number;
    typed?: TypedRemark;
  }

  async function changeSetPage(staff: Staff, id: string, problem?: SetProblem): Promise<Result> {
    const set = await store.setById(database.kysely, id);
    if (!set) return notFound();
    const [changes, notes, said, authors, everybody, nameOf] = await Promise.all([
      store.changesOf(database.kysely, id),
      store.notesOf(database.kysely, id),
      remarksOf(database.kysely, id),
      store.authorsOf(database.kysely, id),
      people(),
      names(),
    ]);
    const isOpen = !['published', 'withdrawn'].includes(set.state);
    const view = isOpen && changes.length > 0 ? viewOfSet(set, changes) : undefined;
    const inventory = current();
    const parts = partsOf(inventory);
    const titleIn = (kind: RecordKind, record: string): string => {
      const change = changes.find((one) => one.kind === kind && one.id === record);
      return titleOf(kind, change?.value ?? change?.base ?? parts[kind].get(record) ?? { id: record });
    };
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
        isCurrent={set.publishedRevision === service.number()}
        threads={shownThreads(said, nameOf, titleIn)}
        typed={problem?.typed}
        changes={changes.map(({ kind, id: record, base, value, savedBy, version }) => {
          const before = isOpen ? parts[kind].get(record) : base;
          return {
            version,
            kind,
            id: record,
            title: titleIn(kind, record),
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
  async function taking(
    subject: Subject,
    id: string,
    step: (staff: Staff) => Promise<unknown>,
    typed?: Omit<TypedRemark, 'error'>,
  ): Promise<Result> {
    if (subject.kind !== 'staff') return notFound();
    if (!(await store.setById(database.kysely, id))) return notFound();
    try {
      await step(subject);
      return redirect(setPath(id));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const message = String(error.sentence);
      const { status } = error;
      return changeSetPage(subject, id, {
        message: typed && status === 422 ? undefined : message,
        status,
        typed: typed && { ...typed, error: message },
      });
    }
  }

  const remarkParams = z.object({ id: z.uuid(), remark: z.uuid() });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/sets/:id/remarks',
    schema: { params: setParams, body: anyFields },
    handle: ({ params, body, subject }) => {
      const kind = kindSchema.safeParse(body.kind).data;
      const record = idSchema.safeParse(body.id).data;
      if (kind === undefined || record === undefined) return notFound();
      const place = textOf(body, `place-${kind}-${record}`);
      const text = textOf(body, `text-${kind}-${record}`);
      const typed = { kind, id: record, place, text, answers: undefined };
      return taking(subject, params.id, ({ staffId }) => remarks.say(params.id, staffId, typed, text), typed);
    },
  });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/sets/:id/remarks/:remark/answers',
    schema: { params: remarkParams, body: anyFields },
    handle: async ({ params: { id, remark }, body, subject }) => {
      const first = (await remarksOf(database.kysely, id)).find((one) => one.remark === remark);
      if (!first) return notFound();
      const text = textOf(body, `text-${remark}`);
      const typed = { ...first, text, answers: remark };
      return taking(subject, id, ({ staffId }) => remarks.answer(id, staffId, remark, text), typed);
    },
  });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/sets/:id/remarks/:remark/settled',
    schema: { params: remarkParams, body: z.object({ settled: z.enum(['yes', 'no']).catch('yes') }) },
    handle: ({ params: { id, remark }, body, subject }) =>
      taking(subject, id, ({ staffId }) =>
        body.settled === 'yes' ? remarks.settle(id, staffId, remark) : remarks.reopen(id, staffId, remark),
      ),
  });

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
        wish: line(2000),
      }),
    },
    handle: ({ params, body, subject }) =>
      taking(subject, params.id, async ({ staffId }) => {
        if (body.step === 'draft') return studio.backToDraft(params.id, staffId, body.wish);
        if (body.step === 'withdraw') return studio.withdraw(params.id, staffId, body.wish);
        return studio.askReview(params.id, staffId, body.reviewer ?? null, body.wish);
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
    schema: { params: setParams, body: z.object({ day: line(20), read: readSchema }) },
    handle: ({ params, body, subject }) =>
      taking(subject, params.id, async ({ staffId }) => {
        const day = z.iso.date().safeParse(body.day);
        if (!day.success) throw new UserError('studio.day', '公開する日を、2027-04-01 のように入れてください。', 422);
        await studio.schedule(params.id, staffId, day.data, body.read);
      }),
  });

  app.route({
    ...publish,
    method: 'POST',
    url: '/inventory/sets/:id/publish',
    schema: { params: setParams, body: z.object({ read: readSchema }) },
    handle: ({ params, body, subject }) =>
      taking(subject, params.id, ({ staffId }) => studio.publish(params.id, staffId, body.read)),
  });
}
