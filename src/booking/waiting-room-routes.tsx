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
import { WaitingRoomPage } from './pages/waiting-room.tsx';
import type { Standing, WaitingRoom } from './waiting-room.ts';

/** Holds the place in the queue. */
export const queueCookie: CookieName = '__Host-hm_w';

const solutionBody = z.object({ solution: z.string().max(4000).default('') });
const goOn = '/case/booking';
/** Kept as long as the queue is. */
const cookieSeconds = 3 * 3600;
/** Stand in the prepared page where numbers come. */
const marks = { position: '918273', minutes: '827364', refresh: 736455 } as const;

/** The page of who waits, prepared once for each language: in a rush it is asked for by tens of thousands. */
const prepared = new Map<Language, string>();
function waitingPage(language: Language, { position, minutes, refresh }: Standing & { kind: 'waiting' }): string {
  let html = prepared.get(language);
  if (html === undefined) {
    html = renderPage(<WaitingRoomPage language={language} shown={{ kind: 'waiting', ...marks }} />);
    prepared.set(language, html);
  }
  return html
    .replaceAll(marks.position, String(position))
    .replaceAll(marks.minutes, String(minutes))
    .replaceAll(String(marks.refresh), String(refresh));
}

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
      case 'waiting':
        return text(waitingPage(language, standing), 'text/html; charset=utf-8', keep(standing.ticket));
      case 'gathering': {
        const shown = { ...standing, time: dayAndTime(standing.opensAt, language) };
        return page(<WaitingRoomPage language={language} shown={shown} />, keep(standing.ticket));
      }
      case 'closed': {
        const time = dayAndTime(standing.opensAt, language);
        return page(<WaitingRoomPage language={language} shown={{ kind: 'closed', time, refresh: 60 }} />);
      }
      case 'work':
        return page(<WaitingRoomPage language={language} shown={standing} />);
      case 'refused':
        return page(<WaitingRoomPage language={language} shown={standing} />, { status: 403 });
    }
  }

  app.route({
    ...open,
    method: 'GET',
    url: '/booking/queue',
    handle: async ({ cookies, language }) => answer(await room.enter(cookies[queueCookie]), language),
  });

  /** With the work of the device; its solution gives the same ticket however often it is sent. Without a script it is empty. */
  app.route({
    ...open,
    method: 'POST',
    url: '/booking/queue',
    rate: 'queue',
    schema: { body: solutionBody },
    handle: async ({ body, language }) =>
      answer(await room.takeTicket(body.solution === '' ? null : body.solution), language),
  });

  app.route({
    ...open,
    method: 'POST',
    url: '/booking/queue/anew',
    handle: () => redirect('/booking/queue', { cookies: [clearCookie(queueCookie)] }),
  });

  app.route({
    ...open,
    method: 'GET',
    url: '/booking/queue/position',
    handle: async ({ cookies }) => {
      const standing = await room.enter(cookies[queueCookie] ?? 'none');
      if (standing.kind !== 'waiting') return json({ state: standing.kind });
      const { position, minutes, refresh } = standing;
      return json({ state: 'waiting', position, minutes, refresh });
    },
  });
}
