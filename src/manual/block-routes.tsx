import { z } from 'zod';
import type { Day } from '#platform/clock';
import { type Application, notFound, page, type Result, redirect, UploadedFile } from '#platform/http';
import type { FormError } from '#ui';
import { type Block, problemsOf } from './block.ts';
import { blockById } from './block-store.ts';
import { mostFileBytes } from './file-type.ts';
import { findPage, isPlace, type ManualPage, pathOf, placeNow } from './page.ts';
import { type BlockForm, BlockPage } from './pages/block.tsx';
import type { Reader } from './pages/parts.tsx';
import { type ManualParts, readerOf, typed } from './route-parts.ts';

/** Longer than what is kept, so that whoever wrote too much gets it back to shorten it. */
const long = z.string().max(60_000).catch('');
const formFields = z.object({
  page: z.string().max(300).catch(''),
  place: z.string().max(20).catch(''),
  title: long,
  body: long,
  reviewOn: z.string().max(40).catch(''),
  base: z.coerce.number().int().min(0).catch(0),
  action: z.enum(['publish', 'keep', 'preview']).catch('keep'),
});

const idParams = z.object({ id: z.uuid() });

/** A day as it is typed: 'YYYY-MM-DD', or nothing. Undefined where it is no day. */
function dayOf(text: string): Day | null | undefined {
  if (text.trim() === '') return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
  return isDay ? text : undefined;
}

const formOf = (block: Block): BlockForm => ({
  title: block.versions[0]?.title ?? '',
  body: block.versions[0]?.body ?? '',
  reviewOn: block.reviewOn ?? '',
  base: block.versions[0]?.number ?? 0,
});

