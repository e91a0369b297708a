import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadInventory } from '#inventory';
import { type Clock, toDay } from '#platform/clock';
import { hashToken, newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { createReception, type Leg, type ReceptionService } from '#reception';

/** What happens at one of the places on the way, beside being served. */
type Event =
  | 'recalled'
  | 'absentAndBack'
  | 'heldWhileCalled'
  | 'heldWhileServed'
  | 'putBackAfterHold'
  | 'toColleague'
  | 'toSeat'
  | 'toPerson'
  | 'personLeaves'
  | 'transferUndone'
  | 'doneUndone'
  | 'callUndone'
  | 'doubleTap';

interface Journey {
  who: string;
  procedures: readonly string[];
  /** What happens at the first place, the second … */
  events: readonly (readonly Event[])[];
  language?: 'en';
  priorityReason?: string;
}

/** Written from what people come for in Asahikawa: 転入, 転出, 出生, 死亡, 婚姻. Each has one number to the end. */
const journeys: readonly Journey[] = [
  {
    who: '仙台から転入した夫婦と子',
    procedures: ['tennyu_todoke', 'mynumber_keizoku', 'jidou_teate_nintei', 'kodomo_iryou'],
    events: [['recalled'], [], ['heldWhileServed']],
  },
  {
    who: '転入、国保、介護の引き継ぎ',
    procedures: ['tennyu_todoke', 'kokuho_kanyu', 'kaigo_nintei_keizoku'],
    events: [['absentAndBack'], ['toPerson']],
  },
  {
    who: '国外から転入した留学生',
    procedures: ['tennyu_kokugai_todoke', 'kokuho_kanyu', 'nenkin_gakusei', 'mynumber_shinsei'],
    events: [['heldWhileServed'], ['doneUndone'], ['callUndone']],
    language: 'en',
  },
  {
    who: '車いすで転入した方',
    procedures: ['tennyu_todoke', 'techou_henkou', 'juudo_iryou'],
    events: [[], ['toSeat'], []],
    priorityReason: '車いす',
  },
  {
    who: '転入して証明書もとる',
    procedures: ['tennyu_todoke', 'inkan_touroku', 'juminhyo_koufu'],
    events: [['doubleTap'], ['recalled', 'absentAndBack']],
  },
  {
    who: '転入して原付を登録する',
    procedures: ['tennyu_todoke', 'gentsuki_touroku'],
    events: [['transferUndone'], ['heldWhileCalled']],
  },
  {
    who: '転出と国保、児童手当',
    procedures: ['tenshutsu_todoke', 'kokuho_dattai', 'jidou_teate_shoumetsu'],
    events: [[], ['personLeaves']],
  },
  {
    who: '国外へ転出する',
    procedures: ['tenshutsu_kokugai_todoke', 'mynumber_kokugai_keizoku', 'nouzei_kanrinin'],
    events: [['callUndone'], [], ['toColleague']],
  },
  {
    who: '転出する高齢の方',
    procedures: ['tenshutsu_todoke', 'kaigo_shou_henkan', 'kouki_tenshutsu'],
    events: [['putBackAfterHold'], ['absentAndBack'], []],
    priorityReason: '足が悪い',
  },
  {
    who: '転出と原付の廃車',
    procedures: ['tenshutsu_todoke', 'gentsuki_haisha'],
    events: [['doneUndone'], ['doneUndone']],
  },
  {
    who: '転出して転出先で学ぶ学生',
    procedures: ['tenshutsu_todoke', 'kokuho_gakusei'],
    events: [['toSeat', 'recalled']],
  },
  {
    who: '第一子の出生',
    procedures: ['shussei_todoke', 'jidou_teate_nintei', 'kodomo_iryou'],
    events: [['heldWhileServed'], ['toPerson']],
  },
  {
    who: '第二子の出生',
    procedures: ['shussei_todoke', 'jidou_teate_gakukaitei', 'kodomo_iryou', 'kokuho_kanyu'],
    events: [[], ['absentAndBack'], ['transferUndone']],
  },
  {
    who: '国保の家の出産',
    procedures: ['shussei_todoke', 'kokuho_shussan', 'kokuho_sanzen', 'nenkin_sanzen'],
    events: [['recalled'], ['toColleague'], [], []],
  },
  {
    who: '早く生まれた子',
    procedures: ['shussei_todoke', 'mijukuji_youiku', 'hoiku_moushikomi'],
    events: [['doubleTap'], ['heldWhileServed'], ['personLeaves']],
    priorityReason: '乳児を連れている',
  },
  {
    who: '死亡届と火葬の許可',
    procedures: ['shibou_todoke', 'kasou_kyoka'],
    events: [['heldWhileServed', 'doneUndone']],
  },
  {
    who: '夫を亡くした方',
    procedures: ['shibou_todoke', 'kokuho_sousai', 'nenkin_izoku', 'kaigo_shou_henkan'],
    events: [[], ['toPerson'], ['putBackAfterHold'], []],
    priorityReason: '高齢',
  },
  {
    who: '後期高齢者の親を亡くした方',
    procedures: ['shibou_todoke', 'kouki_shibou', 'kouki_sousai', 'nenkin_shibou'],
    events: [['callUndone'], ['absentAndBack'], ['transferUndone']],
  },
  {
    who: '手帳を返す遺族',
    procedures: ['shibou_todoke', 'techou_henkan', 'setai_henkou_todoke'],
    events: [['absentAndBack', 'recalled'], ['toSeat'], []],
  },
  {
    who: '婚姻と氏の変更',
    procedures: ['konin_todoke', 'mynumber_kenmen', 'kokuho_henkou', 'inkan_haishi'],
    events: [['heldWhileServed'], ['recalled'], ['doneUndone']],
  },
  {
    who: '婚姻して同居する',
    procedures: ['konin_todoke', 'tenkyo_todoke', 'mynumber_kenmen', 'kyuushi_heiki'],
    events: [['doubleTap'], ['toColleague'], ['heldWhileCalled']],
  },
  {
    who: '外国の方との婚姻',
    procedures: ['konin_todoke', 'gaikoku_uji_henkou', 'zairyu_jukyochi_todoke'],
    events: [['transferUndone', 'absentAndBack'], ['personLeaves']],
    language: 'en',
  },
  {
    who: '子のいる方の婚姻',
    procedures: ['konin_todoke', 'nyuseki_todoke', 'jidou_fuyou_soushitsu', 'hitorioya_henkou'],
    events: [['putBackAfterHold'], ['transferUndone', 'toPerson']],
  },
];

let database: Database;
let reception: ReceptionService;
let now = new Date('2026-11-25T00:00:00Z').getTime();
const clock: Clock = { now: () => new Date(now), today: () => toDay(new Date(now)) };
const pass = (minutes: number): void => {
  now += minutes * 60_000;
};

/** A member of staff at a seat. */
interface Desk {
  seatId: number;
  actor: string;
  at(): { commandId: string; actor: string; counterId: number };
  on(leg: Pick<Leg, 'id'>): { commandId: string; actor: string; counterId: number; legId: string };
}

const desks = new Map<string, Desk[]>();

function deskAt(seatId: number, actor = newId()): Desk {
  const at = () => ({ commandId: newId(), actor, counterId: seatId });
  return { seatId, actor, at, on: ({ id }) => ({ ...at(), legId: id }) };
}

before(async () => {
  database = await testDatabase('reception');
  const inventory = await loadInventory('content/asahikawa');
  reception = createReception({
    database,
    clock,
    inventory: () => inventory,
    tokenOf: (id) => hashToken(id).slice(0, 22),
  });
  await reception.furnish();
  const { services } = await reception.snapshot();
  // Two desks everywhere, so that there is a colleague to be sent to.
  for (const { id } of services) await reception.addSeat(id);
  const { seats } = await reception.snapshot();
  for (const seat of seats) {
    const desk = deskAt(seat.id);
    await reception.takeSeat(seat.id, desk.actor);
    desks.set(seat.serviceId, [...(desks.get(seat.serviceId) ?? []), desk]);
  }
});
after(() => database.close());

function pairAt(serviceId: string): [Desk, Desk] {
  const [one, other] = desks.get(serviceId) ?? [];
  assert.ok(one && other, `two desks at ${serviceId}`);
  return [one, other];
}

/** Calls whoever is next at a place: it must be this visitor, who is alone in the hall. */
async function callAt(desk: Desk, visitId: string): Promise<Leg> {
  const leg = await reception.callNext(desk.at());
  assert.equal(leg?.visitId, visitId);
  return leg;
}

/** Lets happen what is written; gives the leg as it is called then, and at which desk. */
async function happens(event: Event, leg: Leg, [desk, colleague]: [Desk, Desk]): Promise<[Leg, [Desk, Desk]]> {
  const { visitId } = leg;
  const until = new Date(now + 20 * 60_000);
  switch (event) {
    case 'recalled':
      return [await reception.act(desk.on(leg), 'recall'), [desk, colleague]];
    case 'absentAndBack':
      await reception.act(desk.on(leg), 'noAnswer');
      pass(4);
      await reception.act({ commandId: newId(), actor: 'visitor', counterId: null, legId: leg.id }, 'putBack');
      return [await callAt(desk, visitId), [desk, colleague]];
    case 'heldWhileCalled':
      await reception.hold(desk.on(leg), { reason: '書類待ち', until });
      pass(20);
      return [await reception.act(desk.on(leg), 'call'), [desk, colleague]];
    case 'heldWhileServed':
      await reception.act(desk.on(leg), 'startServing');
      await reception.hold(desk.on(leg), { reason: '書類を取りに行っている', until });
      pass(15);
      return [await reception.act(desk.on(leg), 'call'), [desk, colleague]];
    case 'putBackAfterHold':
      await reception.hold(desk.on(leg), { reason: '審査待ち', until: null });
      pass(5);
      await reception.act(desk.on(leg), 'putBack');
      return [await callAt(desk, visitId), [desk, colleague]];
    case 'toColleague':
    case 'toSeat': {
      await reception.transfer(desk.on(leg), { serviceId: leg.serviceId, targetCounterId: colleague.seatId });
      assert.equal(await reception.callNext(desk.at()), null);
      return [await callAt(colleague, visitId), [colleague, desk]];
    }
    case 'toPerson':
      await reception.transfer(desk.on(leg), { serviceId: leg.serviceId, targetStaffId: colleague.actor });
      return [await callAt(colleague, visitId), [colleague, desk]];
    case 'personLeaves':
      await reception.transfer(desk.on(leg), { serviceId: leg.serviceId, targetStaffId: colleague.actor });
      await reception.leaveSeat(colleague.actor);
      try {
        return [await callAt(desk, visitId), [desk, colleague]];
      } finally {
        await reception.takeSeat(colleague.seatId, colleague.actor);
      }
    case 'transferUndone':
      await reception.transfer(desk.on(leg), { serviceId: '1階 総合案内' });
      pass(2);
      return [await reception.undo(desk.on(leg)), [desk, colleague]];
    case 'callUndone':
      await reception.undo(desk.on(leg));
      return [await callAt(desk, visitId), [desk, colleague]];
    case 'doneUndone':
      await reception.act(desk.on(leg), 'startServing');
      await reception.done(desk.on(leg));
      pass(1);
      return [await reception.undo(desk.on(leg)), [desk, colleague]];
    case 'doubleTap': {
      const command = desk.on(leg);
      await Promise.all([reception.act(command, 'recall'), reception.act(command, 'recall')]);
      return [leg, [desk, colleague]];
    }
  }
}

for (const [index, journey] of journeys.entries()) {
  const { who, procedures, events, language = 'ja', priorityReason } = journey;
  test(`V5 journey ${index + 1}, ${who}: one number to the end`, async () => {
    const arrival = { commandId: newId(), actor: 'visitor', source: 'kiosk', language, caseId: null } as const;
    const { visit } = await reception.checkIn({ ...arrival, procedures, priorityReason });
    const planned = (await reception.visit(visit.id))?.legs ?? [];
    assert.ok(planned.length >= events.length, `${planned.length} places for ${events.length}`);
    const places = new Set(planned.map(({ serviceId }) => serviceId));
    for (let stop = 0; stop < 12; stop += 1) {
      const view = await reception.visit(visit.id);
      const waiting = view?.legs.find(({ state }) => state === 'waiting');
      if (!waiting) break;
      pass(3);
      let pair = pairAt(waiting.serviceId);
      let leg = await callAt(pair[0], visit.id);
      for (const event of events[stop] ?? []) [leg, pair] = await happens(event, leg, pair);
      const { state } = (await reception.visit(visit.id))?.legs.find(({ id }) => id === leg.id) ?? {};
      if (state === 'called') await reception.act(pair[0].on(leg), 'startServing');
      pass(5);
      await reception.done(pair[0].on(leg));
    }
    const end = await reception.visit(visit.id);
    assert.equal(end?.visit.state, 'completed');
    assert.equal(end?.visit.ticket, visit.ticket);
    const done = end.legs.filter(({ state }) => state === 'done');
    assert.deepEqual(new Set(done.map(({ serviceId }) => serviceId)), places, 'every place was done');
    const handled = done.flatMap((leg) => leg.procedures).sort();
    assert.deepEqual([...new Set(handled)], [...new Set(planned.flatMap((leg) => leg.procedures))].sort());
    // Nothing is left in the line, and the record tells the whole way.
    const { legs } = await reception.snapshot();
    assert.deepEqual(
      legs.filter((leg) => leg.visitId === visit.id && !['done', 'transferred', 'cancelled'].includes(leg.state)),
      [],
    );
    const history = await reception.history(visit.id);
    assert.equal(history.filter(({ kind }) => kind === 'arrived').length, 1);
    const undone = history.filter(({ kind, serviceId }) => kind === 'undone' && serviceId !== null).length;
    assert.equal(
      undone > 0,
      events.flat().some((event) => event.endsWith('Undone')),
    );
  });
}

test('V5 the journeys tell of all five events of life, and of everything that can come between', () => {
  const all = journeys.flatMap(({ procedures }) => procedures);
  for (const id of ['tennyu_todoke', 'tenshutsu_todoke', 'shussei_todoke', 'shibou_todoke', 'konin_todoke']) {
    assert.ok(all.filter((one) => one === id).length >= 3, id);
  }
  assert.ok(journeys.length >= 20);
});
