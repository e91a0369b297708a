import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { createDoor, type Door, type Keeping, type Wire } from '../client/parts/door.ts';
import type { Kept, Taking } from '../client/parts/kept.ts';
import { movableClock, sampleInventory, sampleReception } from '../queue/fixtures.ts';
import { givenTicket } from '../queue/numbers.ts';
import type { ReceptionService } from '../queue/service.ts';
import { takeInFromDoor } from './door.ts';
import { withUsualFirst } from './line-plan.ts';

const inventory = { ...sampleInventory(), factById: new Map() } as unknown as ReturnType<typeof sampleInventory>;
const who = {
  subject: { kind: 'device', deviceId: 't1', device: 'concierge', place: '入口' },
  actor: 'device:t1',
} as const;
const desk = { create: () => Promise.reject(new Error('no facts, no case')) };
const place = '1階 5番窓口';

/** What a browser keeps, as IndexedDB does: one step after the other, and it outlives a restart of the page. */
function memory(): Keeping & { now(): Kept | undefined } {
  let kept: Kept | undefined;
  return {
    now: () => kept,
    async change(step) {
      const done = step(structuredClone(kept));
      kept = structuredClone(done.kept);
      return done.value;
    },
  };
}

const taking = (more: Partial<Taking> = {}): Taking => ({
  commandId: newId(),
  takenAt: new Date().toISOString(),
  procedures: ['shoumei'],
  facts: [],
  language: 'ja',
  people: 1,
  ...more,
});

