import { z } from 'zod';
import type { Inventory } from '#inventory';
import {
  type Application,
  clearCookie,
  cookieNames,
  type Fields,
  notFound,
  page,
  type Result,
  redirect,
} from '#platform/http';
import type { Language } from '#platform/i18n';
import type { Facts } from '#rules';
import { answersThatCount } from './answers.ts';
import { emptyDraft, type GuideDraft, previousAddress, withAnswers } from './draft.ts';
import { AnswersPage } from './pages/answers.tsx';
import { QuestionPage } from './pages/question.tsx';
import { SavedPage } from './pages/saved.tsx';
import { StartPage } from './pages/start.tsx';
import { type GuideParts, keepDraft, nextAddress, openDraft, valuesOf, type WithCookies } from './parts.ts';
import { factsOfAddress, factsOfGroup, type GuideScreen, readScreen, screenOf } from './screen.ts';
import { proceduresDecidedBy } from './usage.ts';

const tileParameter = z.object({ tile: z.string().max(64) });
const screenParameter = z.object({ facts: z.string().min(1).max(400) });

/** Starting, answering, changing and clearing. Reading is a plain GET; only POST changes anything. */
export function addQuestionRoutes(app: Application, parts: GuideParts): void {
  addStarting(app, parts);
  addAsking(app, parts);
  addKeeping(app, parts);
}

function addStarting(app: Application, parts: GuideParts): void {
  const { inventory } = parts;
  app.route({
    method: 'GET',
    url: '/guide/start/:tile',
    action: 'guide:read',
    rate: 'guide',
    schema: { params: tileParameter },
    handle: ({ params, language }) => startPage(inventory(), language, params.tile, false),
  });
  app.route({
    method: 'POST',
    url: '/guide/start/:tile',
    action: 'guide:answer',
    rate: 'guide',
    schema: { params: tileParameter },
    handle: async (request) =>
      (await start(parts, request)) ?? startPage(inventory(), request.language, request.params.tile, true),
  });
  app.route({
    method: 'POST',
    url: '/guide/start',
    action: 'guide:answer',
    rate: 'guide',
    handle: async (request) => (await start(parts, request)) ?? redirect('/'),
  });
}

function startPage(inventory: Inventory, language: Language, tileId: string, nothingChosen: boolean): Result {
  const tile = inventory.home.find(({ id }) => id === tileId);
  if (tile === undefined) return notFound();
  return page(
    <StartPage
      inventory={inventory}
      language={language}
      path={`/guide/start/${tile.id}`}
      tile={tile}
      nothingChosen={nothingChosen}
    />,
    { status: nothingChosen ? 422 : 200 },
  );
}

/** Begins anew with the chosen events and wishes; null when none was chosen. */
async function start(parts: GuideParts, request: WithCookies & { body: Fields }): Promise<Result | null> {
  const inventory = parts.inventory();
  const choices = valuesOf(request.body, 'choice');
  const events = chosenOptions(inventory, 'events', choices, 'event');
  const wants = chosenOptions(inventory, 'wants', choices, 'want');
  if (events.length + wants.length === 0) return null;
  // Whoever came for a wish alone is asked for no event; whoever came for an event may still have wishes.
  const facts: Facts = wants.length === 0 ? { events } : { events, wants };
  const { search } = await openDraft(parts, request);
  const draft = withAnswers({ ...emptyDraft, search }, 'events', facts);
  return redirect(nextAddress(inventory, draft), { cookies: await keepDraft(parts, request, draft) });
}

function chosenOptions(inventory: Inventory, factId: string, choices: readonly string[], prefix: string): string[] {
  const options = inventory.factById.get(factId)?.options ?? [];
  return options
    .filter((option) => !option.staffOnly && choices.includes(`${prefix}:${option.value}`))
    .map(({ value }) => value);
}

function addAsking(app: Application, parts: GuideParts): void {
  app.route({
    method: 'GET',
    url: '/guide/next',
    action: 'guide:read',
    rate: 'guide',
    handle: async (request) => {
      const draft = await openDraft(parts, request);
      return redirect(draft.trail.length === 0 ? '/' : nextAddress(parts.inventory(), draft));
    },
  });
  app.route({
    method: 'GET',
    url: '/guide/questions/:facts',
    action: 'guide:read',
    rate: 'guide',
    schema: { params: screenParameter },
    handle: async (request) => {
      const inventory = parts.inventory();
      const asked = askedAt(inventory, request.params.facts);
      if (asked === null) return notFound();
      const draft = await openDraft(parts, request);
      if (draft.trail.length === 0 && asked.address !== 'events') return redirect('/');
      return questionPage(inventory, request.language, draft, asked, []);
    },
  });
  app.route({
    method: 'POST',
    url: '/guide/questions/:facts',
    action: 'guide:answer',
    rate: 'guide',
    schema: { params: screenParameter },
    handle: async (request) => {
      const inventory = parts.inventory();
      const asked = askedAt(inventory, request.params.facts);
      if (asked === null) return notFound();
      const draft = await openDraft(parts, request);
      const { answers, missing } = readScreen(asked.screen, (field) => valuesOf(request.body, field));
      if (missing.length > 0) {
        const typed = { ...draft, facts: { ...draft.facts, ...answers } };
        return questionPage(inventory, request.language, typed, asked, missing);
      }
      const answered = withAnswers(draft, asked.address, answers);
      return redirect(nextAddress(inventory, answered), { cookies: await keepDraft(parts, request, answered) });
    },
  });
}

interface Asked {
  address: string;
  screen: GuideScreen;
}

/** The screen at an address, or null where there is none that a resident may see. */
function askedAt(inventory: Inventory, address: string): Asked | null {
  const facts = factsOfAddress(inventory, address);
  return facts && { address, screen: screenOf(inventory, facts) };
}

function questionPage(
  inventory: Inventory,
  language: Language,
  draft: GuideDraft,
  { address, screen }: Asked,
  missing: readonly string[],
): Result {
  const counted = answersThatCount(inventory, draft.facts);
  const index = draft.trail.indexOf(address);
  const isNew = index === -1;
  const previous = previousAddress(draft, address);
  return page(
    <QuestionPage
      inventory={inventory}
      language={language}
      path={`/guide/questions/${address}`}
      screen={screen}
      facts={draft.facts}
      number={isNew ? draft.trail.length + 1 : index + 1}
      remaining={Math.max(0, inventory.program.remaining(counted) - (isNew ? 1 : 0))}
      previous={previous === null || previous === 'events' ? '/' : `/guide/questions/${previous}`}
      why={proceduresDecidedBy(inventory, screen.flatMap(factsOfGroup), counted)}
      missing={missing}
    />,
    { status: missing.length > 0 ? 422 : 200 },
  );
}

function addKeeping(app: Application, parts: GuideParts): void {
  app.route({
    method: 'GET',
    url: '/guide/answers',
    action: 'guide:read',
    rate: 'guide',
    handle: async (request) => {
      const { facts } = await openDraft(parts, request);
      return page(<AnswersPage inventory={parts.inventory()} language={request.language} facts={facts} />);
    },
  });
  app.route({
    method: 'GET',
    url: '/guide/saved',
    action: 'guide:read',
    rate: 'guide',
    handle: ({ language }) => page(<SavedPage language={language} />),
  });
  app.route({
    method: 'POST',
    url: '/guide/clear',
    action: 'guide:answer',
    rate: 'guide',
    handle: async ({ cookies }) => {
      await parts.drafts.clear(cookies[cookieNames.draft]);
      return redirect('/', { cookies: [clearCookie(cookieNames.draft)] });
    },
  });
}
