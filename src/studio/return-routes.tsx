import { z } from 'zod';
import type { Revision } from '#inventory';
import { UserError } from '#platform/errors';
import { type Application, json, notFound, page, type Result, redirect, type Staff } from '#platform/http';
import { returnPath } from './pages/parts.tsx';
import { AskReturnPage, ReturnPage, type ShownRevision } from './pages/return.tsx';
import { countOpenThreads } from './remark-store.ts';
import { returnById, waitingReturns } from './return-store.ts';
import { edit, publish, read, revisionNumber, type StudioDesk } from './route-parts.ts';
import * as store from './store.ts';
import { recordDifferences } from './view.ts';

const returnParams = z.object({ id: z.uuid() });

/** Adds the emergency return of a wrong publication, its check by somebody else, and the number of what waits for one. */
export function addReturnRoutes(app: Application, desk: StudioDesk): void {
  const { database, service, returns, may, frame, names, minutes } = desk;

  /** What differs between two published revisions. */
  async function between(from: number, to: number) {
    const [before, after] = await Promise.all([service.at(from), service.at(to)]);
    return before && after ? recordDifferences(before, after) : [];
  }

  async function askPage(staff: Staff, reason: string, error?: UserError): Promise<Result> {
    const [{ newest, good }, nameOf] = await Promise.all([returns.offer(), names()]);
    if (!newest) return notFound();
    const shown = ({ number, publishedAt, by, reason: why }: Revision): ShownRevision => ({
      number,
      at: minutes.format(publishedAt),
      by: nameOf(by),
      reason: why,
    });
    return page(
      <AskReturnPage
        staff={frame(staff)}
        newest={shown(newest)}
        good={good && shown(good)}
        records={good ? await between(newest.number, good.number) : []}
        reason={reason}
        error={error && { message: String(error.sentence), atField: error.status === 422 }}
      />,
      { status: error?.status ?? 200 },
    );
  }

  app.route({
    ...publish,
    method: 'GET',
    url: '/inventory/return',
    handle: ({ subject }) => (subject.kind === 'staff' ? askPage(subject, '') : notFound()),
  });

  app.route({
    ...publish,
    method: 'POST',
    url: '/inventory/return',
    schema: {
      body: z.object({
        from: revisionNumber,
        to: revisionNumber,
        reason: z
          .string()
          .catch('')
          .transform((text) => text.replaceAll('\u0000', '').replaceAll('\r\n', '\n')),
      }),
    },
    handle: async ({ body, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      try {
        const made = await returns.bringBackNow(subject.staffId, body.from, body.to, body.reason);
        return redirect(returnPath(made.id));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return askPage(subject, body.reason, error);
      }
    },
  });

  async function returnPage(staff: Staff, id: string, error?: UserError): Promise<Result> {
    const made = await returnById(database.kysely, id);
    if (!made) return notFound();
    const nameOf = await names();
    return page(
      <ReturnPage
        staff={frame(staff)}
        made={{
          ...made,
          by: nameOf(made.by),
          at: minutes.format(made.at),
          checkedBy: made.checkedBy && nameOf(made.checkedBy),
          checkedAt: made.checkedAt && minutes.format(made.checkedAt),
        }}
        records={await between(made.wrong, made.good)}
        mayEdit={may(staff, 'inventory:edit')}
        cannotCheck={
          !may(staff, 'inventory:publish')
            ? null
            : made.by === staff.staffId
              ? '自分がした差し戻しは、自分では確かめられません。公開の係のほかの人が確かめます。'
              : undefined
        }
        error={error && String(error.sentence)}
      />,
      { status: error?.status ?? 200 },
    );
  }

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/returns/:id',
    schema: { params: returnParams },
    handle: ({ params, subject }) => (subject.kind === 'staff' ? returnPage(subject, params.id) : notFound()),
  });

  app.route({
    ...publish,
    method: 'POST',
    url: '/inventory/returns/:id/check',
    schema: { params: returnParams, body: z.object({ outcome: z.enum(['kept', 'undone']).catch('kept') }) },
    handle: async ({ params, body, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      try {
        await returns.check(params.id, subject.staffId, body.outcome);
        return redirect(returnPath(params.id));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return returnPage(subject, params.id, error);
      }
    },
  });

  app.route({
    ...edit,
    method: 'GET',
    url: '/inventory/waiting/count',
    handle: async ({ subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const [waiting, sets] = await Promise.all([
        may(subject, 'inventory:publish') ? waitingReturns(database.kysely) : [],
        store.listSets(database.kysely, ['draft', 'review', 'approved', 'scheduled']),
      ]);
      const asked = sets.filter(({ reviewer, state }) => reviewer === subject.staffId && state === 'review');
      const mine = sets.filter(({ owner }) => owner === subject.staffId).map(({ id }) => id);
      const open = [...(await countOpenThreads(database.kysely, mine)).values()].reduce((sum, one) => sum + one, 0);
      const parts = [
        { count: waiting.length, words: '緊急の差し戻し' },
        { count: asked.length, words: '頼まれた確認' },
        { count: open, words: '解決していないコメント' },
      ].filter(({ count }) => count > 0);
      return json({
        count: parts.reduce((sum, { count }) => sum + count, 0),
        label: parts.map(({ count, words }) => `${words}${count}件`).join('、'),
      });
    },
  });
}
