import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#platform/codes';
import type { UserError } from '#platform/errors';
import { testDatabase } from '#platform/testing';
import { arrive, sitDown } from '../queue/fixtures.ts';
import { readFeed } from './feed.ts';
import { day, type MachineHall, machineHall } from './hall-fixture.ts';
import { readLines } from './inbox.ts';
import { messagesOfDay } from './inbox-store.ts';
import { reconcile } from './reconcile.ts';
import { ticketsHere } from './report-store.ts';

async function inHall(work: (hall: MachineHall) => Promise<void>, more = {}): Promise<void> {
  const database = await testDatabase('reception');
  try {
    await work(await machineHall(database, more));
  } finally {
    await database.close();
  }
}

const say = ({ inbox, machine }: MachineHall, ...lines: string[]) =>
  inbox.take(
    machine,
    readLines(
      lines.map((line) => line.replace(/ (\d\d:\d\d)/, ',2026-11-25 $1:00')),
      { settings: machine.settings, day, origin: () => 'test' },
    ),
  );

const legs = async ({ reception }: MachineHall) => {
  const { legs: all, visits } = await reception.snapshot();
  return all.map(({ visitId, serviceId, state, procedures }) => ({
    ticket: visits.get(visitId)?.ticket,
    serviceId,
    state,
    procedures,
  }));
};

/** The first place of the sample hall has the machine's numbers under its own letter. */
const shared = (leads: 'machine' | 'hitomado', ours: string) => ({
  series: [{ machine: 'A', ours, leads, serviceId: '1階 3番窓口' }],
});

async function letterOf(service: string): Promise<string> {
  const database = await testDatabase('reception');
  const { reception } = await machineHall(database);
  const found = (await reception.snapshot()).services.find(({ id }) => id === service)?.series;
  await database.close();
  return found ?? assert.fail(service);
}

test('V5 where the machine gives the numbers, the kiosk gives none and says where they are', async () => {
  const letter = await letterOf('1階 3番窓口');
  await inHall(
    async (hall) => {
      await assert.rejects(arrive(hall.reception, ['tennyu']), (error: UserError) => {
        assert.equal(error.code, 'queue.machineGivesNumbers');
        assert.match(String((error.sentence as { ja: string }).ja), /発券機で番号札を取ってください/);
        return true;
      });
      assert.equal((await arrive(hall.reception, ['jidou'])).visit.source, 'kiosk');
      await say(hall, '1,発券,A001 09:00');
      assert.equal(
        (await legs(hall)).some(({ ticket }) => ticket === `${letter}001`),
        true,
      );
    },
    shared('machine', letter),
  );
});

test('V5 where we give the numbers, the machine is told of them and of calls, each once and in order', async () => {
  const letter = await letterOf('1階 3番窓口');
  await inHall(
    async (hall) => {
      await arrive(hall.reception, ['tennyu']);
      const desk = await sitDown(hall.hall.database, hall.reception, '1階 3番窓口');
      await hall.reception.callNext(desk.command());
      const first = await readFeed(hall.hall, hall.machine, 0);
      assert.deepEqual(
        first.map(({ position, kind, series, number, counter }) => [position, kind, series, number, counter]),
        [
          [1, 'issued', 'A', 1, null],
          [2, 'called', 'A', 1, '窓口1'],
        ],
      );
      assert.deepEqual(await readFeed(hall.hall, hall.machine, 2), []);
      await Promise.all([1, 2, 3].map(() => readFeed(hall.hall, hall.machine, 0)));
      await arrive(hall.reception, ['tennyu']);
      assert.deepEqual(
        (await readFeed(hall.hall, hall.machine, 2)).map(({ position, kind }) => [position, kind]),
        [[3, 'issued']],
      );
      // A number that we did not give is not made up from what the machine says.
      await say(hall, '1,発券,A050 09:00');
      const [ghost] = await messagesOfDay(hall.hall.database.kysely, 'entrance', day);
      assert.match(ghost?.error ?? '', /ひとまどでは出していない番号/);
    },
    shared('hitomado', letter),
  );
});

test('V5 what our desk does with a number of the machine is told to the machine and not undone by it', () =>
  inHall(async (hall) => {
    await say(hall, '1,発券,A001 09:00', '2,発券,A002 09:01');
    const desk = await sitDown(hall.hall.database, hall.reception, '1階 3番窓口');
    const called = await hall.reception.callNext(desk.command());
    assert.deepEqual(
      (await readFeed(hall.hall, hall.machine, 0)).map(({ kind, number }) => [kind, number]),
      [['called', 1]],
    );
    await hall.reception.act(desk.on(called?.id ?? ''), 'startServing');
    // The machine repeats the call, and wants another number at a seat where our desk is busy.
    await say(hall, '3,呼出,A001 09:05,窓口1', '4,呼出,A002 09:06,窓口1');
    assert.deepEqual(
      (await legs(hall)).map(({ state }) => state),
      ['serving', 'waiting'],
    );
    const open = (await messagesOfDay(hall.hall.database.kysely, 'entrance', day)).filter(
      ({ state }) => state === 'waiting',
    );
    assert.match(open[0]?.error ?? '', /この席では、ひとまどで呼んだ方を対応中/);
    await hall.reception.done(desk.on(called?.id ?? ''));
    await hall.inbox.applyOpen(hall.machine);
    assert.deepEqual(
      (await legs(hall)).map(({ state }) => state),
      ['done', 'called'],
    );
  }));

