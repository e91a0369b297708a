import assert from 'node:assert/strict';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { type Application, createApplication } from '#platform/http';
import { createLog } from '#platform/log';
import { testDatabase } from '#platform/testing';
import { readJob } from './escpos-paper.ts';
import { jobsSince } from './job-store.ts';
import { type Decision, decideJob, enqueuePrint } from './jobs.ts';
import { addPollingRoutes } from './polling-routes.ts';
import type { JobState, PrintJob } from './printer.ts';
import { addPrinter } from './printers.ts';

const start = new Date('2026-11-25T01:00:00Z');

/** A printer that was added, and the path that was typed into it. */
export interface Installed {
  readonly id: string;
  readonly path: string;
}

/** The addresses at which printers ask, over a fresh database, at a time that a test moves. For tests. */
export async function openPollingHouse() {
  const database: Database = await testDatabase();
  let seconds = 0;
  const now = () => new Date(start.getTime() + seconds * 1000);
  const app: Application = createApplication({
    config: { host: '127.0.0.1', port: 0, rates: { loopbackFactor: 100_000 } },
    clock: { now, today: () => '2026-11-25' },
    log: createLog({ write: () => undefined }, 'error'),
    decide: () => ({ permit: true }),
    resolveSubject: () => [],
    assetsFolder: import.meta.dirname,
    renderError: ({ sentence }) => sentence as never,
  });
  addPollingRoutes(app, database);
  const jobsOf = (id: string): Promise<readonly PrintJob[]> => jobsSince(database.kysely, start, id);
  return {
    database,
    app,
    jobsOf,
    /** Lets time pass. */
    wait(count: number): void {
      seconds += count;
    },
    async install(kind: 'cloudprnt' | 'epson'): Promise<Installed> {
      const printer = { name: '入口', kind, address: null, columns: 48 } as const;
      const { id, path } = await database.transaction((transaction) => addPrinter(transaction, printer, now()));
      return { id, path: path ?? assert.fail() };
    },
    enqueue: (printerId: string, label: string): Promise<boolean> =>
      database.transaction((transaction) =>
        enqueuePrint(transaction, { printerId, label, document: label, idempotencyKey: newId() }, now()),
      ),
    async stateOf(id: string, label: string): Promise<JobState | undefined> {
      return (await jobsOf(id)).find((job) => job.label === label)?.state;
    },
    decide: ({ id, attempts }: PrintJob, decision: Decision): Promise<void> =>
      database.transaction((transaction) => decideJob(transaction, { jobId: id, attempts, decision }, now())),
    async close(): Promise<void> {
      await app.close();
      await database.close();
    },
  };
}

export type PollingHouse = Awaited<ReturnType<typeof openPollingHouse>>;

/** A job in the memory of a printer: the token of the attempt and which ticket it is. */
export interface InHand {
  token: string;
  label: string;
}

/** A printer as Star's are, one request at a time, so that each can be lost or come twice. */
export class StarPeer {
  readonly #app: Application;
  readonly #path: string;
  constructor({ app }: Pick<PollingHouse, 'app'>, { path }: Pick<Installed, 'path'>) {
    this.#app = app;
    this.#path = path;
  }

  /** Asks; gives the token of what is ready. */
  async poll(status = '200%20OK', printingInProgress: boolean | undefined = false): Promise<string | undefined> {
    const payload = { status: '23 6 0 0', printerMAC: '00:11:62:00:00:01', statusCode: status, printingInProgress };
    const answer = await this.#app.fastify.inject({ method: 'POST', url: this.#path, payload });
    assert.equal(answer.statusCode, 200);
    const { jobReady, jobToken, mediaTypes } = answer.json();
    if (jobReady) assert.ok(mediaTypes.includes('application/vnd.star.starprnt'));
    return jobReady ? jobToken : undefined;
  }

  async fetch(token: string, type = 'application/vnd.star.starprnt'): Promise<InHand | number> {
    const query = new URLSearchParams({ mac: '00:11:62:00:00:01', type, token });
    const answer = await this.#app.fastify.inject({ method: 'GET', url: `${this.#path}?${query}` });
    if (answer.statusCode !== 200) return answer.statusCode;
    assert.equal(answer.headers['content-type'], type);
    return { token, label: /T\d{3}/.exec(answer.rawPayload.toString('latin1'))?.[0] ?? assert.fail('an empty job') };
  }

  async confirm(token: string, code = '200 OK'): Promise<void> {
    const query = new URLSearchParams({ mac: '00:11:62:00:00:01', code, token });
    const answer = await this.#app.fastify.inject({ method: 'DELETE', url: `${this.#path}?${query}` });
    assert.equal(answer.statusCode, 200);
  }
}

/** A printer as Epson's are: it asks with a form and answers with XML in a form. */
export class EpsonPeer {
  readonly #app: Application;
  readonly #path: string;
  constructor({ app }: Pick<PollingHouse, 'app'>, { path }: Pick<Installed, 'path'>) {
    this.#app = app;
    this.#path = path;
  }

  async #post(fields: Record<string, string>): Promise<string> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = new URLSearchParams({ ID: 'entrance', ...fields }).toString();
    const answer = await this.#app.fastify.inject({ method: 'POST', url: this.#path, headers, payload });
    assert.equal(answer.statusCode, 200);
    assert.match(String(answer.headers['content-type']), /^text\/xml/);
    return answer.body;
  }

  async ask(): Promise<InHand | undefined> {
    const xml = await this.#post({ ConnectionType: 'GetRequest', Name: '' });
    if (xml === '') return undefined;
    const token = /<printjobid>([A-Za-z0-9_.-]{1,30})<\/printjobid>/.exec(xml)?.[1] ?? assert.fail(xml);
    const commands = /<command>([0-9a-f]+)<\/command>/.exec(xml)?.[1] ?? assert.fail(xml);
    return { token, label: readJob(Buffer.from(commands, 'hex')).lines[0] ?? assert.fail() };
  }

  async tell(token: string, { success = true, code = '', status = 251_658_262 } = {}): Promise<void> {
    await this.say(`<?xml version="1.0" encoding="UTF-8"?><PrintResponseInfo Version="3.00"><ServerDirectPrint><Response Success="true"/>
      </ServerDirectPrint><ePOSPrint><Parameter><devid>local_printer</devid><printjobid>${token}</printjobid></Parameter><PrintResponse>
      <response xmlns="http://www.epson-pos.com/schemas/2011/03/epos-print" success="${success}" code="${code}" status="${status}" battery="0"/>
      </PrintResponse></ePOSPrint></PrintResponseInfo>`);
  }

  async say(xml: string): Promise<void> {
    assert.equal(await this.#post({ ConnectionType: 'SetResponse', ResponseFile: xml }), '');
  }
}
