import { z } from 'zod';
import { toDay } from '#platform/clock';
import { type Application, notFound, page, redirect } from '#platform/http';
import { formatDay } from '#platform/i18n';
import { countsOf, findRecords } from './find.ts';
import { inWords } from './findings.ts';
import { eventsWithCounts, guideGraph } from './graph.ts';
import { GraphPage } from './pages/graph.tsx';
import { HomePage, RevisionsPage } from './pages/home.tsx';
import { setPath } from './pages/parts.tsx';
import { DifferencesPage } from './pages/record.tsx';
import { FindingsPage } from './pages/views.tsx';
import { countOpenThreads } from './remark-store.ts';
import { listReturns, waitingReturns } from './return-store.ts';
import { edit, idSchema, kindSchema, line, read, revisionNumber, type StudioDesk } from './route-parts.ts';
import * as store from './store.ts';
import { findingsOfPublished, recordDifferences } from './view.ts';

/** More pictures on one page nobody reads. */
const mostGraphs = 6;

/** Adds the pages over the whole inventory: finding records, what is in work, revisions, findings, the graph of the guide. */
export function addOverviewRoutes(app: Application, desk: StudioDesk): void {
  const { database, clock, service, studio, current, may, frame, names, minutes } = desk;

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory',
    schema: { query: z.object({ q: line(200).optional(), kind: kindSchema.optional().catch(undefined) }) },
    handle: async ({ query, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const sets = await store.listSets(database.kysely, ['draft', 'review', 'approved', 'scheduled']);
      const ids = sets.map(({ id }) => id);
      const [counts, open, waiting, nameOf, revisions] = await Promise.all([
        store.countChanges(database.kysely, ids),
        countOpenThreads(database.kysely, ids),
        waitingReturns(database.kysely),
        names(),
        service.revisions(),
      ]);
      const shown = revisions.find(({ number }) => number === service.number());
      const question = query.q ?? '';
      return page(
        <HomePage
          staff={frame(subject)}
          mayEdit={may(subject, 'inventory:edit')}
          question={question}
          kind={query.kind}
          found={findRecords(current(), question, { kind: query.kind })}
          counts={countsOf(current())}
          returns={waiting.map(({ id, wrong, by, at }) => ({
            id,
            wrong,
            by: nameOf(by),
            at: minutes.format(at),
            mayCheck: by !== subject.staffId && may(subject, 'inventory:publish'),
          }))}
          sets={sets.map((set) => ({
            ...set,
            changes: counts.get(set.id) ?? 0,
            open: open.get(set.id) ?? 0,
            asked: set.reviewer === subject.staffId,
            mine: set.owner === subject.staffId,
            ownerName: nameOf(set.owner),
            day: set.scheduledFor === null ? null : formatDay(set.scheduledFor, 'ja'),
          }))}
          revision={{
            number: service.number(),
            day: formatDay(toDay(shown?.publishedAt ?? clock.now()), 'ja'),
          }}
        />,
      );
    },
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/revisions',
    handle: async ({ subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const [revisions, returns, nameOf] = await Promise.all([
        service.revisions(),
        listReturns(database.kysely),
        names(),
      ]);
      return page(
        <RevisionsPage
          staff={frame(subject)}
          mayEdit={may(subject, 'inventory:edit')}
          mayPublish={may(subject, 'inventory:publish')}
          returns={returns.map(({ wrong, revision, id }) => ({ wrong, revision, id }))}
          revisions={revisions.slice(0, 200).map(({ number, publishedAt, by, reason }) => ({
            number: Number(number),
            at: minutes.format(publishedAt),
            by: nameOf(by),
            reason,
          }))}
        />,
      );
    },
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/differences',
    schema: { query: z.object({ from: revisionNumber.catch(1), to: revisionNumber.catch(1) }) },
    handle: async ({ query, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const [before, after] = await Promise.all([service.at(query.from), service.at(query.to)]);
      if (!before || !after) return redirect('/inventory/revisions');
      return page(
        <DifferencesPage
          staff={frame(subject)}
          mayEdit={may(subject, 'inventory:edit')}
          from={query.from}
          to={query.to}
          records={recordDifferences(before, after)}
        />,
      );
    },
  });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/bring-back',
    schema: {
      body: z.object({ number: revisionNumber, kind: kindSchema.optional(), id: idSchema.optional() }),
    },
    handle: async ({ body, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const only = body.kind !== undefined && body.id !== undefined ? { kind: body.kind, id: body.id } : undefined;
      const set = await studio.bringBack(body.number, subject.staffId, only);
      return redirect(setPath(set.id));
    },
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/findings',
    schema: { query: z.object({ level: z.enum(['all', 'error', 'warning', 'information']).catch('all') }) },
    handle: async ({ query, subject }) =>
      subject.kind === 'staff'
        ? page(
            <FindingsPage
              staff={frame(subject)}
              findings={inWords(current(), await findingsOfPublished(current(), clock.today()))}
              level={query.level}
            />,
          )
        : notFound(),
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/graph',
    schema: { query: z.object({ event: z.union([z.array(line(64)), line(64)]).optional() }) },
    handle: ({ query, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const inventory = current();
      const events = eventsWithCounts(inventory);
      const wanted = new Set([query.event ?? []].flat());
      const known = events.filter(({ id }) => wanted.has(id));
      const chosen = known.length > 0 ? known : events.slice(0, 1);
      return page(
        <GraphPage
          staff={frame(subject)}
          events={events}
          graphs={chosen.slice(0, mostGraphs).map(({ id }) => guideGraph(inventory, id))}
          mostShown={chosen.length > mostGraphs ? mostGraphs : undefined}
        />,
      );
    },
  });
}
