import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import {
  EpsonPeer,
  type InHand,
  type Installed,
  openPollingHouse,
  type PollingHouse,
  StarPeer,
} from './polling-peers.ts';

let house: PollingHouse;
before(async () => {
  house = await openPollingHouse();
});
after(() => house.close());

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
    if (kind === 'cloudprnt') this.#star = new StarPeer(house, printer);
    else this.#epson = new EpsonPeer(house, printer);
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
      await house.enqueue(this.#printer.id, `T${String(this.#count).padStart(3, '0')}`);
    } else if (event === 'ask' || event === 'askUnheard') await this.#ask(event === 'ask');
    else if (event === 'fetch' || event === 'fetchUnheard') await this.#fetch(event === 'fetch');
    else if (event === 'print' || event === 'printUnheard') await this.#print(event === 'print');
    else if (event === 'confirmAgain') for (const token of this.#confirmed.slice(-2)) await this.#confirm(token);
    else if (event === 'powerCut') [this.#inHand, this.#offered] = [undefined, undefined];
    else if (event === 'wait') house.wait(41);
    else if (event === 'refuse' && this.#inHand !== undefined) {
      const { token } = this.#inHand;
      this.#inHand = undefined;
      await this.#confirm(token, false);
    } else if (event === 'decide') {
      const job = (await house.jobsOf(this.#printer.id)).find(({ state }) => state === 'unknown');
      if (job === undefined) return;
      const isThere = this.papers.includes(job.label);
      if (!isThere) this.wished.set(job.label, (this.wished.get(job.label) ?? 0) + 1);
      await house.decide(job, isThere ? 'wasPrinted' : 'again');
    }
  }
}

for (const kind of ['cloudprnt', 'epson'] as const) {
  test(`V5 ${kind}: whatever is lost, comes twice or loses power, each ticket comes out once or a person is asked`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...events), { minLength: 5, maxLength: 40 }), async (happenings) => {
        const printer = await house.install(kind);
        const world = new World(kind, printer);
        for (const event of happenings) await world.happen(event);
        // Then all is well again, and what is left is printed.
        await world.happen('powerCut');
        await world.happen('wait');
        for (let round = 0; round < happenings.length; round += 1) {
          for (const event of ['ask', 'fetch', 'print'] as const) await world.happen(event);
        }
        for (const { label, state } of await house.jobsOf(printer.id)) {
          const papers = world.papers.filter((paper) => paper === label).length;
          const most = 1 + (world.wished.get(label) ?? 0);
          assert.ok(papers <= most, `${label} came out ${papers} times, ${state}`);
          if (state === 'printed') assert.ok(papers >= 1, `${label} is called printed and never came out`);
          else if (state === 'failed') assert.equal(papers, 0, `${label} came out and is called failed`);
          else assert.equal(state, 'unknown', label);
        }
      }),
      { numRuns: 25, seed: 20261125 },
    );
  });
}
