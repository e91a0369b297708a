import { z } from 'zod';
import { decide, shownStaff } from '#identity';
import { type Application, notFound, page, redirect, type Staff } from '#platform/http';
import { TicksPage } from './pages/ticks-page.tsx';
import { placeOf } from './paper.ts';
import type { IntakeParts, IntakeService } from './service.ts';
import { papersOnSheet, proceduresOnSheet, tickPaper, ticksIn } from './sheet.ts';

const params = z.object({ caseId: z.uuid() });
const position = z.coerce.number().int().min(0).max(500);

/** Adds the page on which staff take in the ticks of a sheet that was filled in by hand. */
export function addTicks(app: Application, { cases, inventory }: IntakeParts, intake: IntakeService): void {
  const marksProcedures = (staff: Staff, now: Date): boolean =>
    decide(staff, 'case:write', { kind: 'route' }, { now }).permit;

  app.route({
    method: 'GET',
    url: '/sheet/:caseId/ticks',
    action: 'sheet:read',
    rate: 'staff',
    schema: { params, query: z.object({ at: position.default(0) }) },
    handle: async ({ subject, params: { caseId }, query: { at }, now }) => {
      if (subject.kind !== 'staff') return notFound();
      const state = await intake.open(subject, caseId);
      const { entries } = await cases.readEntries(subject, caseId);
      return page(
        <TicksPage
          staff={shownStaff(subject, inventory())}
          overview={state.overview}
          procedures={proceduresOnSheet(state, inventory())}
          placeOf={(procedure) => placeOf(procedure, inventory())}
          papers={papersOnSheet(state, inventory())}
          brought={ticksIn(entries.reveal())}
          marksProcedures={marksProcedures(subject, now)}
          at={at}
        />,
      );
    },
  });

  app.route({
    method: 'POST',
    url: '/sheet/:caseId/ticks',
    action: 'sheet:write',
    rate: 'staff',
    schema: { params, body: z.object({ item: z.string().max(140), ticked: z.enum(['yes', 'no']), at: position }) },
    handle: async ({ subject, params: { caseId }, body, now }) => {
      if (subject.kind !== 'staff') return notFound();
      const state = await intake.open(subject, caseId);
      const [kind = '', id = ''] = body.item.split(/:(.*)/s);
      const ticked = body.ticked === 'yes';
      if (kind === 'procedure') {
        if (!marksProcedures(subject, now) || !state.overview.procedures.some((one) => one.id === id))
          return notFound();
        await cases.setProcedureState(subject, caseId, id, ticked ? 'done' : 'wanted');
      } else {
        const papers = papersOnSheet(state, inventory());
        const paper = papers.find((one) => one.id === id);
        if (kind !== 'paper' || !paper) return notFound();
        await tickPaper(cases, subject, { state, papers, paper, ticked });
      }
      return redirect(`/sheet/${caseId}/ticks?at=${body.at + 1}`);
    },
  });
}
