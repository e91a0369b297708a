import { z } from 'zod';
import { type Application, notFound, page } from '#platform/http';
import { listAccounts } from './account-store.ts';
import { looksOf } from './looks.ts';
import { LooksPage } from './pages/looks-page.tsx';
import type { RouteParts } from './route-parts.ts';

/** Where residents see who looked at their case. */
export function addLooksRoute(app: Application, { audit, database, house }: RouteParts): void {
  app.route({
    method: 'GET',
    url: '/case/:caseId/looks',
    action: 'case:readOwn',
    rate: 'case',
    schema: { params: z.object({ caseId: z.uuid() }) },
    handle: async ({ subject, params: { caseId }, language }) => {
      if (subject.kind !== 'resident' || subject.caseId !== caseId) return notFound();
      const [rows, people] = await Promise.all([audit.ofCase(caseId), listAccounts(database.kysely)]);
      const departments = new Map(people.map(({ id, department }) => [id, department]));
      const looks = looksOf(rows, (staffId) => departments.get(staffId));
      return page(<LooksPage {...{ looks, caseId, language, departments: house.departments() }} />);
    },
  });
}
