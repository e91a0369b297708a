import { z } from 'zod';
import { hashToken } from '#platform/codes';
import type { Database } from '#platform/database';
import { type Application, file, json, notFound, type Result, text } from '#platform/http';
import { epsonRequest, readEpsonResponse } from './epson.ts';
import { currentJob } from './job-store.ts';
import { atPrinter, finish, handOver, offerNext } from './jobs.ts';
import { drawCommands } from './paper.ts';
import { canPrint, type Printer } from './printer.ts';
import { findPrinterBySecret } from './printer-store.ts';
import { keepState } from './spooler.ts';
import { starJob, starMediaTypes, starOutcome, starState } from './star.ts';

const secretParameter = z.object({ secret: z.string().max(64) });
const word = z.string().max(200);
/** Printers show who they are by the secret in the address that was typed into them; no browser asks here. */
const common = { action: 'printer:poll', rate: 'device', machine: true } as const;

/** Where the printers of a kind ask; the secret belongs behind it. */
export const pollingPath = { cloudprnt: '/print/star', epson: '/print/epson' } as const;

/** Adds the addresses at which printers ask for what they are to print. */
export function addPollingRoutes(app: Application, database: Database): void {
  /** Answers the printer whose secret this is; others find nothing. */
  async function asPrinter(
    kind: 'cloudprnt' | 'epson',
    { secret }: { secret: string },
    answer: (printer: Printer) => Promise<Result>,
  ): Promise<Result> {
    const printer = await findPrinterBySecret(database.kysely, kind, hashToken(secret));
    return printer === undefined ? notFound() : answer(printer);
  }

  const star = { ...common, url: `${pollingPath.cloudprnt}/:secret` } as const;

  app.route({
    ...star,
    method: 'POST',
    schema: {
      params: secretParameter,
      body: z.object({ statusCode: word.default('200'), printingInProgress: z.boolean().optional() }),
    },
    handle: ({ params, body, now }) =>
      asPrinter('cloudprnt', params, async (printer) => {
        const state = starState(body.statusCode);
        await keepState(database, printer.id, state, now);
        const isIdle = body.printingInProgress === false && canPrint(state);
        const next = await atPrinter(database, printer.id, (transaction) =>
          offerNext(transaction, printer.id, now, isIdle),
        );
        return json(
          next === undefined
            ? { jobReady: false }
            : {
                jobReady: true,
                mediaTypes: Object.keys(starMediaTypes),
                jobToken: next.token,
                deleteMethod: 'DELETE',
              },
        );
      }),
  });

  app.route({
    ...star,
    method: 'GET',
    schema: { params: secretParameter, query: z.object({ token: word.default(''), type: word.default('') }) },
    handle: ({ params, query, now }) =>
      asPrinter('cloudprnt', params, async (printer) => {
        const command = Object.hasOwn(starMediaTypes, query.type) ? starMediaTypes[query.type] : undefined;
        if (command === undefined) return query.token === '' ? notFound() : text('', undefined, { status: 415 });
        const job = await atPrinter(database, printer.id, (transaction) =>
          handOver(transaction, printer.id, query.token, now),
        );
        if (job === undefined) return notFound();
        const commands = drawCommands({ document: job.document, columns: printer.columns }, command);
        return file(starJob(commands), { type: query.type, inline: true });
      }),
  });

  app.route({
    ...star,
    method: 'DELETE',
    schema: { params: secretParameter, query: z.object({ token: word.default(''), code: word.default('') }) },
    handle: ({ params, query, now }) =>
      asPrinter('cloudprnt', params, async (printer) => {
        await atPrinter(database, printer.id, (transaction) =>
          finish(transaction, printer.id, query.token, starOutcome(query.code), now),
        );
        return json({});
      }),
  });

  /** Nothing to print, and nothing to say about a result. */
  const nothing = (): Result => text('', 'text/xml; charset=utf-8');

  async function epsonNext(printer: Printer, now: Date): Promise<Result> {
    const attempt = await atPrinter(database, printer.id, async (transaction) => {
      const next = await offerNext(transaction, printer.id, now);
      return next && (await handOver(transaction, printer.id, next.token, now)) && next;
    });
    if (attempt === undefined) return nothing();
    const commands = drawCommands({ document: attempt.job.document, columns: printer.columns }, 'escpos');
    return text(epsonRequest(attempt.token, commands), 'text/xml; charset=utf-8');
  }

  async function epsonResult(printer: Printer, xml: string, now: Date): Promise<Result> {
    const { results, isRejected } = readEpsonResponse(xml);
    await atPrinter(database, printer.id, async (transaction) => {
      for (const { token, outcome } of results) await finish(transaction, printer.id, token, outcome, now);
      // It names no job then; it has only one in hand.
      const inHand = isRejected ? await currentJob(transaction, printer.id) : undefined;
      if (inHand?.state === 'sending') await finish(transaction, printer.id, inHand.token ?? '', 'failed', now);
    });
    const last = results.at(-1);
    if (last !== undefined) await keepState(database, printer.id, last.state, now);
    return nothing();
  }

  app.route({
    ...common,
    method: 'POST',
    url: `${pollingPath.epson}/:secret`,
    schema: {
      params: secretParameter,
      body: z.object({ ConnectionType: word.default(''), ResponseFile: z.string().max(60_000).default('') }),
    },
    handle: ({ params, body, now }) =>
      asPrinter('epson', params, async (printer) => {
        if (body.ConnectionType === 'SetResponse') return epsonResult(printer, body.ResponseFile, now);
        // Who asks says nothing of itself; what is wrong comes with the result of a job.
        await keepState(database, printer.id, printer.state === 'unseen' ? 'ready' : printer.state, now);
        return body.ConnectionType === 'GetRequest' ? epsonNext(printer, now) : nothing();
      }),
  });
}