/** Adds what writers do with text blocks. */
export function addBlockRoutes(app: Application, { database, inventory, blocks }: ManualParts): void {
  const route = { action: 'manual:write', rate: 'staff' } as const;
  /** The largest text in six bytes a letter, as forms send it. */
  const bodyLimit = 512 * 1024;

  interface Shown {
    reader: Reader;
    manualPage: ManualPage;
    place: string;
    block: Block | null;
    form: BlockForm;
    errors?: readonly FormError[];
    preview?: boolean;
    conflict?: boolean;
    said?: string | null;
  }

  function shown({
    reader,
    manualPage,
    place,
    block,
    form,
    errors = [],
    preview,
    conflict,
    said = null,
  }: Shown): Result {
    return page(
      <BlockPage
        reader={reader}
        page={manualPage}
        place={place}
        block={block}
        form={form}
        errors={errors}
        preview={preview ?? false}
        conflict={conflict ?? false}
        said={said}
      />,
      { status: errors.length > 0 ? 422 : conflict ? 409 : 200 },
    );
  }

  /** What was typed, and what is to be put right about it. */
  function readForm(body: z.output<typeof formFields>): { form: BlockForm; reviewOn: Day | null; errors: FormError[] } {
    const form = { title: typed(body.title).trim(), body: typed(body.body), reviewOn: body.reviewOn, base: body.base };
    const reviewOn = dayOf(body.reviewOn);
    const errors: FormError[] = problemsOf(form);
    if (reviewOn === undefined) {
      errors.push({ name: 'reviewOn', message: '次の見直しは、2027-03-01 のように年月日で書いてください。' });
    }
    return { form, reviewOn: reviewOn ?? null, errors };
  }

  app.route({
    ...route,
    method: 'GET',
    url: '/manual/blocks/new',
    schema: { query: z.object({ page: z.string().max(300).catch(''), place: z.string().max(20).catch('') }) },
    handle: ({ query, subject }) => {
      const reader = readerOf(subject, inventory());
      const manualPage = findPage(inventory(), query.page);
      if (reader === null || manualPage === undefined) return notFound();
      const place = isPlace(query.place) ? query.place : '';
      return shown({ reader, manualPage, place, block: null, form: { title: '', body: '', reviewOn: '', base: 0 } });
    },
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/manual/blocks',
    bodyLimit,
    schema: { body: formFields },
    handle: async ({ body, subject }) => {
      const reader = readerOf(subject, inventory());
      const manualPage = findPage(inventory(), body.page);
      if (reader === null || manualPage === undefined) return notFound();
      const place = isPlace(body.place) ? body.place : '';
      const { form, reviewOn, errors } = readForm(body);
      const again = { reader, manualPage, place, block: null, form };
      if (errors.length > 0) return shown({ ...again, errors });
      if (body.action === 'preview') return shown({ ...again, preview: true });
      const block = await blocks.add(
        { page: manualPage.key, place, reviewOn },
        form,
        reader.author,
        body.action === 'publish',
      );
      return redirect(body.action === 'publish' ? pathOf(manualPage) : `/manual/blocks/${block.id}?said=kept`);
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/manual/blocks/:id',
    schema: {
      params: idParams,
      query: z.object({ said: z.enum(['kept', 'file', 'restored']).optional().catch(undefined) }),
    },
    handle: async ({ params, query, subject }) => {
      const reader = readerOf(subject, inventory());
      const block = await blockById(database.kysely, params.id);
      if (reader === null || block === null) return notFound();
      const sentences = {
        kept: '下書きとして保存しました。まだ公開していません。',
        file: '下書きの終わりに加えました。',
        restored: '前の版の文を下書きにしました。',
      } as const;
      return shown({
        reader,
        manualPage: pageOfBlock(block),
        place: placeNow(inventory(), block).place,
        block,
        form: formOf(block),
        said: query.said === undefined ? null : sentences[query.said],
      });
    },
  });

  /** The page of a block, also when the records no longer have it: its text must stay in reach. */
  const pageOfBlock = (block: Block): ManualPage =>
    findPage(inventory(), block.page) ?? { key: block.page, kind: 'procedure', id: block.page, title: block.page };

  app.route({
    ...route,
    method: 'POST',
    url: '/manual/blocks/:id',
    bodyLimit,
    schema: { params: idParams, body: formFields },
    handle: async ({ params, body, subject }) => {
      const reader = readerOf(subject, inventory());
      const block = await blockById(database.kysely, params.id);
      if (reader === null || block === null) return notFound();
      const manualPage = pageOfBlock(block);
      const { form, reviewOn, errors } = readForm(body);
      const again = { reader, manualPage, place: placeNow(inventory(), block).place, block, form };
      if (errors.length > 0) return shown({ ...again, errors });
      if (body.action === 'preview') return shown({ ...again, preview: true });
      const kept = await blocks.keep(
        block.id,
        form.base,
        { title: form.title, body: form.body, reviewOn },
        reader.author,
        body.action === 'publish',
      );
      if (kept.kind === 'gone') return notFound();
      if (kept.kind === 'conflict') {
        // What was typed goes on from the text of the other one, so that the next press keeps it as a version of its own.
        const base = kept.block.versions[0]?.number ?? form.base;
        return shown({ ...again, block: kept.block, form: { ...form, base }, conflict: true });
      }
      return redirect(body.action === 'publish' ? pathOf(manualPage) : `/manual/blocks/${block.id}?said=kept`);
    },
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/manual/blocks/:id/restore',
    schema: { params: idParams, body: z.object({ number: z.coerce.number().int().catch(0) }) },
    handle: async ({ params, body, subject }) => {
      const reader = readerOf(subject, inventory());
      if (reader === null || !(await blocks.restore(params.id, body.number, reader.author))) return notFound();
      return redirect(`/manual/blocks/${params.id}?said=restored`);
    },
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/manual/blocks/:id/withdraw',
    schema: { params: idParams },
    handle: async ({ params }) => {
      const block = await blockById(database.kysely, params.id);
      if (block === null) return notFound();
      await blocks.withdraw(block.id);
      return redirect(pathOf(pageOfBlock(block)));
    },
  });

  app.route({
    ...route,
    method: 'POST',
    url: '/manual/blocks/:id/files',
    upload: mostFileBytes,
    schema: {
      params: idParams,
      body: z.object({ file: z.instanceof(UploadedFile).optional(), label: z.string().max(200).catch('') }),
    },
    handle: async ({ params, body, subject }) => {
      const reader = readerOf(subject, inventory());
      const block = await blockById(database.kysely, params.id);
      if (reader === null || block === null) return notFound();
      const sent = body.file === undefined ? new Uint8Array() : body.file.bytes;
      const problem = await blocks.addFile(block.id, sent, body.label, reader.author);
      if (problem === null) return redirect(`/manual/blocks/${block.id}?said=file`);
      return shown({
        reader,
        manualPage: pageOfBlock(block),
        place: placeNow(inventory(), block).place,
        block,
        form: formOf(block),
        errors: [{ name: 'file', message: problem }],
      });
    },
  });
}