test('V7 the concierge ties a number of the machine to what somebody came for, before or after the machine tells of it', () =>
  inHall(async (hall) => {
    const arrival = (procedures: string[]) =>
      ({ commandId: newId(), actor: newId(), language: 'vi', caseId: newId(), procedures }) as const;
    await say(hall, '1,発券,A001 09:00');
    await hall.reception.takeInWithNumber('Ａ－００１', arrival(['tennyu', 'kokuho', 'jidou']));
    await hall.reception.takeInWithNumber('a2', arrival(['tennyu']));
    await say(hall, '2,発券,A002 09:10');
    const snapshot = await hall.reception.snapshot();
    const visits = [...snapshot.visits.values()];
    assert.deepEqual(visits.map(({ ticket, language }) => [ticket, language]).sort(), [
      ['MA001', 'vi'],
      ['MA002', 'vi'],
    ]);
    assert.ok(visits.every(({ caseId }) => caseId !== null));
    const first = (await legs(hall)).filter(({ ticket }) => ticket === 'MA001');
    assert.deepEqual(
      first.map(({ serviceId, state, procedures }) => [serviceId, state, procedures]).sort(),
      [
        ['1階 3番窓口', 'waiting', ['tennyu', 'kokuho']],
        ['3階 子育て助成課', 'planned', ['jidou']],
      ].sort(),
    );
    const refused = (typed: string) =>
      assert.rejects(hall.reception.takeInWithNumber(typed, arrival([])), (error: UserError) => {
        assert.equal(error.code, 'machine.number');
        return true;
      });
    for (const typed of ['', 'Z001', '発券機', 'A0', '<script>']) await refused(typed);
  }));

test('V5 the report names numbers of one side only, times apart, gaps and what is not applied', () =>
  inHall(async (hall) => {
    await say(
      hall,
      '1,発券,A001 09:00',
      '2,発券,A004 09:03',
      '3,呼出,A009 09:04,窓口1',
      '4,呼出,A001 09:05,窓口1',
      '5,発券,Z001 09:06',
    );
    await hall.reception.takeInWithNumber('A005', {
      commandId: newId(),
      actor: newId(),
      language: 'ja',
      caseId: null,
      procedures: [],
    });
    await hall.hall.database.pool.query(`update leg set called_at = called_at + interval '3 minutes'`);
    const { kysely } = hall.hall.database;
    const findings = reconcile(
      hall.machine.settings,
      await messagesOfDay(kysely, 'entrance', day),
      await ticketsHere(kysely, { facilityId: 'main', day, series: ['MA', 'MB'] }),
    );
    assert.deepEqual(
      findings.map(({ kind, ticket }) => [kind, ticket]),
      [
        ['thereOnly', 'MA009'],
        ['thereOnly', 'Z001'],
        ['hereOnly', 'MA005'],
        ['time', 'MA001'],
        ['gap', 'MA002〜MA003'],
      ],
    );
    assert.match(
      findings.find(({ kind }) => kind === 'time')?.detail ?? '',
      /呼出：発券機 09:05:00、ひとまど 09:08:00/,
    );
  }));

test('V5 what waits can be taken without what is missing, or set aside with a reason', () =>
  inHall(async (hall) => {
    await say(hall, '1,呼出,A001 09:05,窓口1', '2,発券,こわれた 09:00');
    const { kysely } = hall.hall.database;
    const open = await messagesOfDay(kysely, 'entrance', day);
    const call = open.find(({ kind }) => kind === 'called')?.sequence ?? assert.fail();
    const broken = open.find(({ kind }) => kind === null)?.sequence ?? assert.fail();
    await hall.inbox.again(hall.machine, call, { actor: 'staff', force: false });
    assert.deepEqual(await legs(hall), []);
    await hall.inbox.again(hall.machine, call, { actor: 'staff', force: true });
    assert.deepEqual(
      (await legs(hall)).map(({ ticket, state }) => [ticket, state]),
      [['MA001', 'called']],
    );
    await hall.inbox.setAside(hall.machine, broken, { actor: 'staff', why: '紙づまりの試し' });
    const after = await messagesOfDay(kysely, 'entrance', day);
    assert.deepEqual(after.map(({ state }) => state).sort(), ['applied', 'aside']);
  }));
