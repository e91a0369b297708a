import { z } from 'zod';
import type { Inventory } from '#inventory';
import { findByWords } from '#inventory';
import type { Clock, Day } from '#platform/clock';
import {
  type Application,
  clearCookie,
  cookieNames,
  type Fields,
  notFound,
  page,
  type Result,
  type RouteRequest,
  redirect,
  type Subject,
  setCookie,
} from '#platform/http';
import type { Language } from '#platform/i18n';
import type { Facts } from '#rules';
import { answersThatCount } from './answers.ts';
import { readDates } from './dates.ts';
import { emptyDraft, type GuideDraft, previousAddress, withAnswers } from './draft.ts';
import { AnswersPage } from './pages/answers.tsx';
import { type Congestion, HomePage } from './pages/home.tsx';
import { isShownToResidents, ProcedureListPage, ProcedurePage } from './pages/procedures.tsx';
import { QuestionPage } from './pages/question.tsx';
import { ResultPage } from './pages/result.tsx';
import { SavedPage } from './pages/saved.tsx';
import { SearchPage } from './pages/search.tsx';
import { StartPage } from './pages/start.tsx';
import { guideResult } from './result.ts';
import { addressOfFacts, factsOfAddress, type GuideScreen, readScreen, screenOf } from './screen.ts';
import { type DraftService, draftHours } from './service.ts';
import { boundsOf, proceduresDecidedBy } from './usage.ts';

/** What the guide needs from the rest of the house. */
export interface GuideParts {
  /** The current revision; asked anew with every request. */
  inventory: () => Inventory;
  clock: Clock;
  drafts: DraftService;
  congestion: () => Promise<Congestion | null>;
  /** Makes a case of the answers and says where it goes on. */
  handOver: (answers: GuideAnswers) => Promise<Result>;
}

/** What a resident leaves the guide with. */
export interface GuideAnswers {
  subject: Subject;
  language: Language;
  facts: Facts;
  procedures: readonly string[];
  /** Procedures that only the counter can decide. */
  undecided: readonly string[];
  /** Days that deadlines count from, by their name in the inventory. */
  dates: Readonly<Record<string, Day>>;
}

const factsParameter = z.object({ facts: z.string().min(1).max(400) });

