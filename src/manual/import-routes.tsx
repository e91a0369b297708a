import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '#platform/codes';
import { UserError } from '#platform/errors';
import { type Application, notFound, page, type Result, redirect, UploadedFile } from '#platform/http';
import type { FormError } from '#ui';
import { importManual, type ManualDraft, mostBytes } from './import/index.ts';
import {
  blocksOfChoices,
  type Choice,
  type DraftItem,
  itemsOf,
  recordOfChoices,
  undecided,
  type View,
  views,
} from './import-choice.ts';
import { finishImport, importById, insertImport, keepChoices, type ReadManual, recentImports } from './import-store.ts';
import { findPage, type ManualPage, pathOf } from './page.ts';
import { ImportPage, ImportsPage } from './pages/import.tsx';
import { type ManualParts, readerOf, typed } from './route-parts.ts';

/** How many pages a file is offered to. */
const mostCandidates = 8;
/** How many items a page shows: as many as somebody looks at, and as fields fit into a form. */
const itemsAPage = 40;

const idParams = z.object({ id: z.uuid() });
const partOf = z.enum(views).catch('steps');
const fromOf = z.coerce.number().int().min(0).max(100_000).catch(0);
const actions = ['keep', 'acceptShown', 'publish', 'draft', 'propose'] as const;
type Action = (typeof actions)[number];

