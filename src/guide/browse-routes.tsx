import { z } from 'zod';
import { findByWords, type Inventory, isShownToResidents } from '#inventory';
import { type Application, notFound, page, redirect } from '#platform/http';
import { generalSynonyms } from '#platform/lexicon';
import type { Synonyms } from '#platform/search';
import { HomePage } from './pages/home.tsx';
import { ProcedureListPage, ProcedurePage } from './pages/procedures.tsx';
import { SearchPage } from './pages/search.tsx';
import { type GuideParts, keepDraft, openDraft, valuesOf } from './parts.ts';

/** Home page, search by words, and the list of procedures: everything before a question is asked. */
export function addBrowseRoutes(app: Application, parts: GuideParts): void {
  app.route({
    method: 'GET',
    url: '/',
    action: 'guide:read',
    rate: 'public',
    handle: async (request) => {
      const draft = await openDraft(parts, request);
      return page(
        <HomePage
          inventory={parts.inventory()}
          language={request.language}
          path="/"
          hasDraft={draft.trail.length > 0}
          congestion={await parts.congestion()}
        />,
      );
    },
  });

  app.route({
    method: 'POST',
    url: '/search',
    action: 'guide:answer',
    rate: 'guide',
    handle: async (request) => {
      const words = (valuesOf(request.body, 'words')[0] ?? '').trim().slice(0, 200);
      if (words === '') return redirect('/');
      return redirect('/search', {
        cookies: await keepDraft(parts, request, { ...(await openDraft(parts, request)), search: words }),
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/search',
    action: 'guide:read',
    rate: 'guide',
    handle: async (request) => {
      const { search } = await openDraft(parts, request);
      if (search === '') return redirect('/');
      const inventory = parts.inventory();
      return page(
        <SearchPage
          inventory={inventory}
          language={request.language}
          path="/search"
          words={search}
          found={bestMatches(inventory, search, await generalSynonyms())}
        />,
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/procedures',
    action: 'guide:read',
    rate: 'public',
    handle: (request) =>
      page(<ProcedureListPage inventory={parts.inventory()} language={request.language} path="/procedures" />),
  });

  app.route({
    method: 'GET',
    url: '/procedures/:id',
    action: 'guide:read',
    rate: 'public',
    schema: { params: z.object({ id: z.string().max(64) }) },
    handle: ({ params, language, path }) => {
      const inventory = parts.inventory();
      const procedure = inventory.procedureById.get(params.id);
      if (procedure === undefined || !isShownToResidents(inventory, procedure)) return notFound();
      return page(<ProcedurePage inventory={inventory} language={language} path={path} procedure={procedure} />);
    },
  });
}

/** How many of each kind a search shows: more would have to be read, not chosen. */
const matchesShown = { events: 4, wants: 4, procedures: 8 };

/** What the typed words are about, the best first, without anything that only staff may see. */
function bestMatches(
  inventory: Inventory,
  words: string,
  general: Synonyms,
): { events: string[]; wants: string[]; procedures: string[] } {
  const found = findByWords(inventory, words, { general });
  const procedures = found.procedures.filter(({ id }) => {
    const procedure = inventory.procedureById.get(id);
    return procedure !== undefined && isShownToResidents(inventory, procedure);
  });
  const first = (matches: readonly { id: string }[], count: number) => matches.slice(0, count).map(({ id }) => id);
  return {
    events: first(found.events, matchesShown.events),
    wants: first(found.wants, matchesShown.wants),
    procedures: first(procedures, matchesShown.procedures),
  };
}
