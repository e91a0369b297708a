import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { type Application, createApplication } from '#platform/http';
import { createLog } from '#platform/log';
import { testDatabase } from '#platform/testing';
import { readJob } from './escpos-paper.ts';
import { jobsSince } from './job-store.ts';
import { decideJob, enqueuePrint } from './jobs.ts';
import { addPollingRoutes } from './polling-routes.ts';
import type { PrintJob } from './printer.ts';
import { findPrinter } from './printer-store.ts';
import { addPrinter } from './printers.ts';

const start = new Date('2026-11-25T01:00:00Z');
let seconds = 0;
const now = () => new Date(start.getTime() + seconds * 1000);

let database: Database;
let app: Application;
before(async () => {
  database = await testDatabase();
  app = createApplication({
    config: { host: '127.0.0.1', port: 0, rates: { loopbackFactor: 100_000 } },
    clock: { now, today: () => '2026-11-25' },
    log: createLog({ write: () => undefined }, 'error'),
    decide: () => ({ permit: true }),
    resolveSubject: () => [],
    assetsFolder: import.meta.dirname,
    renderError: ({ sentence }) => sentence as never,
  });
  addPollingRoutes(app, database);
});
after(async () => {
  await app.close();
  await database.close();
});

interface Installed {
  id: string;
  path: string;
}

async function install(kind: 'cloudprnt' | 'epson'): Promise<Installed> {
  const printer = { name: '入口', kind, address: null, columns: 48 } as const;
  const { id, path } = await database.transaction((transaction) => addPrinter(transaction, printer, now()));
  return { id, path: path ?? assert.fail() };
}

const enqueue = (printerId: string, label: string) =>
  database.transaction((transaction) =>
    enqueuePrint(transaction, { printerId, label, document: label, idempotencyKey: newId() }, now()),
  );

const jobsOf = (id: string) => jobsSince(database.kysely, start, id);
const stateOf = async (id: string, label: string) => (await jobsOf(id)).find((job) => job.label === label)?.state;

const decide = (job: PrintJob, decision: 'again' | 'wasPrinted') =>
  database.transaction((transaction) =>
    decideJob(transaction, { jobId: job.id, attempts: job.attempts, decision }, now()),
  );

/** A job in the memory of a printer: the token of the attempt and which ticket it is. */
interface InHand {
  token: string;
  label: string;
}

/** A printer as Star's are, one request at a time, so that each can be lost or come twice. */
class StarPeer {
  readonly #path: string;
  constructor(path: string) {
    this.#path = path;
  }

