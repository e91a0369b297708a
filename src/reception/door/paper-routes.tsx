import { z } from 'zod';
import { shownStaff } from '#identity';
import { type Application, file, notFound, page } from '#platform/http';
import { drawSvg, findJob, findPrinter, jobsSince } from '#platform/print';
import { type PrinterPagesParts, startOfDay } from '../print/printer-routes.tsx';
import { PaperPage } from './pages/paper.tsx';

const path = '/staff/printers/:id/paper';

/** Adds the page of a printer without paper, on which its papers are shown. */
export function addPaperRoutes(app: Application, { database, inventory }: PrinterPagesParts): void {
  const reading = { action: 'printer:list', rate: 'staff', method: 'GET' } as const;

  app.route({
    ...reading,
    url: path,
    schema: { params: z.object({ id: z.uuid() }) },
    handle: async ({ subject, params, now }) => {
      const printer = await findPrinter(database.kysely, params.id);
      if (subject.kind !== 'staff' || printer?.kind !== 'virtual') return notFound();
      const jobs = await jobsSince(database.kysely, startOfDay(now), printer.id);
      return page(<PaperPage staff={shownStaff(subject, inventory())} printer={printer} jobs={jobs} />);
    },
  });

  app.route({
    ...reading,
    url: `${path}/:job.svg`,
    schema: { params: z.object({ id: z.uuid(), job: z.uuid() }) },
    cache: 3600,
    handle: async ({ params }) => {
      const printer = await findPrinter(database.kysely, params.id);
      const job = await findJob(database.kysely, params.job);
      if (printer?.kind !== 'virtual' || job?.printerId !== printer.id) return notFound();
      const picture = drawSvg({ document: job.document, columns: printer.columns });
      return file(Buffer.from(picture), { type: 'image/svg+xml', inline: true });
    },
  });
}
