import { z } from 'zod';
import { type Application, notFound, page, redirect } from '#platform/http';
import { questionsOf } from './hearing.ts';
import { answeredCodes, answersAbout, insertAnswers } from './hearing-store.ts';
import { findPage, pagesOf } from './page.ts';
import { HearingSheetPage, HearingsPage } from './pages/hearing.tsx';
import { type ManualParts, readerOf, typed } from './route-parts.ts';

/** Adds the sheets with which departments are asked, and the answers that are kept with a record. */
export function addHearingRoutes(app: Application, { database, clock, inventory }: ManualParts): void {
  const read = { action: 'manual:read', rate: 'staff' } as const;

  app.route({
    ...read,
    method: 'GET',
    url: '/manual/hearings',
    handle: async ({ subject }) => {
      const shown = inventory();
      const reader = readerOf(subject, shown);
      if (reader === null) return notFound();
      const answered = await answeredCodes(database.kysely);
      const sheets = pagesOf(shown)
        .filter(({ kind }) => kind !== 'system')
        .map((one) => {
          const questions = questionsOf(shown, one);
          const department = shown.procedureById.get(one.id)?.department;
          return {
            page: one,
            group: one.kind === 'counter' ? '現地調査' : (shown.departmentById.get(department ?? '')?.name.ja ?? ''),
            all: questions.length,
            open: questions.filter(({ code }) => !answered.has(`${one.key} ${code}`)).length,
          };
        });
      return page(<HearingsPage reader={reader} sheets={sheets} />);
    },
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/manual/hearings/sheet',
    schema: {
      query: z.object({
        page: z.string().max(300).catch(''),
        said: z.literal('kept').optional().catch(undefined),
      }),
    },
    handle: async ({ query, subject }) => {
      const shown = inventory();
      const reader = readerOf(subject, shown);
      const about = findPage(shown, query.page);
      if (reader === null || about === undefined) return notFound();
      return page(
        <HearingSheetPage
          reader={reader}
          page={about}
          questions={questionsOf(shown, about)}
          answers={await answersAbout(database.kysely, about.key)}
          today={clock.today()}
          filled={{}}
          answeredBy=""
          errors={[]}
          said={query.said === 'kept' ? '答えを保存しました。' : null}
        />,
      );
    },
  });

  app.route({
    method: 'POST',
    url: '/manual/hearings/sheet',
    action: 'manual:write',
    rate: 'staff',
    bodyLimit: 1024 * 1024,
    schema: { body: z.record(z.string().max(40), z.string().max(4_000)).catch({}) },
    handle: async ({ body, subject, now }) => {
      const shown = inventory();
      const reader = readerOf(subject, shown);
      const about = findPage(shown, body.page ?? '');
      if (reader === null || about === undefined) return notFound();
      const questions = questionsOf(shown, about);
      const filled = Object.fromEntries(
        questions.map(({ code }) => [code, typed(body[`a-${code}`]).trim().slice(0, 2_000)]),
      );
      const given = Object.entries(filled).flatMap(([question, answer]) =>
        answer === '' ? [] : [{ question, answer }],
      );
      const answeredBy = typed(body.answeredBy).trim().slice(0, 80);
      const errors = [
        ...(answeredBy === '' ? [{ name: 'answeredBy', message: '答えた人を書いてください。' }] : []),
        ...(given.length === 0 && questions[0]
          ? [{ name: `a-${questions[0].code}`, message: '答えを1つ以上書いてください。' }]
          : []),
      ];
      if (errors.length > 0) {
        return page(
          <HearingSheetPage
            reader={reader}
            page={about}
            questions={questions}
            answers={await answersAbout(database.kysely, about.key)}
            today={clock.today()}
            filled={filled}
            answeredBy={answeredBy}
            errors={errors}
            said={null}
          />,
          { status: 422 },
        );
      }
      await database.transaction((transaction) =>
        insertAnswers(transaction, given, {
          page: about.key,
          answeredBy,
          writtenBy: reader.author.name,
          now,
        }),
      );
      return redirect(`/manual/hearings/sheet?page=${encodeURIComponent(about.key)}&said=kept`);
    },
  });
}