describe('machines at the door', () => {
  let database: Database;
  const clock = movableClock('2026-11-25T00:30:00Z');
  let reception: ReceptionService;

  before(async () => {
    database = await testDatabase('reception');
    reception = await sampleReception(database, clock);
  });
  after(() => database.close());

  /** The hall at the other end of a wire that works as it is told. */
  function wireTo(fate: () => 'ok' | 'lost' | 'answerLost' | 'twice'): Wire {
    async function through<T>(work: () => Promise<T>): Promise<T> {
      const now = fate();
      if (now === 'lost') throw new Error('no network');
      if (now === 'twice') await work();
      const answer = await work();
      if (now === 'answerLost') throw new Error('the answer was lost');
      return answer;
    }
    return {
      lend: (series) =>
        through(async () => ({
          day: clock.today(),
          blocks: await reception.lendNumbers('device:t1', series ?? ['A', 'B', 'C']),
          places: [
            { id: place, series: 'B' },
            { id: '1階 総合案内', series: 'C' },
          ],
        })),
      handOver: (people) =>
        through(() =>
          takeInFromDoor(
            { reception, desk, inventory: () => inventory },
            who,
            people.map(({ takenAt, language: _language, need, ...one }) => ({
              ...one,
              takenAt: new Date(takenAt),
              language: 'ja',
              priorityReason: need,
            })),
          ),
        ),
    };
  }
  const today = () => clock.today();
  const numbersNow = async () => [...(await reception.snapshot()).visits.values()].map(({ ticket }) => ticket);

  const fates = fc.constantFrom('ok', 'lost', 'answerLost', 'twice');
  const events = fc.array(
    fc.record({
      tablet: fc.integer({ min: 0, max: 1 }),
      what: fc.constantFrom('take', 'take', 'take', 'meet', 'restart', 'online'),
    }),
    { minLength: 5, maxLength: 60 },
  );

  test('V6 whatever the network does, on two tablets and over restarts, everybody has one number and no number is given twice', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.array(fates, { minLength: 20, maxLength: 20 }), async (steps, luck) => {
        clock.forward(24 * 60);
        let turn = 0;
        let calm = false;
        const fate = () => (calm ? 'ok' : (luck[turn++ % luck.length] ?? 'ok'));
        const stores = [memory(), memory()];
        const doorOf = (tablet: number): Door => createDoor(stores[tablet] ?? memory(), wireTo(fate), today);
        const doors = [doorOf(0), doorOf(1)];
        const given = new Map<string, string>();
        for (const { tablet, what } of steps) {
          const door = doors[tablet] ?? doorOf(tablet);
          if (what === 'restart') doors[tablet] = doorOf(tablet);
          else if (what === 'online')
            await reception.checkIn({
              commandId: newId(),
              actor: 'visitor',
              source: 'kiosk',
              language: 'ja',
              caseId: null,
              procedures: ['shoumei'],
            });
          else if (what === 'meet') await Promise.all([door.meet(), doorOf(tablet).meet()]);
          else {
            const one = taking();
            const person = await door.take(one, place);
            if (person) given.set(one.commandId, givenTicket(person));
          }
        }
        calm = true;
        for (const door of doors) assert.equal(await door.meet(), true);
        assert.equal(new Set(given.values()).size, given.size, 'no number is on two papers');
        const known = await numbersNow();
        for (const ticket of given.values()) assert.equal(known.filter((one) => one === ticket).length, 1, ticket);
        for (const store of stores) {
          assert.deepEqual(store.now()?.waiting, [], 'nothing that somebody said stays');
          assert.deepEqual(store.now()?.refused, []);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('V6 who was taken in without a network keeps the place in the line of the time when they came', async () => {
    clock.forward(24 * 60);
    const store = memory();
    const door = createDoor(
      store,
      wireTo(() => 'ok'),
      today,
    );
    await door.meet();
    clock.forward(5);
    const early = taking({ takenAt: clock.now().toISOString() });
    const person = await door.take(early, place);
    clock.forward(20);
    const late = await reception.checkIn({
      commandId: newId(),
      actor: 'visitor',
      source: 'kiosk',
      language: 'ja',
      caseId: null,
      procedures: ['shoumei'],
    });
    await door.meet();
    const { legs } = await reception.snapshot();
    const rankOf = (visitId: string) => legs.find((leg) => leg.visitId === visitId)?.rankAt.getTime() ?? 0;
    const visits = [...(await reception.snapshot()).visits.values()];
    const earlyVisit = visits.find(({ ticket }) => person && ticket === givenTicket(person));
    assert.ok(earlyVisit);
    assert.ok(rankOf(earlyVisit.id) < rankOf(late.visit.id));
  });

  test('V6 an empty block gives no number, and a letter of another place before none', async () => {
    clock.forward(24 * 60);
    let open = true;
    const store = memory();
    const door = createDoor(
      store,
      wireTo(() => (open ? 'ok' : 'lost')),
      today,
    );
    assert.equal(await door.take(taking(), place), null, 'nothing was lent yet');
    await door.meet();
    open = false;
    const people = [];
    for (let count = 0; count < 61; count += 1) people.push(await door.take(taking(), place));
    assert.equal(people[19]?.series, 'B');
    assert.notEqual(people[20]?.series, 'B');
    assert.equal(people[60], null, 'three letters of twenty are used up');
    open = true;
    await door.meet();
    assert.equal((await numbersNow()).length, 60);
    assert.ok(await door.take(taking(), place), 'new numbers came with the network');
  });

  test('V6 X2 with the day everything ends that a tablet kept', async () => {
    clock.forward(24 * 60);
    let open = true;
    const store = memory();
    const door = createDoor(
      store,
      wireTo(() => (open ? 'ok' : 'lost')),
      today,
    );
    await door.meet();
    open = false;
    await door.take(taking({ facts: ['hasPreschool'] }), place);
    const yesterday = store.now()?.blocks[0];
    clock.forward(24 * 60);
    assert.equal(await door.take(taking(), place), null, 'numbers of yesterday are not given');
    assert.deepEqual(store.now()?.waiting, []);
    const late = await takeInFromDoor({ reception, desk, inventory: () => inventory }, who, [
      { ...taking(), series: 'B', number: yesterday?.next ?? 900, takenAt: clock.now(), language: 'ja' },
    ]);
    assert.match(JSON.stringify(late), /貸し出した番号ではありません/);
  });

  test('V6 the purposes that were taken most in the last weeks come first on the tablet; without any, as the city has them', async () => {
    const known = {
      ...inventory,
      factById: new Map([
        [
          'events',
          { id: 'events', type: 'list', options: [{ value: 'tennyu' }, { value: 'shibou' }, { value: 'tenkyo' }] },
        ],
      ]),
    } as unknown as typeof inventory;
    const tile = (id: string, ...codes: string[]) => ({
      id,
      name: id,
      icon: '',
      choices: codes.map((code) => ({ code, text: code, facts: [], outcomes: [[]] })),
    });
    const plan = {
      revision: 'r1',
      tiles: [
        tile('birth', 'events=birth'),
        tile('death', 'events=shibou'),
        tile('moving', 'events=tennyu', 'events=tenkyo'),
      ],
      procedures: {},
    };
    const ids = async () => withUsualFirst(plan, await reception.usualPurposes()).tiles.map(({ id }) => id);
    const wire = wireTo(() => 'ok');
    const [{ first = 0 } = {}] = (await wire.lend(['B'])).blocks;
    const people = ['events=tennyu', 'events=shibou', 'events=tenkyo', 'events=strange', 'wants=strange'];
    const desk = { create: async () => newId() };
    await takeInFromDoor(
      { reception, desk, inventory: () => known },
      who,
      people.map((code, index) => ({
        ...taking({ facts: [code] }),
        language: 'ja',
        takenAt: clock.now(),
        series: 'B',
        number: first + index,
      })),
    );
    assert.deepEqual(await ids(), ['birth', 'death', 'moving'], 'today changes nothing under the fingers');
    clock.forward(24 * 60);
    assert.deepEqual(await ids(), ['moving', 'death', 'birth']);
    assert.notEqual(withUsualFirst(plan, await reception.usualPurposes()).revision, plan.revision);
    clock.forward(29 * 24 * 60);
    assert.deepEqual(await ids(), ['birth', 'death', 'moving']);
    assert.equal(await reception.forgetPurposes(), 3);
  });
});
