import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { addDays } from '#platform/clock';
import { newId } from '#platform/codes';
import { type Application, file, json, notFound, page, redirect, text } from '#platform/http';
import { packageRoot } from '#platform/package';
import { allBlocks, blocksOf } from './block-store.ts';
import { stalePages } from './care.ts';
import {
  contentsByDepartment,
  contentsByEvent,
  findPage,
  isPlace,
  type ManualPage,
  pageOfKind,
  pagesOf,
  pathOf,
  placeNow,
  proceduresAt,
} from './page.ts';
import type { Notes } from './pages/blocks.tsx';
import { CarePage } from './pages/care.tsx';
import { ContentsPage } from './pages/contents.tsx';
import { CopyPage } from './pages/copy.tsx';
import { CounterPage, SystemPage } from './pages/places.tsx';
import { ProcedurePage } from './pages/procedure.tsx';
import { SearchPage, type ShownHit, saidOf } from './pages/search.tsx';
import {
  answeredQuestions,
  answerQuestion,
  countReading,
  fileById,
  insertQuestion,
  openQuestions,
  readingsSince,
} from './reader-store.ts';
import { type ManualParts, readerOf, typed } from './route-parts.ts';
import type { FoundText } from './search.ts';

/** How many hits a page of results shows. */
const shownHits = 30;
/** How many are shown while somebody types. */
const typedHits = 8;
/** Over how many days it is counted what is read. */
const readingDays = 90;

const kindNames: Readonly<Record<string, string>> = {
  procedure: '手続き',
  step: '手順',
  document: '持ち物',
  fact: '確かめること',
  system: 'システム',
  counter: '窓口',
  block: '説明',
};

const asked = {
  question: '知らせました。名前は残っていません。答えは、このページに出ます。',
} as const;

