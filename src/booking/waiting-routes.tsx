import { z } from 'zod';
import { type Application, page, redirect } from '#platform/http';
import type { Language } from '#platform/i18n';
import type { FormError } from '#ui';
import { proceduresToBook } from './choosing.ts';
import { readContact } from './contact.ts';
import { messages } from './messages.ts';
import { type TypedWish, WaitingPage } from './pages/waiting.tsx';
import type { BookingPagesParts } from './routes.tsx';
import { caseParameter } from './shapes.ts';
import { longestWish } from './waiting-list.ts';

const wishBody = z.object({
  fromDay: z.string().max(10).default(''),
  untilDay: z.string().max(10).default(''),
  partOfDay: z.enum(['any', 'morning', 'afternoon']).default('any').catch('any'),
  mail: z.string().max(400).default(''),
  phone: z.string().max(100).default(''),
});

/** Adds the pages on which residents ask for a place that becomes free. */
export function addWaitingRoutes(app: Application, parts: BookingPagesParts): void {
  const { booking, waitingList, cases, clock } = parts;

  async function show(
    { caseId, language, procedures }: { caseId: string; language: Language; procedures: readonly string[] },
    typed?: TypedWish,
    errors: readonly FormError[] = [],
  ) {
    const plan = await booking.planFor(procedures);
    const days = (await booking.openDays(plan, clock.today(), longestWish)).map(({ day }) => day);
    const present = await waitingList.of(caseId);
    return page(
      <WaitingPage
        language={language}
        base={`/case/${caseId}/booking/waiting`}
        chooseHref={`/case/${caseId}/booking`}
        days={days}
        channels={parts.channels}
        typed={
          typed ?? {
            fromDay: present?.fromDay ?? days[0] ?? '',
            untilDay: present?.untilDay ?? days.at(-1) ?? '',
            partOfDay: present?.partOfDay ?? 'any',
            mail: '',
            phone: '',
          }
        }
        errors={errors}
        present={present && { from: present.fromDay, until: present.untilDay }}
      />,
      { status: errors.length > 0 ? 422 : 200 },
    );
  }

  app.route({
    method: 'GET',
    url: '/case/:caseId/booking/waiting',
    action: 'booking:own',
    rate: 'case',
    schema: { params: caseParameter },
    handle: async ({ subject, params, language }) => {
      const procedures = await proceduresToBook(cases, subject, params.caseId);
      return show({ ...params, language, procedures });
    },
  });

  app.route({
    method: 'POST',
    url: '/case/:caseId/booking/waiting',
    action: 'booking:own',
    rate: 'case',
    schema: { params: caseParameter, body: wishBody },
    handle: async ({ subject, params, language, body }) => {
      const { caseId } = params;
      const t = messages(language);
      const procedures = await proceduresToBook(cases, subject, caseId);
      const plan = await booking.planFor(procedures);
      const open = new Set((await booking.openDays(plan, clock.today(), longestWish)).map(({ day }) => day));
      const errors: FormError[] = [];
      const { fromDay, untilDay } = body;
      if (!open.has(fromDay) || !open.has(untilDay) || untilDay < fromDay) {
        errors.push({ name: 'untilDay', message: t('waitOrder') });
      }
      const read = readContact(body, false);
      for (const name of ['mail', 'phone'] as const) {
        const problem = read.problems[name];
        if (problem !== undefined && problem !== 'nothing') errors.push({ name, message: t(problem) });
      }
      if (read.contact && read.contact.mail === null && read.contact.phone === null) {
        errors.push({ name: parts.channels.includes('mail') ? 'mail' : 'phone', message: t('waitAddress') });
      }
      if (errors.length > 0 || read.contact === null) return show({ caseId, language, procedures }, body, errors);
      const { partOfDay } = body;
      await waitingList.ask(caseId, { fromDay, untilDay, partOfDay, procedures, language, contact: read.contact });
      return redirect(`/case/${caseId}/booking/waiting`);
    },
  });

  app.route({
    method: 'POST',
    url: '/case/:caseId/booking/waiting/stop',
    action: 'booking:own',
    rate: 'case',
    schema: { params: caseParameter },
    handle: async ({ subject, params }) => {
      await cases.overview(subject, params.caseId);
      await waitingList.withdraw(params.caseId);
      return redirect(`/case/${params.caseId}/booking`);
    },
  });
}
