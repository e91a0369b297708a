import { z } from 'zod';
import { type Application, notFound, page, type Result, redirect } from '#platform/http';
import type { FormError } from '#ui';
import { questionsOf } from './hearing.ts';
import { type AnsweredRecord, recordOfAnswers } from './hearing-record.ts';
import { answeredCodes, answersAbout, insertAnswers } from './hearing-store.ts';
import { findPage, type ManualPage, pagesOf } from './page.ts';
import { HearingSheetPage, HearingsPage } from './pages/hearing.tsx';
import { type ManualParts, type ManualReader, readerOf, typed } from './route-parts.ts';

/** Adds the sheets with which departments are asked, and the answers that are kept with a record. */
export function addHearingRoutes(app: Application, { database, clock, inventory, editor }: ManualParts): void {
  const read = { action: 'manual:read', rate: 'staff' } as const;

  /** What the answers about a page make of its record; null where it has none or nobody takes proposals. */
  async function answered(about: ManualPage): Promise<AnsweredRecord | null> {
    const record = inventory().records.procedures.find(({ id }) => id === about.id);
    if (editor === undefined || about.kind !== 'procedure' || record === undefined) return null;
    return recordOfAnswers(record, questionsOf(inventory(), about), await answersAbout(database.kysely, about.key));
  }

  interface Typed {
    filled?: Readonly<Record<string, string>>;
    answeredBy?: string;
    errors?: readonly FormError[];
    said?: string | null;
  }

  async function sheet(
    reader: ManualReader,
    about: ManualPage,
    { filled = {}, answeredBy = '', errors = [], said = null }: Typed,
  ): Promise<Result> {
    return page(
      <HearingSheetPage
        reader={reader}
        page={about}
        questions={questionsOf(inventory(), about)}
        answers={await answersAbout(database.kysely, about.key)}
        today={clock.today()}
        filled={filled}
        answeredBy={answeredBy}
        errors={errors}
        said={said}
        hasDraft={((await answered(about))?.value ?? null) !== null}
      />,
      { status: errors.length > 0 ? 422 : 200 },
    );
  }

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
      return sheet(reader, about, { said: query.said === 'kept' ? '答えを保存しました。' : null });
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
      if (errors.length > 0) return sheet(reader, about, { filled, answeredBy, errors });
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

  app.route({
    method: 'POST',
    url: '/manual/hearings/draft',
    action: 'manual:write',
    rate: 'staff',
    schema: { body: z.object({ page: z.string().max(300).catch('') }) },
    handle: async ({ body, subject }) => {
      const reader = readerOf(subject, inventory());
      const about = findPage(inventory(), body.page);
      if (reader === null || about === undefined) return notFound();
      const made = await answered(about);
      if (editor === undefined || made === null || made.value === null) {
        return sheet(reader, about, { said: '台帳にそのまま入る答えは、まだありません。' });
      }
      const { path } = await editor.propose({
        value: made.value,
        reason: `ヒアリングの答えから作りました。\n${made.said}`,
        by: reader.author.id,
      });
      return redirect(path);
    },
  });
}
