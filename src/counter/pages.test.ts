import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createElement } from 'react';
import { type CaseService, createCaseService } from '#cases';
import { decide } from '#identity';
import { loadInventory } from '#inventory';
import { openAudit } from '#platform/audit';
import { fixedClock } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { EventBus } from '#platform/events';
import { type Application, createApplication, type Subject } from '#platform/http';
import { openKeyRing } from '#platform/keys';
import { createLog } from '#platform/log';
import { testDatabase } from '#platform/testing';
import {
  addDisplayPages,
  addVisitorPages,
  createTurnNotices,
  currentLeg,
  type HallLive,
  openClips,
  type ReceptionService,
  registerReception,
} from '#reception';
import { registerCounter } from './index.ts';

const clock = fixedClock('2026-11-25T01:00:00Z');
const inventory = await loadInventory('content/asahikawa');

const subjects = {
  kiosk: { kind: 'device', deviceId: 'k1', device: 'kiosk', place: '入口2' },
  display: { kind: 'device', deviceId: 'd1', device: 'display', place: '1階' },
  concierge: person(newId(), '鈴木', 'concierge', '総合案内'),
  counter: person(newId(), '佐藤', 'counter', 'shiminka'),
} satisfies Record<string, Subject>;

function person(staffId: string, name: string, role: string, department: string): Subject {
  const authenticatedAt = clock.now();
  return { kind: 'staff', staffId, name, roles: [role], department, counters: [], sessionId: 's', authenticatedAt };
}

/** All values of a hidden or visible field with this name, in the order of the page. */
function valuesOf(html: string, name: string): string[] {
  const inputs = html.match(/<(?:input|button)[^>]*>/g) ?? [];
  return inputs.filter((tag) => tag.includes(`name="${name}"`)).map((tag) => /value="([^"]*)"/.exec(tag)?.[1] ?? '');
}