/** The values sent under `name`: none, one or several. */
function valuesOf(fields: Fields, name: string): string[] {
  const value = fields[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : [...value];
}

/** Adds the guide's routes. Reading is a plain GET; only answering, starting and clearing change anything. */
export function addGuideRoutes(app: Application, parts: GuideParts): void {
  const { drafts, clock } = parts;
  const cookieOf = (request: RouteRequest) => request.cookies[cookieNames.draft];
  const openDraft = async (request: RouteRequest) => (await drafts.open(cookieOf(request))) ?? emptyDraft;
  const keep = async (request: RouteRequest, draft: GuideDraft) => {
    const cookie = await drafts.save(cookieOf(request), draft);
    return [setCookie(cookieNames.draft, cookie, { maxAge: draftHours * 3600 })];
  };

  app.route({
    method: 'GET',
    url: '/',
    action: 'guide:read',
    rate: 'public',
    handle: async (request) => {
      const draft = await openDraft(request);
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
    method: 'GET',
    url: '/guide/start/:tile',
    action: 'guide:read',
    rate: 'guide',
    schema: { params: z.object({ tile: z.string().max(64) }) },
    handle: ({ params, language, path }) => {
      const inventory = parts.inventory();
      const tile = inventory.home.find(({ id }) => id === params.tile);
      return tile === undefined
        ? notFound()
        : page(<StartPage inventory={inventory} language={language} path={path} tile={tile} nothingChosen={false} />);
    },
  });

  const start = async (request: RouteRequest, tileId: string | undefined): Promise<Result> => {
    const inventory = parts.inventory();
    const choices = valuesOf(request.body, 'choice');
    const named = (prefix: string, factId: string) => {
      const options = inventory.factById.get(factId)?.options ?? [];
      return options
        .filter((option) => !option.staffOnly && choices.includes(`${prefix}:${option.value}`))
        .map(({ value }) => value);
    };
    const [events, wants] = [named('event', 'events'), named('want', 'wants')];
    if (events.length + wants.length === 0) {
      const tile = inventory.home.find(({ id }) => id === tileId);
      if (tile === undefined) return redirect('/');
      return page(
        <StartPage inventory={inventory} language={request.language} path={request.path} tile={tile} nothingChosen />,
        { status: 422 },
      );
    }
    const facts: Facts = events.length === 0 ? { events, wants } : wants.length === 0 ? { events } : { events, wants };
    const draft = withAnswers({ ...emptyDraft, search: (await openDraft(request)).search }, 'events', facts);
    return redirect(nextAddress(inventory, draft), { cookies: await keep(request, draft) });
  };

  app.route({
    method: 'POST',
    url: '/guide/start/:tile',
    action: 'guide:answer',
    rate: 'guide',
    schema: { params: z.object({ tile: z.string().max(64) }) },
    handle: (request) => start(request as RouteRequest, request.params.tile),
  });

  app.route({
    method: 'POST',
    url: '/guide/start',
    action: 'guide:answer',
    rate: 'guide',
    handle: (request) => start(request, undefined),
  });

  app.route({
    method: 'GET',
    url: '/guide/next',
    action: 'guide:read',
    rate: 'guide',
    handle: async (request) => {
      const draft = await openDraft(request);
      return redirect(draft.trail.length === 0 ? '/' : nextAddress(parts.inventory(), draft));
    },
  });

  const questionPage = (
    request: RouteRequest,
    inventory: Inventory,
    draft: GuideDraft,
    address: string,
    screen: GuideScreen,
    nothingChosen: boolean,
  ) => {
    const counted = answersThatCount(inventory, draft.facts);
    const index = draft.trail.indexOf(address);
    const previous = previousAddress(draft, address);
    return page(
      <QuestionPage
        inventory={inventory}
        language={request.language}
        path={`/guide/questions/${address}`}
        screen={screen}
        facts={draft.facts}
        number={index === -1 ? draft.trail.length + 1 : index + 1}
        remaining={Math.max(0, inventory.program.remaining(counted) - (index === -1 ? 1 : 0))}
        previous={previous === null || previous === 'events' ? '/' : `/guide/questions/${previous}`}
        why={proceduresDecidedBy(inventory, screen, counted)}
        nothingChosen={nothingChosen}
      />,
      { status: nothingChosen ? 422 : 200 },
    );
  };

  app.route({
    method: 'GET',
    url: '/guide/questions/:facts',
    action: 'guide:read',
    rate: 'guide',
    schema: { params: factsParameter },
    handle: async (request) => {
      const inventory = parts.inventory();
      const screen = screenAt(inventory, request.params.facts);
      if (screen === null) return notFound();
      const draft = await openDraft(request as RouteRequest);
      if (draft.trail.length === 0 && request.params.facts !== 'events') return redirect('/');
      return questionPage(request as RouteRequest, inventory, draft, request.params.facts, screen, false);
    },
  });

  app.route({
    method: 'POST',
    url: '/guide/questions/:facts',
    action: 'guide:answer',
    rate: 'guide',
    schema: { params: factsParameter },
    handle: async (request) => {
      const inventory = parts.inventory();
      const address = request.params.facts;
      const screen = screenAt(inventory, address);
      if (screen === null) return notFound();
      const draft = await openDraft(request as RouteRequest);
      const posted = readScreen(screen, valuesOf(request.body, 'answer'));
      if ('nothingChosen' in posted)
        return questionPage(request as RouteRequest, inventory, draft, address, screen, true);
      const answered = withAnswers(draft, address, posted.answers);
      return redirect(nextAddress(inventory, answered), { cookies: await keep(request as RouteRequest, answered) });
    },
  });

  app.route({
    method: 'GET',
    url: '/guide/result',
    action: 'guide:read',
    rate: 'guide',
    handle: async (request) => {
      const draft = await openDraft(request);
      if (draft.trail.length === 0) return redirect('/');
      const inventory = parts.inventory();
      const result = guideResult(inventory, answersThatCount(inventory, draft.facts), draft.dates, clock.today());
      return page(
        <ResultPage
          result={result}
          inventory={inventory}
          language={request.language}
          path="/guide/result"
          dates={draft.dates}
          problems={{}}
          unfinished={isUnfinished(inventory, draft)}
        />,
      );
    },
  });

  app.route({
    method: 'POST',
    url: '/guide/dates',
    action: 'guide:answer',
    rate: 'guide',
    handle: async (request) => {
      const draft = await openDraft(request);
      const inventory = parts.inventory();
      const facts = answersThatCount(inventory, draft.facts);
      const asked = guideResult(inventory, facts, draft.dates, clock.today()).dates;
      const { dates, problems, typed } = readDates(asked, request.body, clock.today());
      const changed = { ...draft, dates: { ...draft.dates, ...dates } };
      if (Object.keys(problems).length === 0)
        return redirect('/guide/result', { cookies: await keep(request, changed) });
      const result = guideResult(inventory, facts, changed.dates, clock.today());
      return page(
        <ResultPage
          result={result}
          inventory={inventory}
          language={request.language}
          path="/guide/result"
          dates={changed.dates}
          typed={typed}
          problems={problems}
          unfinished={isUnfinished(inventory, draft)}
        />,
        { status: 422, cookies: await keep(request, changed) },
      );
    },
  });

  app.route({
    method: 'POST',
    url: '/guide/case',
    action: 'guide:handOver',
    rate: 'case',
    handle: async (request) => {
      const draft = await openDraft(request);
      if (draft.trail.length === 0) return redirect('/');
      const inventory = parts.inventory();
      const facts = answersThatCount(inventory, draft.facts);
      const result = guideResult(inventory, facts, draft.dates, clock.today());
      return parts.handOver({
        subject: request.subject,
        language: request.language,
        facts,
        procedures: result.items.map(({ procedure }) => procedure.id),
        undecided: result.undecided.map(({ procedure }) => procedure.id),
        dates: draft.dates,
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/guide/answers',
    action: 'guide:read',
    rate: 'guide',
    handle: async (request) => {
      const draft = await openDraft(request);
      return page(
        <AnswersPage
          inventory={parts.inventory()}
          language={request.language}
          path="/guide/answers"
          facts={draft.facts}
          back="/guide/next"
        />,
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/guide/saved',
    action: 'guide:read',
    rate: 'guide',
    handle: (request) => page(<SavedPage language={request.language} path="/guide/saved" />),
  });

  app.route({
    method: 'POST',
    url: '/guide/clear',
    action: 'guide:answer',
    rate: 'guide',
    handle: async (request) => {
      await drafts.clear(cookieOf(request));
      return redirect('/', { cookies: [clearCookie(cookieNames.draft)] });
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
      return redirect('/search', { cookies: await keep(request, { ...(await openDraft(request)), search: words }) });
    },
  });

  app.route({
    method: 'GET',
    url: '/search',
    action: 'guide:read',
    rate: 'guide',
    handle: async (request) => {
      const { search } = await openDraft(request);
      if (search === '') return redirect('/');
      const inventory = parts.inventory();
      return page(
        <SearchPage
          inventory={inventory}
          language={request.language}
          path="/search"
          words={search}
          found={bestMatches(inventory, search)}
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
function bestMatches(inventory: Inventory, words: string): { events: string[]; wants: string[]; procedures: string[] } {
  const found = findByWords(inventory, words);
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

/** Where the guide goes on: the next question that can decide something, or the result. */
function nextAddress(inventory: Inventory, draft: GuideDraft): string {
  const next = inventory.program.next(answersThatCount(inventory, draft.facts));
  return next === null ? '/guide/result' : `/guide/questions/${addressOfFacts(next.facts)}`;
}

function isUnfinished(inventory: Inventory, draft: GuideDraft): boolean {
  return inventory.program.next(answersThatCount(inventory, draft.facts)) !== null;
}

function screenAt(inventory: Inventory, address: string): GuideScreen | null {
  const facts = factsOfAddress(inventory, address);
  return facts === null ? null : screenOf(facts, boundsOf(inventory, facts[0]?.id ?? ''));
}