/** Adds what is read: contents, pages, search, the copy for reading without a network, questions. */
export function addReadingRoutes(app: Application, parts: ManualParts): void {
  const { database, clock, inventory, search, flowOf, editPathOf } = parts;
  const route = { action: 'manual:read', rate: 'staff' } as const;

  async function notesOf(manualPage: ManualPage, mayWrite: boolean): Promise<Notes> {
    const [blocks, answered] = await Promise.all([
      blocksOf(database.kysely, manualPage.key),
      answeredQuestions(database.kysely, manualPage.key),
      countReading(database.kysely, manualPage.key, clock.today()),
    ]);
    const placed = blocks.map((block) => ({ ...block, ...placeNow(inventory(), block) }));
    return { page: manualPage, blocks: placed, answered, mayWrite };
  }

  /** Where a hit leads; null for what is on no page any more. */
  async function pathOfHit({ id, kind }: FoundText, query: string): Promise<string | null> {
    const shown = inventory();
    const name = id.slice(id.indexOf('/') + 1);
    const words = `q=${encodeURIComponent(query)}`;
    const procedurePath = (procedure: string, place = ''): string | null => {
      const found = findPage(shown, `procedure/${procedure}`);
      return found ? `${pathOf(found)}?${words}${place && `#${place}`}` : null;
    };
    switch (kind) {
      case 'procedure':
        return procedurePath(name);
      case 'step': {
        const [procedure = '', place] = name.split('#');
        return procedurePath(procedure, place);
      }
      case 'document': {
        const first = shown.procedures.find(({ documents }) => documents.some((document) => document.name.ja === name));
        return first ? procedurePath(first.id, 'bring') : null;
      }
      case 'fact': {
        const first = shown.procedures.find(({ staffSteps }) => staffSteps.some(({ data }) => data?.includes(name)));
        return first ? procedurePath(first.id, 'steps') : null;
      }
      case 'block': {
        const block = (await allBlocks(database.kysely)).find((one) => one.id === name);
        const found = block && findPage(shown, block.page);
        return found ? `${pathOf(found)}?${words}#block-${name}` : null;
      }
      default: {
        const found = findPage(shown, id);
        return found ? pathOf(found) : null;
      }
    }
  }

  /** What a query finds, with where each hit leads. */
  async function found(q: string, limit: number): Promise<{ words: string; count: number; hits: ShownHit[] }> {
    const words = typed(q).trim();
    const { count, hits } = await search.find(words, { limit });
    const shown = await Promise.all(
      hits.map(async (hit) => ({ hit, path: await pathOfHit(hit, words), kind: kindNames[hit.kind] ?? '' })),
    );
    return { words, count, hits: shown.flatMap(({ path, ...hit }) => (path === null ? [] : [{ ...hit, path }])) };
  }

  app.route({
    ...route,
    method: 'GET',
    url: '/manual',
    schema: { query: z.object({ by: z.enum(['department', 'event']).catch('department') }) },
    handle: async ({ query, subject }) => {
      const shown = inventory();
      const reader = readerOf(subject, shown);
      if (reader === null) return notFound();
      search.warm();
      const pages = pagesOf(shown);
      return page(
        <ContentsPage
          reader={reader}
          by={query.by}
          groups={query.by === 'event' ? contentsByEvent(shown) : contentsByDepartment(shown)}
          systems={pages.filter(({ kind }) => kind === 'system')}
          counters={pages.filter(({ kind }) => kind === 'counter')}
          openQuestions={(await openQuestions(database.kysely)).length}
        />,
      );
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/manual/search',
    schema: { query: z.object({ q: z.string().max(400).catch('') }) },
    handle: async ({ query, subject }) => {
      const reader = readerOf(subject, inventory());
      if (reader === null) return notFound();
      const { words, count, hits } = await found(query.q, shownHits);
      return page(<SearchPage reader={reader} query={words} count={count} hits={hits} />);
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/manual/search/typed',
    schema: { query: z.object({ q: z.string().max(400).catch('') }) },
    handle: async ({ query }) => {
      const { count, hits } = await found(query.q, typedHits);
      return json({
        said: saidOf(count, hits.length),
        hits: hits.map(({ path, kind, hit: { title, excerpt } }) => ({ path, kind, title, excerpt })),
      });
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/manual/procedures/:id',
    schema: {
      params: z.object({ id: z.string().max(100) }),
      query: z.object({
        view: z.enum(['counter', 'concierge', 'phone']).catch('counter'),
        asked: z.literal('1').optional().catch(undefined),
      }),
    },
    handle: async ({ params, query, subject }) => {
      const shown = inventory();
      const reader = readerOf(subject, shown);
      const procedure = shown.procedureById.get(params.id);
      const manualPage = findPage(shown, `procedure/${params.id}`);
      if (reader === null || procedure === undefined || manualPage === undefined) return notFound();
      return page(
        <ProcedurePage
          inventory={shown}
          procedure={procedure}
          page={manualPage}
          reader={reader}
          contents={contentsByDepartment(shown)}
          view={query.view}
          notes={await notesOf(manualPage, reader.mayWrite)}
          flow={flowOf?.(procedure.id)}
          editPath={reader.mayWrite && editPathOf ? editPathOf(procedure.id) : null}
          said={query.asked === '1' ? asked.question : null}
        />,
      );
    },
  });

  for (const kind of ['system', 'counter'] as const) {
    app.route({
      ...route,
      method: 'GET',
      url: kind === 'system' ? '/manual/systems/:id' : '/manual/counters/:id',
      schema: { params: z.object({ id: z.string().max(200) }) },
      handle: async ({ params, subject }) => {
        const shown = inventory();
        const reader = readerOf(subject, shown);
        const manualPage = pageOfKind(shown, kind, params.id);
        if (reader === null || manualPage === undefined) return notFound();
        const common = {
          inventory: shown,
          page: manualPage,
          reader,
          contents: contentsByDepartment(shown),
          notes: await notesOf(manualPage, reader.mayWrite),
        };
        return page(
          kind === 'system' ? (
            <SystemPage {...common} />
          ) : (
            <CounterPage {...common} procedures={proceduresAt(shown, params.id)} />
          ),
        );
      },
    });
  }

  app.route({
    ...route,
    method: 'GET',
    url: '/manual/files/:id',
    schema: { params: z.object({ id: z.uuid() }) },
    handle: async ({ params }) => {
      const found = await fileById(database.kysely, params.id);
      if (found === null) return notFound();
      const isPicture = found.type.startsWith('image/');
      // The content never changes under its address.
      return file(found.bytes, {
        type: found.type,
        name: isPicture ? undefined : `${found.name}.pdf`,
        inline: isPicture,
        cache: 86_400,
      });
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/manual/copy',
    handle: async ({ subject, now }) => {
      const shown = inventory();
      const reader = readerOf(subject, shown);
      if (reader === null) return notFound();
      const blocks = new Map<string, Awaited<ReturnType<typeof allBlocks>>>();
      for (const block of await allBlocks(database.kysely)) {
        const { place } = placeNow(shown, block);
        blocks.set(block.page, [...(blocks.get(block.page) ?? []), { ...block, place }]);
      }
      return page(<CopyPage reader={reader} inventory={shown} pages={pagesOf(shown)} blocks={blocks} now={now} />);
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/manual-worker.js',
    // It stands at the root, because a worker keeps only what lies below its own address.
    handle: () =>
      text(
        readFileSync(join(packageRoot, 'dist', 'assets', 'manual-worker.js'), 'utf8'),
        'text/javascript; charset=utf-8',
        { cache: 0 },
      ),
  });

  app.route({
    method: 'POST',
    url: '/manual/questions',
    action: 'manual:ask',
    rate: 'staff',
    schema: {
      body: z.object({
        page: z.string().max(300).catch(''),
        place: z.string().max(20).catch(''),
        question: z.string().max(2_000).catch(''),
      }),
    },
    handle: async ({ body, now }) => {
      const manualPage = findPage(inventory(), body.page);
      if (manualPage === undefined) return notFound();
      const place = isPlace(body.place) ? body.place : '';
      await insertQuestion(database.kysely, {
        id: newId(),
        page: manualPage.key,
        place,
        question: typed(body.question).slice(0, 500),
        askedAt: now,
      });
      return redirect(`${pathOf(manualPage)}?asked=1`);
    },
  });

  app.route({
    ...route,
    method: 'GET',
    url: '/manual/care',
    schema: { query: z.object({ said: z.enum(['answered', 'settled', 'late', 'empty']).optional().catch(undefined) }) },
    handle: async ({ query, subject }) => {
      const shown = inventory();
      const reader = readerOf(subject, shown);
      if (reader === null) return notFound();
      const [questions, blocks, readings] = await Promise.all([
        openQuestions(database.kysely),
        allBlocks(database.kysely),
        readingsSince(database.kysely, addDays(clock.today(), -readingDays)),
      ]);
      const pages = pagesOf(shown);
      const said = { answered: '答えました。答えはページに出ます。', settled: '済みにしました。' } as const;
      const problem = {
        late: 'この質問には、ほかの人が先に答えました。',
        empty: '答えを書いてから、もう一度押してください。',
      } as const;
      return page(
        <CarePage
          reader={reader}
          questions={questions.map((question) => ({
            ...question,
            title: findPage(shown, question.page)?.title ?? question.page,
          }))}
          stale={stalePages(shown, blocks, clock.today())}
          unread={pages.filter(({ key }) => !readings.has(key))}
          read={pages
            .flatMap((one) => {
              const count = readings.get(one.key);
              return count === undefined ? [] : [{ page: one, count }];
            })
            .sort((one, other) => other.count - one.count)
            .slice(0, 20)}
          days={readingDays}
          said={query.said === 'answered' || query.said === 'settled' ? said[query.said] : null}
          problem={query.said === 'late' || query.said === 'empty' ? problem[query.said] : null}
        />,
      );
    },
  });

  app.route({
    method: 'POST',
    url: '/manual/questions/:id',
    action: 'manual:write',
    rate: 'staff',
    schema: {
      params: z.object({ id: z.uuid() }),
      body: z.object({
        answer: z.string().max(5_000).catch(''),
        action: z.enum(['answer', 'settled']).catch('answer'),
      }),
    },
    handle: async ({ params, body, subject, now }) => {
      const reader = readerOf(subject, inventory());
      if (reader === null) return notFound();
      const answer = typed(body.answer).trim().slice(0, 2_000);
      if (body.action === 'answer' && answer === '') return redirect('/manual/care?said=empty');
      const done = await answerQuestion(
        database.kysely,
        params.id,
        body.action === 'answer' ? answer : null,
        reader.author.name,
        now,
      );
      return redirect(`/manual/care?said=${done ? (body.action === 'answer' ? 'answered' : 'settled') : 'late'}`);
    },
  });
}
