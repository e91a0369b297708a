import type { Inventory } from '#inventory';
import { type Application, page, redirect } from '#platform/http';
import type { Facts } from '#rules';
import { answersThatCount } from './answers.ts';
import { readDates } from './dates.ts';
import type { GuideDraft } from './draft.ts';
import { ResultPage } from './pages/result.tsx';
import { ResultPrintPage } from './pages/result-print.tsx';
import { type GuideParts, isUnfinished, keepDraft, openDraft, valuesOf, type WithCookies } from './parts.ts';
import { type GuideResult, guideResult } from './result.ts';

/** The result: on the screen, on paper, with dates, and handed over to a case. */
export function addResultRoutes(app: Application, parts: GuideParts): void {
  app.route({
    method: 'GET',
    url: '/guide/result',
    action: 'guide:read',
    rate: 'guide',
    handle: async (request) => {
      const reached = await reach(parts, request);
      if (reached === null) return redirect('/');
      return page(<ResultPage {...pageProps(reached)} language={request.language} typed={{}} problems={{}} />);
    },
  });
  app.route({
    method: 'GET',
    url: '/guide/result/print',
    action: 'guide:read',
    rate: 'guide',
    handle: async (request) => {
      const reached = await reach(parts, request);
      if (reached === null) return redirect('/');
      const { inventory, result } = reached;
      const today = parts.clock.today();
      return page(<ResultPrintPage inventory={inventory} language={request.language} result={result} today={today} />);
    },
  });
  app.route({
    method: 'POST',
    url: '/guide/dates',
    action: 'guide:answer',
    rate: 'guide',
    handle: async (request) => {
      const reached = await reach(parts, request);
      if (reached === null) return redirect('/');
      const { draft, result } = reached;
      const { dates, typed, problems } = readDates(result.dates, request.body, parts.clock.today());
      const asked = result.dates.map(({ id }) => id);
      const others = Object.entries(draft.dates).filter(([id]) => !asked.includes(id));
      const changed = { ...draft, dates: { ...Object.fromEntries(others), ...dates } };
      const cookies = await keepDraft(parts, request, changed);
      if (Object.keys(problems).length === 0) return redirect('/guide/result', { cookies });
      const props = pageProps(view(parts, changed));
      return page(<ResultPage {...props} language={request.language} typed={typed} problems={problems} />, {
        status: 422,
        cookies,
      });
    },
  });
  app.route({
    method: 'POST',
    url: '/guide/case',
    action: 'guide:handOver',
    rate: 'case',
    handle: async (request) => {
      const reached = await reach(parts, request);
      if (reached === null) return redirect('/');
      const { draft, facts, result } = reached;
      return parts.handOver({
        subject: request.subject,
        language: request.language,
        facts,
        procedures: result.items.map(({ procedure }) => procedure.id),
        undecided: result.undecided.map(({ procedure }) => procedure.id),
        dates: draft.dates,
        next: valuesOf(request.body, 'next').includes('booking') ? 'booking' : 'entry',
      });
    },
  });
}

interface Reached {
  inventory: Inventory;
  draft: GuideDraft;
  facts: Facts;
  result: GuideResult;
}

/** The result of this browser's answers; null when there are none. */
async function reach(parts: GuideParts, request: WithCookies): Promise<Reached | null> {
  const draft = await openDraft(parts, request);
  return draft.trail.length === 0 ? null : view(parts, draft);
}

function view(parts: GuideParts, draft: GuideDraft): Reached {
  const inventory = parts.inventory();
  const facts = answersThatCount(inventory, draft.facts);
  return { inventory, draft, facts, result: guideResult(inventory, facts, draft.dates, parts.clock.today()) };
}

function pageProps({ inventory, draft, result }: Reached) {
  return { inventory, result, dates: draft.dates, unfinished: isUnfinished(inventory, draft) };
}
