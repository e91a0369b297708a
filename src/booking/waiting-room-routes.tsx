import { z } from 'zod';
import {
  type Application,
  type CookieName,
  clearCookie,
  json,
  page,
  type Result,
  redirect,
  setCookie,
  text,
} from '#platform/http';
import type { Language } from '#platform/i18n';
import { dayAndTime } from '#reception';
import { renderPage } from '#ui';
import { type Shown, WaitingRoomPage } from './pages/waiting-room.tsx';
import type { Standing, WaitingRoom } from './waiting-room.ts';

/** Holds the place in the queue. */
export const queueCookie: CookieName = '__Host-hm_w';

const solutionBody = z.object({ solution: z.string().max(4000).default('') });
const goOn = '/case/booking';
const queuePage = '/booking/queue';
/** The page that says when booking begins asks again after so many seconds. */
const closedRefresh = 60;
/** Kept as long as the queue is. */
const cookieSeconds = 3 * 3600;
/** Stand in the prepared pages where what differs comes. */
const marks = { position: '918273', minutes: '827364', challenge: 'challenge-comes-here', refresh: 736455 } as const;
/** Languages by openings; more than that come only over the years. */
const mostPrepared = 100;

/** Pages that in a rush are asked for by tens of thousands, each drawn once. */
const prepared = new Map<string, string>();
function drawnOnce(language: Language, shown: Shown): string {
  const key = [language, shown.kind, 'time' in shown ? shown.time : ''].join();
  const known = prepared.get(key);
  if (known !== undefined) return known;
  if (prepared.size >= mostPrepared) prepared.clear();
  const html = renderPage(<WaitingRoomPage language={language} shown={shown} />);
  prepared.set(key, html);
  return html;
}

const inAttribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const html = (content: string, options?: Parameters<typeof text>[2]): Result =>
  text(content, 'text/html; charset=utf-8', options);

/** Adds the waiting room: its page with and without a script, and where a script asks for the position. */
export function addWaitingRoomRoutes(app: Application, { room }: { room: WaitingRoom }): void {
  const open = { action: 'booking:queue', rate: 'public' } as const;
  const keep = (ticket: string) => ({ cookies: [setCookie(queueCookie, ticket, { maxAge: cookieSeconds })] });

  function answer(standing: Standing, language: Language): Result {
    switch (standing.kind) {
      case 'free':
        return redirect(goOn);
      case 'admitted':
        return redirect(goOn, keep(standing.ticket));
      case 'waiting': {
        const content = drawnOnce(language, { kind: 'waiting', ...marks })
          .replaceAll(marks.position, String(standing.position))
          .replaceAll(marks.minutes, String(standing.minutes))
          .replaceAll(String(marks.refresh), String(standing.refresh));
        return html(content, keep(standing.ticket));
      }
      case 'gathering': {
        const time = dayAndTime(standing.opensAt, language);
        const content = drawnOnce(language, { kind: 'gathering', time, refresh: marks.refresh });
        return html(content.replaceAll(String(marks.refresh), String(standing.refresh)), keep(standing.ticket));
      }
      case 'closed':
        return html(
          drawnOnce(language, { kind: 'closed', time: dayAndTime(standing.opensAt, language), refresh: closedRefresh }),
        );
      case 'work': {
        const content = drawnOnce(language, { kind: 'work', challenge: marks.challenge });
        return html(content.replace(marks.challenge, () => inAttribute(standing.challenge)));
      }
      case 'refused':
        return page(<WaitingRoomPage language={language} shown={standing} />, { status: 403 });
    }
  }

  app.route({
    ...open,
    method: 'GET',
    url: queuePage,
    handle: async ({ cookies, language }) => answer(await room.enter(cookies[queueCookie]), language),
  });

  /**
   * With the work of the device; without a script it is empty. Whoever has a place now is led to the page that asks again by
   * itself: asked again, this one would give the place away for a new one at the end.
   */
  app.route({
    ...open,
    method: 'POST',
    url: queuePage,
    rate: 'queue',
    schema: { body: solutionBody },
    handle: async ({ body, language }) => {
      const standing = await room.takeTicket(body.solution === '' ? null : body.solution);
      return 'ticket' in standing ? redirect(queuePage, keep(standing.ticket)) : answer(standing, language);
    },
  });

  app.route({
    ...open,
    method: 'POST',
    url: '/booking/queue/anew',
    handle: () => redirect(queuePage, { cookies: [clearCookie(queueCookie)] }),
  });

  app.route({
    ...open,
    method: 'GET',
    url: '/booking/queue/position',
    handle: async ({ cookies }) => {
      const standing = await room.enter(cookies[queueCookie] ?? 'none');
      const state = standing.kind;
      if (state === 'gathering') return json({ state, refresh: standing.refresh });
      if (state !== 'waiting') return json({ state });
      const { position, minutes, refresh } = standing;
      return json({ state, position, minutes, refresh });
    },
  });
}