describe('the pages of reception and counter', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'pages-'));
  let database: Database;
  let bus: EventBus;
  let app: Application;
  let reception: ReceptionService;
  let live: HallLive;
  let cases: CaseService;
  let code: string;
  let subject: Subject = { kind: 'anonymous' };

  before(async () => {
    database = await testDatabase('cases', 'reception', 'counter');
    bus = await EventBus.open(database);
    const keys = openKeyRing({ mode: 'demo', dataFolder, masterKey: { kind: 'demo' } }, clock);
    const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder });
    cases = createCaseService({ database, keys, audit, clock, inventory: () => inventory });
    app = createApplication({
      config: { host: '127.0.0.1', port: 0 },
      clock,
      log: createLog({ write: () => undefined }, 'error'),
      decide,
      resolveSubject: () => [subject],
      assetsFolder: dataFolder,
      renderError: (problem) => createElement('p', null, problem.sentence),
    });
    const parts = { inventory: () => inventory, cases };
    reception = registerReception(app, { database, clock, bus, keys }, parts);
    registerCounter(app, { database, clock, bus }, { ...parts, reception });
    const hall = { database, clock, bus, keys, reception, inventory: parts.inventory, origin: 'https://hall.example' };
    const failed = (error: unknown) => assert.fail(String(error));
    const clips = openClips(dataFolder, {}, failed);
    live = addVisitorPages(app, {
      ...hall,
      clips,
      notices: createTurnNotices(hall),
      channels: [],
      pushKey: '',
      failed,
    });
    addDisplayPages(app, { ...hall, audit, live, clips, speaks: [] });
    await reception.furnish();
    const created = await cases.createCase(
      { kind: 'anonymous' },
      {
        facts: { events: ['tennyu'] },
        procedures: ['tennyu_todoke', 'jidou_teate_nintei'],
        undecided: [],
        language: 'ja',
      },
    );
    code = created.code;
  });
  after(async () => {
    await app.close();
    live.close();
    await bus.close();
    await database.close();
    rmSync(dataFolder, { recursive: true });
  });

  async function get(url: string, who: Subject): Promise<string> {
    subject = who;
    const response = await app.fastify.inject({ url, headers: { cookie: '' } });
    assert.equal(response.statusCode, 200, `${url}: ${response.statusCode} ${response.body.slice(0, 200)}`);
    assert.doesNotMatch(response.body, / style=| on[a-z]+=|undefined|\bNaN\b|\[object/);
    return response.body;
  }

  async function post(url: string, who: Subject, body: Record<string, string | string[]>) {
    subject = who;
    return app.fastify.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      payload: new URLSearchParams(
        Object.entries(body).flatMap(([key, value]) => [value].flat().map((one) => [key, one])),
      ).toString(),
    });
  }

  async function follow(url: string, who: Subject, body: Record<string, string | string[]>): Promise<string> {
    const response = await post(url, who, body);
    assert.equal(response.statusCode, 303, `${url}: ${response.statusCode} ${response.body.slice(0, 300)}`);
    return String(response.headers.location);
  }

  test('V5 without a script: a code is typed by buttons, gives one ticket, the desk calls, the phone and the board say so', async () => {
    assert.match(await get('/kiosk', subjects.kiosk), /予約・入力をした方/);
    const [commandId = ''] = valuesOf(await get('/kiosk/code', subjects.kiosk), 'commandId');
    let typed = '';
    for (const press of ['X', 'erase', ...code.replaceAll('-', '')]) {
      const response = await post('/kiosk/code', subjects.kiosk, { commandId, code: typed, press });
      [typed = ''] = valuesOf(response.body, 'code');
    }
    assert.equal(typed, code);
    const wrong = await post('/kiosk/code', subjects.kiosk, { commandId, code: 'AAA-AAA-AAA' });
    assert.match(wrong.body, /このコードでは受付できませんでした/);
    assert.match(wrong.body, /value="AAA-AAA-AAA"/);
    const ticketPath = await follow('/kiosk/code', subjects.kiosk, { commandId, code: typed });
    assert.equal(await follow('/kiosk/code', subjects.kiosk, { commandId, code: typed }), ticketPath);
    const ticket = await get(ticketPath, subjects.kiosk);
    const number = /[A-Z]\d{3}/.exec(ticket)?.[0] ?? '';
    assert.match(ticket, /1階 3番窓口/);
    assert.match(ticket, /3階 子育て助成課/);
    assert.match(await get(`${ticketPath}/print`, subjects.kiosk), new RegExp(number));

    const turnPath = ticketPath.replace('/kiosk/ticket/', '/turn/');
    assert.match(await get(turnPath, { kind: 'anonymous' }), /前に 0人/);

    const seats = await get('/counter', subjects.counter);
    const sit = /\/counter\/(\d+)\/sit/.exec(seats.slice(seats.indexOf('1階 3番窓口')))?.[1];
    const desk = await follow(`/counter/${sit}/sit`, subjects.counter, {});
    const empty = await get(desk, subjects.counter);
    assert.match(empty, new RegExp(number));
    await follow(`${desk}/next`, subjects.counter, { commandId: valuesOf(empty, 'commandId')[0] ?? '' });

    assert.match(await get(turnPath, { kind: 'anonymous' }), /お呼びしています。1階 3番窓口へお越しください/);
    const board = await get('/display/1', subjects.display);
    assert.match(board, new RegExp(`call-tile newest.*${number}`));
    assert.doesNotMatch(await get('/display/3', subjects.display), new RegExp(number));

    const called = await get(desk, subjects.counter);
    assert.match(called, /対応を始める/);
    const [leg = ''] = valuesOf(called, 'leg');
    await follow(`${desk}/serve`, subjects.counter, { commandId: newId(), leg });
    const serving = await get(desk, subjects.counter);
    assert.match(serving, /完了して次へ/);
    for (const step of inventory.procedureById.get('tennyu_todoke')?.staffSteps ?? [])
      assert.ok(serving.includes(step.do));
    for (const tab of ['procedures', 'notes', 'record']) await get(`${desk}?tab=${tab}`, subjects.counter);
    assert.match(await get(`${desk}/hold?leg=${leg}`, subjects.counter), /書類待ち/);
    assert.match(await get(`${desk}/transfer?leg=${leg}`, subjects.counter), /引き継ぐ/);
    const noted = await follow(`${desk}/note`, subjects.counter, {
      visit: valuesOf(await get(`${desk}?tab=notes`, subjects.counter), 'visit')[0] ?? '',
      leg,
      note: '口座の書類は後日です。',
    });
    assert.match(await get(noted, subjects.counter), /口座の書類は後日です。/);
    await follow(`${desk}/finish`, subjects.counter, { commandId: newId(), leg });
    assert.match(await get(turnPath, { kind: 'anonymous' }), /3階 子育て助成課/);
  });

  test('V5 V4 a visitor steps away, comes back and gives the number up on the phone', async () => {
    const { token } = await reception.checkIn({
      commandId: newId(),
      actor: 'visitor',
      source: 'kiosk',
      language: 'vi',
      caseId: null,
      procedures: ['kokuho_kanyu'],
    });
    const path = `/turn/${token}`;
    const visitor = { kind: 'anonymous' } as const;
    await follow(`${path}/away`, visitor, { commandId: newId() });
    assert.match(await get(path, visitor), /順番を止めています/);
    await follow(`${path}/back`, visitor, { commandId: newId() });
    assert.match(await get(path, visitor), /前に/);
    assert.match(await get(`${path}/cancel`, visitor), /順番を取り消しますか/);
    await follow(`${path}/cancel`, visitor, { commandId: newId() });
    assert.match(await get(path, visitor), /順番を取り消しました/);
    subject = visitor;
    assert.equal((await app.fastify.inject({ url: '/turn/nobody' })).statusCode, 404);
  });

  test('V5 C4 who is handed on takes the procedures along: the next desk and the phone name each once', async () => {
    const sitDown = async (place: string): Promise<string> => {
      const [, after = ''] = (await get('/counter', subjects.counter)).split(place);
      return follow(`/counter/${/\/counter\/(\d+)\/sit/.exec(after)?.[1]}/sit`, subjects.counter, {});
    };
    const desk = await sitDown('1階 3番窓口');
    const { token, visit } = await reception.checkIn({
      commandId: newId(),
      actor: 'visitor',
      source: 'kiosk',
      language: 'ja',
      caseId: null,
      procedures: ['tennyu_todoke'],
    });
    await follow(`${desk}/next`, subjects.counter, { commandId: newId() });
    const [leg] = (await reception.visit(visit.id))?.legs ?? [];
    await follow(`${desk}/transfer`, subjects.counter, {
      commandId: newId(),
      leg: leg?.id ?? '',
      service: '2階 12番窓口',
      note: '',
    });
    const next = await sitDown('2階 12番窓口');
    await follow(`${next}/next`, subjects.counter, { commandId: newId() });
    const called = await get(`${next}?tab=procedures`, subjects.counter);
    assert.match(called, new RegExp(visit.ticket));
    const [, table = ''] = /この方の手続き(.*?)<\/table>/s.exec(called) ?? [];
    assert.equal(table.split('転入届').length - 1, 1);
    const route = (await get(`/turn/${token}`, { kind: 'anonymous' })).split('転入届');
    assert.equal(route.length - 1, 1);
    const current = currentLeg((await reception.visit(visit.id))?.legs ?? []);
    await follow(`${next}/serve`, subjects.counter, { commandId: newId(), leg: current?.id ?? '' });
    await follow(`${next}/finish`, subjects.counter, { commandId: newId(), leg: current?.id ?? '' });
  });

  test('V6 V8 the concierge takes in a walk-in by purpose, sees all places, answers a call for help', async () => {
    await follow('/kiosk/help', subjects.kiosk, { help: 'yes' });
    const page = await get('/concierge?tile=moving', subjects.concierge);
    assert.match(page, /助けを求めています:入口2/);
    assert.match(page, /窓口のようす/);
    const help = /\/concierge\/help\/([0-9a-f-]+)/.exec(page)?.[1];
    await follow(`/concierge/help/${help}`, subjects.concierge, {});
    assert.doesNotMatch(await get('/concierge', subjects.concierge), /助けを求めています/);
    assert.ok(valuesOf(page, 'procedures').includes('tennyu_todoke'));
    const visitPath = await follow('/concierge/walk-in', subjects.concierge, {
      commandId: newId(),
      procedures: ['tennyu_todoke', 'kokuho_kanyu'],
      service: '',
      language: 'vi',
      need: '車いす・つえ',
    });
    const visit = await get(visitPath, subjects.concierge);
    assert.match(visit, /優先:車いす・つえ/);
    assert.match(visit, /持ち物を確かめる/);
    const failed = await post('/concierge/check-in', subjects.concierge, { commandId: newId(), code: 'ちがう' });
    assert.match(failed.body, /見つかりません/);
    assert.match(failed.body, /value="ちがう"/);
  });

  test('V4 V8 X2 the concierge finds by the beginning of a name who did not bring the code; nothing of it is in an address', async () => {
    const { caseId } = await cases.createCase(
      { kind: 'anonymous' },
      { facts: {}, procedures: ['tennyu_todoke'], undecided: [], language: 'ja' },
    );
    const kana = { key: 'people.p1.fullNameKana', value: 'クマガイ　ユキ', class: 'personal' } as const;
    const entry = { ...kana, label: 'カナ', text: [kana.value], typed: {}, procedures: ['tennyu_todoke'] };
    await cases.saveEntries({ kind: 'resident', caseId }, caseId, { entries: [entry], expectedRevision: 0 });
    const visit = await reception.checkIn({
      commandId: newId(),
      actor: 'visitor',
      source: 'kiosk',
      language: 'ja',
      caseId,
      procedures: ['tennyu_todoke'],
    });
    const search = { commandId: newId(), code: 'くまがい' };
    const found = await post('/concierge/check-in', subjects.concierge, search);
    assert.match(found.body, /クマガイ ユ…/);
    assert.doesNotMatch(found.body, /ユキ/);
    assert.ok(found.body.includes(`/concierge?visit=${visit.visit.id}`));
    const machine = { kind: 'device', deviceId: 'c1', device: 'concierge', place: '入口' } as const;
    const byMachine = await post('/concierge/check-in', machine, search);
    assert.doesNotMatch(byMachine.body, /クマガイ/);
    assert.match(byMachine.body, /職員がサインインしてください/);
  });

  test('V8 C4 the concierge joins two numbers, the desk says who came together, and they are taken apart again', async () => {
    const walkIn = (): Promise<string> =>
      follow('/concierge/walk-in', subjects.concierge, { commandId: newId(), service: '2階 12番窓口', language: 'ja' });
    const [first, second] = [await walkIn(), await walkIn()];
    const ticketOf = (html: string) => /<h2[^>]*>([A-Z]\d{3})の方/.exec(html)?.[1] ?? '';
    const [one, other] = [
      ticketOf(await get(first, subjects.concierge)),
      ticketOf(await get(second, subjects.concierge)),
    ];
    const visit = first.split('visit=')[1] ?? '';
    const wrong = await post('/concierge/join', subjects.concierge, { visit, companion: 'Z999' });
    assert.match(wrong.body, /Z999の方は、いま並んでいません/);
    // Typed in full width, as a Japanese keyboard does.
    const companion = other.toLowerCase().replace(/./g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    await follow('/concierge/join', subjects.concierge, { visit, companion });
    assert.match(await get(first, subjects.concierge), new RegExp(`${other}</a>`));
    assert.match(await get(second, subjects.concierge), new RegExp(`${one}といっしょ`));
    const { seats } = await reception.snapshot();
    const seat = seats.find(({ serviceId, number }) => serviceId === '2階 12番窓口' && number === 1);
    const desk = await follow(`/counter/${seat?.id}/sit`, subjects.counter, {});
    await follow(`${desk}/next`, subjects.counter, { commandId: newId() });
    const called = await get(desk, subjects.counter);
    assert.match(called, new RegExp(`いっしょに来た方 ${other}\\(この席で続けて呼びます\\)`));
    await follow('/concierge/part', subjects.concierge, { visit });
    assert.doesNotMatch(await get(desk, subjects.counter), /いっしょに来た方/);
  });

  test('V5 V8 the concierge sends a visitor with a note straight to a seat, whose desk reads it', async () => {
    const { seats } = await reception.snapshot();
    const seat = seats.find(({ serviceId, number }) => serviceId === '1階 5番窓口' && number === 1);
    const desk = await follow(`/counter/${seat?.id}/sit`, subjects.counter, {});
    const path = await follow('/concierge/walk-in', subjects.concierge, {
      commandId: newId(),
      procedures: ['tennyu_todoke'],
      language: 'ja',
    });
    const page = await get(path, subjects.concierge);
    assert.match(page, /1階 5番窓口 席1だけ/);
    const [leg = ''] = valuesOf(page, 'leg');
    const handOver = {
      visit: path.split('visit=')[1] ?? '',
      leg,
      commandId: newId(),
      service: `seat:${seat?.id}:1階 5番窓口`,
      note: '筆談を希望されています',
    };
    await follow('/concierge/hand-over', subjects.concierge, handOver);
    const { legs } = await reception.snapshot();
    const sent = legs.find(({ visitId, state }) => visitId === handOver.visit && state === 'waiting');
    assert.deepEqual([sent?.serviceId, sent?.targetCounterId], ['1階 5番窓口', seat?.id]);
    const desks = `${desk}?leg=${sent?.id}&tab=notes`;
    assert.match(await get(desks, subjects.counter), /筆談を希望されています/);
    await follow('/concierge/hand-over', subjects.concierge, { visit: handOver.visit, note: 'お急ぎです' });
    assert.match(await get(desks, subjects.counter), /お急ぎです/);
    const left = await follow('/concierge/leave', subjects.concierge, { commandId: newId(), leg: sent?.id ?? '' });
    assert.match(await get(left, subjects.concierge), /取り消しを元に戻す/);
    assert.match(await get(desk, subjects.counter), /の取り消しを元に戻す/);
    await follow('/concierge/take-back', subjects.concierge, { commandId: newId(), leg: sent?.id ?? '' });
    assert.doesNotMatch(await get(left, subjects.concierge), /取り消しを元に戻す/);
  });

  test('V4 the kiosk leads those who do not know by purpose or place to a number', async () => {
    assert.match(await get('/kiosk/purpose', subjects.kiosk), /引っ越し/);
    const purpose = await get('/kiosk/purpose/moving', subjects.kiosk);
    const [commandId = ''] = valuesOf(purpose, 'commandId');
    const unsure = await follow('/kiosk/purpose', subjects.kiosk, { commandId, procedures: '_unknown' });
    assert.match(await get(unsure, subjects.kiosk), /総合案内/);
    assert.match(await get('/kiosk/number', subjects.kiosk), /2階/);
    assert.match(await get('/kiosk/number/2', subjects.kiosk), /2階 12番窓口/);
    const asked = await follow('/kiosk/number', subjects.kiosk, { commandId: newId(), service: '2階 12番窓口' });
    assert.match(await get(asked, subjects.kiosk), /2階 12番窓口/);
  });

  test('V5 how full it is stands open to everybody, with its time, and without a name or number', async () => {
    const html = await get('/congestion', { kind: 'anonymous' });
    assert.match(html, /10:00 現在/);
    const { places } = JSON.parse(await get('/api/v1/congestion', { kind: 'anonymous' })) as {
      places: { place: string }[];
    };
    assert.ok(places.some(({ place }) => place === '1階 3番窓口'));
    // Only what is read: a token of a form may look like a number by chance.
    assert.doesNotMatch(html.replace(/<[^>]*>/g, ' '), /[A-Z]\d{3}/);
  });

  test('V7 X3 desk and entrance are closed to visitors, machines and other roles', async () => {
    const everyone: [Subject, string][] = [
      [{ kind: 'anonymous' }, '/counter'],
      [{ kind: 'anonymous' }, '/concierge'],
      [{ kind: 'anonymous' }, '/kiosk/code'],
      [subjects.kiosk, '/concierge'],
      [subjects.kiosk, '/counter'],
      [subjects.concierge, '/counter'],
      [person(newId(), '管', 'administrator', 'shiminka'), '/counter'],
    ];
    for (const [who, url] of everyone) {
      subject = who;
      const { statusCode } = await app.fastify.inject({ url });
      assert.ok(statusCode >= 300 && statusCode !== 500, `${who.kind} ${url}: ${statusCode}`);
    }
  });
});
