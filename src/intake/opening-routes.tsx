import { z } from 'zod';
import type { CaseService } from '#cases';
import { shownStaff } from '#identity';
import { type Application, cookieNames, notFound, page, redirect, setCookie } from '#platform/http';
import { checkEraDate, foldWidth } from '#platform/japanese';
import { addressBlock } from '#platform/log';
import { CodePage, LinkPage, SheetCodePage } from './pages/open-pages.tsx';
import { type RawAnswers, typed } from './raw.ts';
import type { IntakeParts } from './service.ts';

const tokenParameters = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{22}$/) });
const sessionSeconds = 12 * 3600;

/** Secret link, and code with a second value. Only a POST opens anything. */
export function addOpening(app: Application, cases: CaseService): void {
  app.route({
    method: 'GET',
    url: '/c/:token',
    action: 'case:open',
    rate: 'case',
    schema: { params: tokenParameters },
    handle: ({ language }) => page(<LinkPage language={language} />),
  });
  app.route({
    method: 'POST',
    url: '/c/:token',
    action: 'case:open',
    rate: 'case',
    schema: { params: tokenParameters },
    handle: async ({ params }) => {
      const opened = await cases.openByToken(params.token);
      return opened ? redirect('/case', { cookies: [residentCookie(opened.session)] }) : redirect('/case/open');
    },
  });
  app.route({
    method: 'GET',
    url: '/case/open',
    action: 'case:open',
    rate: 'case',
    handle: ({ language }) => page(<CodePage language={language} typed={{}} refused={false} />),
  });
  app.route({
    method: 'POST',
    url: '/case/open',
    action: 'case:open',
    rate: 'code',
    handle: async ({ body, language, ip }) => {
      const opened = await cases.openByCode(typed(body, 'code'), secondValue(body), addressBlock(ip));
      if (opened) return redirect('/case', { cookies: [residentCookie(opened.session)] });
      return page(<CodePage language={language} typed={body} refused />, { status: 422 });
    },
  });
  app.route({
    method: 'GET',
    url: '/case',
    action: 'case:open',
    rate: 'case',
    handle: ({ subject }) => redirect(subject.kind === 'resident' ? `/case/${subject.caseId}` : '/case/open'),
  });
}

function residentCookie(session: string) {
  return setCookie(cookieNames.resident, session, { maxAge: sessionSeconds });
}

function secondValue(body: RawAnswers): { number?: string; birthDate?: string } {
  const part = (key: string): string => typed(body, `birthDate.${key}`);
  const birthDate = checkEraDate({ era: part('era'), year: part('year'), month: part('month'), day: part('day') });
  const number = foldWidth(typed(body, 'number'));
  return { number: number === '' ? undefined : number, birthDate: 'value' in birthDate ? birthDate.value : undefined };
}

/** Where staff begin to type in a sheet that was filled in by hand. */
export function addSheetStart(app: Application, { cases, inventory }: IntakeParts): void {
  app.route({
    method: 'GET',
    url: '/sheet',
    action: 'sheet:read',
    rate: 'staff',
    handle: ({ subject }) =>
      subject.kind === 'staff'
        ? page(<SheetCodePage staff={shownStaff(subject, inventory())} refused={false} />)
        : notFound(),
  });
  app.route({
    method: 'POST',
    url: '/sheet',
    action: 'sheet:write',
    rate: 'staff',
    handle: async ({ subject, body }) => {
      if (subject.kind !== 'staff') return notFound();
      const caseId = await cases.findForCheckIn(typed(body, 'code'));
      if (caseId === null)
        return page(<SheetCodePage staff={shownStaff(subject, inventory())} refused />, { status: 422 });
      return redirect(`/sheet/${caseId}/ticks`);
    },
  });
}