  /** Asks; gives the token of what is ready. */
  async poll(status = '200%20OK', printingInProgress: boolean | undefined = false): Promise<string | undefined> {
    const payload = { status: '23 6 0 0', printerMAC: '00:11:62:00:00:01', statusCode: status, printingInProgress };
    const answer = await app.fastify.inject({ method: 'POST', url: this.#path, payload });
    assert.equal(answer.statusCode, 200);
    const { jobReady, jobToken, mediaTypes } = answer.json();
    if (jobReady) assert.ok(mediaTypes.includes('application/vnd.star.starprnt'));
    return jobReady ? jobToken : undefined;
  }

  async fetch(token: string, type = 'application/vnd.star.starprnt'): Promise<InHand | number> {
    const query = new URLSearchParams({ mac: '00:11:62:00:00:01', type, token });
    const answer = await app.fastify.inject({ method: 'GET', url: `${this.#path}?${query}` });
    if (answer.statusCode !== 200) return answer.statusCode;
    assert.equal(answer.headers['content-type'], type);
    return { token, label: /T\d{3}/.exec(answer.rawPayload.toString('latin1'))?.[0] ?? assert.fail('an empty job') };
  }

  async confirm(token: string, code = '200 OK'): Promise<void> {
    const query = new URLSearchParams({ mac: '00:11:62:00:00:01', code, token });
    const answer = await app.fastify.inject({ method: 'DELETE', url: `${this.#path}?${query}` });
    assert.equal(answer.statusCode, 200);
  }
}

/** A printer as Epson's are: it asks with a form and answers with XML in a form. */
class EpsonPeer {
  readonly #path: string;
  constructor(path: string) {
    this.#path = path;
  }

  async #post(fields: Record<string, string>): Promise<string> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = new URLSearchParams({ ID: 'entrance', ...fields }).toString();
    const answer = await app.fastify.inject({ method: 'POST', url: this.#path, headers, payload });
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

test('V5 a Star printer polls, fetches and confirms; asking twice and confirming twice change nothing', async () => {
  const { id, path } = await install('cloudprnt');
  const star = new StarPeer(path);
  assert.equal(await star.poll(), undefined);
  await enqueue(id, 'T001');
  await enqueue(id, 'T002');
  const token = (await star.poll()) ?? assert.fail();
  assert.equal(await star.poll(), token, 'what was not fetched is offered again');
  assert.deepEqual(await star.fetch(token), { token, label: 'T001' });
  assert.deepEqual(await star.fetch(token), { token, label: 'T001' }, 'fetched again before anything was said');
  assert.equal(await star.poll('200%20OK', true), undefined, 'one at a time');
  await star.confirm(token);
  await star.confirm(token);
  assert.equal(await stateOf(id, 'T001'), 'printed');
  assert.equal(await star.fetch(token), 404);
  const second = (await star.poll()) ?? assert.fail();
  assert.deepEqual(await star.fetch(second, 'application/vnd.star.line'), { token: second, label: 'T002' });
  await star.confirm(second, 'OK');
  assert.deepEqual(
    (await jobsOf(id)).map(({ state }) => state),
    ['printed', 'printed'],
  );
});

test('V5 a Star printer whose confirmation is lost leaves the job to a person; a late one settles it', async () => {
  const { id, path } = await install('cloudprnt');
  const star = new StarPeer(path);
  await enqueue(id, 'T001');
  const token = (await star.poll()) ?? assert.fail();
  await star.fetch(token);
  assert.equal(await star.poll(), undefined, 'it says that it is idle, and is not given the job again');
  assert.equal(await stateOf(id, 'T001'), 'unknown');
  assert.equal(await star.fetch(token), 404, 'nor by the old token');
  await star.confirm(token);
  assert.equal(await stateOf(id, 'T001'), 'printed');
});

test('V5 a Star printer that says nothing after fetching is not waited for longer than 40 seconds', async () => {
  const { id, path } = await install('cloudprnt');
  const star = new StarPeer(path);
  await enqueue(id, 'T001');
  await enqueue(id, 'T002');
  await star.fetch((await star.poll()) ?? assert.fail());
  assert.equal(await star.poll('200%20OK', true), undefined);
  seconds += 41;
  const next = (await star.poll('200%20OK', true)) ?? assert.fail();
  assert.equal(await stateOf(id, 'T001'), 'unknown');
  assert.deepEqual(await star.fetch(next), { token: next, label: 'T002' });
});

test('V5 what a Star printer refuses is tried again, or given up when it never can', async () => {
  const { id, path } = await install('cloudprnt');
  const star = new StarPeer(path);
  await enqueue(id, 'T001');
  const first = (await star.poll()) ?? assert.fail();
  await star.fetch(first);
  await star.confirm(first, '410 Out of paper');
  assert.equal(await stateOf(id, 'T001'), 'queued');
  await star.poll('410%20Out%20of%20paper');
  assert.equal((await findPrinter(database.kysely, id))?.state, 'paperOut');
  const again = (await star.poll()) ?? assert.fail();
  assert.notEqual(again, first);
  await star.confirm(first);
  assert.equal(await stateOf(id, 'T001'), 'queued', 'an answer about the earlier attempt changes nothing');
  await star.fetch(again);
  await star.confirm(again, '511 Media decoding error');
  assert.equal(await stateOf(id, 'T001'), 'failed');
  assert.equal(await star.fetch(again, 'image/png'), 415);
});

test('V5 an Epson printer asks, prints and tells, again and again until it is taken', async () => {
  const { id, path } = await install('epson');
  const epson = new EpsonPeer(path);
  assert.equal(await epson.ask(), undefined);
  await enqueue(id, 'T001');
  await enqueue(id, 'T002');
  const first = (await epson.ask()) ?? assert.fail();
  assert.equal(first.label, 'T001');
  assert.equal(await epson.ask(), undefined, 'one at a time');
  await epson.tell(first.token);
  await epson.tell(first.token);
  assert.equal(await stateOf(id, 'T001'), 'printed');
  const second = (await epson.ask()) ?? assert.fail();
  await epson.tell(second.token, { success: false, code: 'EPTR_REC_EMPTY', status: 252_182_540 });
  assert.equal((await findPrinter(database.kysely, id))?.state, 'paperOut');
  const again = (await epson.ask()) ?? assert.fail();
  assert.equal(again.label, 'T002');
  await epson.tell(again.token, { success: false, code: 'EX_TIMEOUT', status: 1 });
  assert.equal(await stateOf(id, 'T002'), 'unknown', 'it may be on paper');
  await epson.tell(again.token);
  assert.equal(await stateOf(id, 'T002'), 'printed');
  assert.equal((await findPrinter(database.kysely, id))?.state, 'ready');
});

test('V5 what an Epson printer cannot read is given up, and a strange answer changes nothing', async () => {
  const { id, path } = await install('epson');
  const epson = new EpsonPeer(path);
  await enqueue(id, 'T001');
  await epson.ask();
  for (const strange of ['', '<', '<ePOSPrint>'.repeat(2000), '<printjobid>x</printjobid><response success="true"/>']) {
    await epson.say(strange);
    assert.equal(await stateOf(id, 'T001'), 'sending');
  }
  await epson.say(
    '<PrintResponseInfo Version="3.00"><ServerDirectPrint><Response Success="false"><ErrorSummary>Invalid XML format</ErrorSummary></Response></ServerDirectPrint></PrintResponseInfo>',
  );
  assert.equal(await stateOf(id, 'T001'), 'failed');
});

test('V5 X2 without the secret of a printer of that kind there is nothing, and a browser is refused', async () => {
  const star = await install('cloudprnt');
  const wrong = ['/print/star/x', '/print/epson/x', star.path.replace('star', 'epson')];
  for (const url of wrong) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = url.includes('epson') ? 'ConnectionType=GetRequest' : { statusCode: '200' };
    const answer = await app.fastify.inject({
      method: 'POST',
      url,
      payload,
      ...(url.includes('epson') && { headers }),
    });
    assert.equal(answer.statusCode, 404, url);
  }
  for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://evil.example' }]) {
    const answer = await app.fastify.inject({ method: 'POST', url: star.path, payload: {}, headers });
    assert.equal(answer.statusCode, 403);
  }
  const { rows } = await database.pool.query('select secret_hash from printer where id = $1', [star.id]);
  assert.ok(!star.path.includes(rows[0].secret_hash), 'only the hash is kept');
});

const events = [
  'enqueue',
  'ask',
  'askUnheard',
  'fetch',
  'fetchUnheard',
  'print',
  'printUnheard',
  'confirmAgain',
  'refuse',
  'powerCut',
  'wait',
  'decide',
] as const;

/** Whatever happens between printer and server, in any order; papers that came out are counted. */
class World {
  readonly papers: string[] = [];
  /** How often a person said that it should be printed again. */
  readonly wished = new Map<string, number>();
  #offered: string | undefined;
  #inHand: InHand | undefined;
  #confirmed: string[] = [];
  #count = 0;
  readonly #printer: Installed;
  readonly #star: StarPeer | undefined;
  readonly #epson: EpsonPeer | undefined;

  constructor(kind: 'cloudprnt' | 'epson', printer: Installed) {
    this.#printer = printer;
    if (kind === 'cloudprnt') this.#star = new StarPeer(printer.path);
    else this.#epson = new EpsonPeer(printer.path);
  }

  async #confirm(token: string, isPrinted = true): Promise<void> {
    await this.#star?.confirm(token, isPrinted ? '200 OK' : '410 Out of paper');
    await this.#epson?.tell(token, isPrinted ? {} : { success: false, code: 'EPTR_REC_EMPTY' });
  }

  /** Real printers do one thing after the other: they ask only when nothing is in their hands. */
  async #ask(isHeard: boolean): Promise<void> {
    if (this.#inHand !== undefined) return void (await this.#star?.poll('200%20OK', true));
    const token = await this.#star?.poll();
    if (isHeard) this.#offered = token;
  }

  async #fetch(isHeard: boolean): Promise<void> {
    if (this.#inHand !== undefined) return;
    const token = this.#offered;
    const got = token === undefined ? await this.#epson?.ask() : await this.#star?.fetch(token);
    if (typeof got === 'number' && token !== undefined) await this.#star?.confirm(token, '520 Timeout');
    if (typeof got === 'object' && isHeard) this.#inHand = got;
    this.#offered = undefined;
  }

  async #print(isHeard: boolean): Promise<void> {
    if (this.#inHand === undefined) return;
    const { token, label } = this.#inHand;
    this.papers.push(label);
    this.#inHand = undefined;
    this.#confirmed.push(token);
    if (isHeard) await this.#confirm(token);
  }

  async happen(event: (typeof events)[number]): Promise<void> {
    if (event === 'enqueue') {
      this.#count += 1;
      await enqueue(this.#printer.id, `T${String(this.#count).padStart(3, '0')}`);
    } else if (event === 'ask' || event === 'askUnheard') await this.#ask(event === 'ask');
    else if (event === 'fetch' || event === 'fetchUnheard') await this.#fetch(event === 'fetch');
    else if (event === 'print' || event === 'printUnheard') await this.#print(event === 'print');
    else if (event === 'confirmAgain') for (const token of this.#confirmed.slice(-2)) await this.#confirm(token);
    else if (event === 'powerCut') [this.#inHand, this.#offered] = [undefined, undefined];
    else if (event === 'wait') seconds += 41;
    else if (event === 'refuse' && this.#inHand !== undefined) {
      const { token } = this.#inHand;
      this.#inHand = undefined;
      await this.#confirm(token, false);
    } else if (event === 'decide') {
      const job = (await jobsOf(this.#printer.id)).find(({ state }) => state === 'unknown');
      if (job === undefined) return;
      const isThere = this.papers.includes(job.label);
      if (!isThere) this.wished.set(job.label, (this.wished.get(job.label) ?? 0) + 1);
      await decide(job, isThere ? 'wasPrinted' : 'again');
    }
  }
}

for (const kind of ['cloudprnt', 'epson'] as const) {
  test(`V5 ${kind}: whatever is lost, comes twice or loses power, each ticket comes out once or a person is asked`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...events), { minLength: 5, maxLength: 40 }), async (happenings) => {
        const printer = await install(kind);
        const world = new World(kind, printer);
        for (const event of happenings) await world.happen(event);
        // Then all is well again, and what is left is printed.
        await world.happen('powerCut');
        await world.happen('wait');
        for (let round = 0; round < happenings.length; round += 1) {
          for (const event of ['ask', 'fetch', 'print'] as const) await world.happen(event);
        }
        for (const { label, state } of await jobsOf(printer.id)) {
          const papers = world.papers.filter((paper) => paper === label).length;
          const most = 1 + (world.wished.get(label) ?? 0);
          assert.ok(papers <= most, `${label} came out ${papers} times, ${state}`);
          if (state === 'printed') assert.ok(papers >= 1, `${label} is called printed and never came out`);
          else if (state === 'failed') assert.equal(papers, 0, `${label} came out and is called failed`);
          else assert.equal(state, 'unknown', label);
        }
      }),
      { numRuns: 40, seed: 20261125 },
    );
  });
}