/** Adds the pages on which a manual is read from a file. */
export function addImportRoutes(app: Application, manual: ManualParts): void {
  const { database, inventory, search, blocks, editor } = manual;
  const route = { action: 'manual:write', rate: 'staff' } as const;

  async function importsPage(reader: NonNullable<ReturnType<typeof readerOf>>, problem: string | null) {
    const imports = await recentImports(database.kysely);
    return page(<ImportsPage reader={reader} imports={imports} problem={problem} />, { status: problem ? 422 : 200 });
  }

  /** Procedures that the title of a manual speaks of, the likeliest first. */
  async function candidatesFor({ draft, page: chosen }: ReadManual): Promise<ManualPage[]> {
    const words = draft.title
      .replaceAll(/事務|マニュアル|手順書|手引き?|業務|[0-9０-９]+年度?版?|令和|平成/gu, ' ')
      .trim();
    const { hits } = await search.find(words, { limit: mostCandidates, only: (kind) => kind === 'procedure' });
    const keys = [...(chosen === null ? [] : [chosen]), ...hits.map(({ id }) => id)];
    return [...new Set(keys)].flatMap((key) => findPage(inventory(), key) ?? []);
  }

  async function shown(
    read: ReadManual,
    reader: NonNullable<ReturnType<typeof readerOf>>,
    part: View,
    from: number,
    { errors = [], said = null }: { errors?: readonly FormError[]; said?: string | null } = {},
  ): Promise<Result> {
    const items = itemsOf(read.draft);
    return page(
      <ImportPage
        reader={reader}
        read={read}
        items={items}
        shown={items.filter((item) => item.part === part).slice(from, from + itemsAPage)}
        from={from}
        pageLength={itemsAPage}
        part={part}
        choices={read.choices}
        candidates={await candidatesFor(read)}
        page={read.page === null ? null : (findPage(inventory(), read.page) ?? null)}
        left={undecided(items, read.choices).length}
        mayPropose={editor !== undefined}
        errors={errors}
        said={said}
      />,
      { status: errors.length > 0 ? 422 : 200 },
    );
  }

  app.route({
    ...route,
    method: 'GET',
    url: '/manual/import',
    handle: async ({ subject }) => {
      const reader = readerOf(subject, inventory());
      return reader === null ? notFound() : importsPage(reader, null);
    },
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/manual/import',
    upload: mostBytes,
    schema: { body: z.object({ file: z.instanceof(UploadedFile).optional() }) },
    handle: async ({ body, subject, now }) => {
      const reader = readerOf(subject, inventory());
      if (reader === null) return notFound();
      if (body.file === undefined) return importsPage(reader, 'ファイルをえらんでください。');
      if (body.file.bytes === null) {
        return importsPage(reader, 'ファイルが大きすぎます(50MBまで)。写真を小さくするか、いくつかに分けてください。');
      }
      const draft = await readFile(body.file.bytes);
      if (typeof draft === 'string') return importsPage(reader, draft);
      const id = newId();
      await insertImport(database.kysely, { id, draft }, reader.author, now);
      return redirect(`/manual/import/${id}`);
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/manual/import/:id',
    schema: {
      params: idParams,
      query: z.object({ part: partOf, from: fromOf, said: z.enum(['kept']).optional().catch(undefined) }),
    },
    handle: async ({ params, query, subject }) => {
      const reader = readerOf(subject, inventory());
      const read = await importById(database.kysely, params.id);
      if (reader === null || read === null) return notFound();
      return shown(read, reader, query.part, query.from, { said: query.said === 'kept' ? '保存しました。' : null });
    },
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/manual/import/:id',
    bodyLimit: 2 * 1024 * 1024,
    schema: { params: idParams, body: z.record(z.string().max(60), z.string().max(4_000)).catch({}) },
    handle: async ({ params, body, subject, now }) => {
      const reader = readerOf(subject, inventory());
      const before = await importById(database.kysely, params.id);
      if (reader === null || before === null) return notFound();
      const part = partOf.parse(body.part);
      const from = fromOf.parse(body.from);
      const action = z.enum(actions).catch('keep').parse(body.action) as Action;
      const items = itemsOf(before.draft);
      const chosen = findPage(inventory(), body.page ?? '');
      await keepChoices(
        database.kysely,
        before.id,
        choicesOf(
          items.filter((item) => item.part === part),
          body,
          action === 'acceptShown',
        ),
        chosen?.kind === 'procedure' ? chosen.key : null,
      );
      const read = await importById(database.kysely, before.id);
      if (read === null) return notFound();
      if (action === 'keep' || action === 'acceptShown' || read.finishedAt !== null) {
        return redirect(`/manual/import/${read.id}?part=${part}&from=${from}&said=kept`);
      }
      const left = undecided(items, read.choices);
      const target = read.page === null ? undefined : findPage(inventory(), read.page);
      const errors: FormError[] = [];
      const [first] = left;
      if (first !== undefined) {
        errors.push({
          name: `text-${first.name}`,
          message: `あと${left.length}個、使うか使わないかを決めてください。`,
        });
      }
      if (target === undefined) errors.push({ name: 'page', message: 'どの手続きのマニュアルかをえらんでください。' });
      if (target === undefined || errors.length > 0) {
        const start = first === undefined ? from : pageOfItem(items, first);
        return shown(read, reader, first?.part ?? part, start, { errors });
      }
      return finish(read, target, action, reader, now);
    },
  });

  /** Makes texts of the manual out of what was accepted, and where asked a proposal for the record. */
  async function finish(
    read: ReadManual,
    target: ManualPage,
    action: Action,
    reader: NonNullable<ReturnType<typeof readerOf>>,
    now: Date,
  ): Promise<Result> {
    const texts = blocksOfChoices(read.draft, read.choices);
    const outcome =
      action === 'publish'
        ? `「${target.title}」のマニュアルに、${texts.length}件の説明を公開しました。`
        : `「${target.title}」のマニュアルに、${texts.length}件の説明を下書きで入れました。`;
    // Whoever ends the work first has done it; a second press makes nothing twice.
    if (!(await finishImport(database.kysely, read.id, outcome, now))) return redirect(`/manual/import/${read.id}`);
    for (const { place, title, body } of texts) {
      await blocks.add(
        { page: target.key, place, reviewOn: null },
        { title: title.slice(0, 100), body },
        reader.author,
        action === 'publish',
      );
    }
    const record = inventory().records.procedures.find(({ id }) => id === target.id);
    const value = record === undefined ? null : recordOfChoices(record, read.draft, read.choices);
    if (action === 'propose' && editor !== undefined && value !== null) {
      const { path } = await editor.propose({
        value,
        reason: `マニュアル「${read.draft.title}」から取り込みました。`,
        by: reader.author.id,
      });
      return redirect(path);
    }
    return redirect(action === 'publish' ? pathOf(target) : `/manual/import/${read.id}`);
  }
}

/** Where the page begins on which an item stands. */
function pageOfItem(items: readonly DraftItem[], wanted: DraftItem): number {
  const place = items.filter(({ part }) => part === wanted.part).indexOf(wanted);
  return Math.floor(place / itemsAPage) * itemsAPage;
}

/** What was decided on the page; with `all`, what was shown and not decided is taken as it stands in its box. */
function choicesOf(
  items: readonly DraftItem[],
  body: Readonly<Record<string, string>>,
  all: boolean,
): Record<string, Choice> {
  const choices: Record<string, Choice> = {};
  for (const { name, finding } of items) {
    const use = body[`use-${name}`];
    const text = typed(body[`text-${name}`]).trim().slice(0, 2_000) || finding.text;
    if (use === 'use' || use === 'leave') choices[name] = { use: use === 'use', text };
    else if (all && body[`text-${name}`] !== undefined) choices[name] = { use: true, text };
  }
  return choices;
}

/** Reads a file in a process of its own; gives a sentence where it is refused. Nothing of the file stays on the disk. */
async function readFile(bytes: Uint8Array): Promise<ManualDraft | string> {
  const folder = await mkdtemp(join(tmpdir(), 'hitomado-manual-'));
  const path = join(folder, 'manual');
  try {
    await writeFile(path, bytes, { mode: 0o600 });
    return await importManual(path);
  } catch (error) {
    if (error instanceof UserError) return String(error.sentence);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
