import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createElement } from 'react';
import { type CaseService, createCaseService } from '#cases';
import { decide } from '#identity';
import { type Inventory, loadInventory } from '#inventory';
import { openAudit } from '#platform/audit';
import { fixedClock } from '#platform/clock';
import type { Database } from '#platform/database';
import { type Application, cookieNames, createApplication, type Subject } from '#platform/http';
import { openKeyRing } from '#platform/keys';
import { createLog } from '#platform/log';
import { testDatabase } from '#platform/testing';
import { registerIntake } from './index.ts';

const clock = fixedClock('2026-11-20T01:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'intake-'));
const inventory: Inventory = await loadInventory('content/asahikawa');
const anonymous: Subject = { kind: 'anonymous' };
const clerk: Subject = {
  kind: 'staff',
  staffId: 's1',
  name: '佐藤',
  roles: ['counter'],
  department: inventory.procedureById.get('tennyu_todoke')?.department ?? '',
  counters: [],
  sessionId: 'x',
  authenticatedAt: clock.now(),
};

let database: Database;
let cases: CaseService;
let app: Application;
before(async () => {
  database = await testDatabase('cases');
  const keys = openKeyRing({ mode: 'demo', dataFolder: folder, masterKey: { kind: 'demo' } }, clock);
  const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder: folder });
  cases = createCaseService({ database, keys, audit, clock, inventory: () => inventory });
  app = createApplication({
    config: { host: '127.0.0.1', port: 0, rates: { loopbackFactor: 100 } },
    clock,
    log: createLog({ write: () => true }, 'error'),
    decide,
    resolveSubject: async ({ cookies, authorization }) => {
      const session = cookies[cookieNames.resident];
      const resident = session === undefined ? null : await cases.residentOf(session);
      return authorization === 'clerk' ? [clerk] : resident ? [resident] : [];
    },
    assetsFolder: folder,
    renderError: (problem) => createElement('p', null, problem.sentence),
  });
  registerIntake(app, { cases, inventory: () => inventory, clock });
  await app.fastify.ready();
});
after(async () => {
  await app.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

type Body = Record<string, string | string[]>;

/** A browser without JavaScript: keeps the cookie and sends forms as they are. */
async function browser(headers: Record<string, string> = {}) {
  const state = { cookie: '' };
  const send = async (method: 'GET' | 'POST', url: string, body?: Body) => {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(body ?? {})) for (const text of [value].flat()) form.append(name, text);
    const response = await app.fastify.inject({
      method,
      url,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...(state.cookie === '' ? {} : { cookie: state.cookie }),
        ...headers,
      },
      payload: method === 'POST' ? form.toString() : undefined,
    });
    const set = [response.headers['set-cookie'] ?? []].flat().find((line) => line.startsWith(cookieNames.resident));
    if (set) state.cookie = set.split(';')[0] ?? '';
    return response;
  };
  return { get: (url: string) => send('GET', url), post: (url: string, body: Body) => send('POST', url, body) };
}

async function moveIn() {
  const created = await cases.createCase(anonymous, {
    facts: { events: ['tennyu'] },
    procedures: ['tennyu_todoke', 'kokuho_kanyu'],
    undecided: [],
    language: 'ja',
  });
  const resident = await browser();
  await resident.post(`/c/${created.token}`, {});
  return { ...created, ...resident, base: `/case/${created.caseId}` };
}

const revisionIn = (html: string): string => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '';

const applicant: Body = {
  'people.p1.roles': ['mover', 'head', 'insured'],
  'people.p1.fullName': '髙﨑 美咲',
  'people.p1.fullNameKana': 'たかさき みさき',
  'people.p1.dateOfBirth.era': 'showa',
  'people.p1.dateOfBirth.year': '63',
  'people.p1.dateOfBirth.month': '9',
  'people.p1.dateOfBirth.day': '30',
  'people.p1.sex': '2',
  'people.p1.relationToHead': '世帯主',
  'people.p1.hasMyNumberCard': 'yes',
  'people.p1.healthInsurance': '国保',
  'applicant.relationToSubject': '本人',
  'applicant.contactPoint': '０９０−００００−１１８７',
};

test('X2 a secret link shows only a button; pressing it opens the case and keeps the token out of the address', async () => {
  const { token, caseId } = await cases.createCase(anonymous, {
    facts: {},
    procedures: ['tennyu_todoke'],
    undecided: [],
    language: 'ja',
  });
  const resident = await browser();
  const link = await resident.get(`/c/${token}`);
  assert.equal(link.statusCode, 200);
  assert.equal((await resident.get(`/case/${caseId}`)).statusCode, 404);
  const opened = await resident.post(`/c/${token}`, {});
  assert.deepEqual([opened.statusCode, opened.headers.location], [303, '/case']);
  assert.equal((await resident.get('/case')).headers.location, `/case/${caseId}`);
  const other = await cases.createCase(anonymous, {
    facts: {},
    procedures: ['tennyu_todoke'],
    undecided: [],
    language: 'ja',
  });
  assert.equal((await resident.get(`/case/${other.caseId}/check`)).statusCode, 404);
});

test('V3 a page with mistakes is saved as typed, shows the sentences, and everything typed is still in it', async () => {
  const { get, post, base } = await moveIn();
  const first = await get(`${base}/entry/applicant`);
  assert.equal(first.statusCode, 200);
  const body = {
    ...applicant,
    revision: revisionIn(first.body),
    action: 'next',
    'applicant.contactPoint': '12番<b>',
    'people.p1.fullName': '',
  };
  const answer = await post(`${base}/entry/applicant`, body);
  assert.equal(answer.statusCode, 422);
  assert.match(answer.body, /直すところが/);
  assert.match(answer.body, /氏名を入れてください/);
  assert.match(answer.body, /value="12番&lt;b&gt;"/);
  const again = await get(`${base}/entry/applicant`);
  assert.match(again.body, /value="12番&lt;b&gt;"/);
  assert.match(again.body, /value="たかさき みさき"/);
});

test('V3 the whole way without JavaScript: pages, look-up, persons, check, deposit, papers', async () => {
  const { get, post, base, code, number } = await moveIn();
  let html = (await get(`${base}/entry/applicant`)).body;
  const send = async (page: string, body: Body) => {
    const answer = await post(`${base}/entry/${page}`, { revision: revisionIn(html), ...body });
    html = answer.statusCode === 303 ? (await get(String(answer.headers.location))).body : answer.body;
    return answer;
  };
  assert.equal((await send('applicant', { ...applicant, action: 'next' })).headers.location, `${base}/entry/family`);
  assert.equal((await send('family', { action: 'add' })).statusCode, 200);
  assert.match(html, /people\.p2\.roles/);
  await send('family', { action: 'remove:p2' });
  assert.doesNotMatch(html, /people\.p2\.roles/);
  assert.equal((await send('family', { action: 'next' })).headers.location, `${base}/entry/place`);
  await send('place', { 'applicant.newAddress.postalCode': '070-0037', lookup: 'applicant.newAddress' });
  assert.match(html, /value="7条通"/);
  assert.match(html, /住所を入れました/);
  const address = (name: string) => ({
    [`${name}.postalCode`]: '0700037',
    [`${name}.prefecture`]: '北海道',
    [`${name}.city`]: '旭川市',
    [`${name}.town`]: '7条通9丁目',
    [`${name}.block`]: '48',
  });
  const place = {
    ...address('applicant.newAddress'),
    ...address('applicant.previousAddress'),
    'applicant.moveDate.era': 'reiwa',
    'applicant.moveDate.year': '8',
    'applicant.moveDate.month': '11',
    'applicant.moveDate.day': '14',
  };
  assert.equal((await send('place', { ...place, action: 'next' })).statusCode, 303);
  const check = (await get(`${base}/check`)).body;
  assert.match(check, /令和8年11月14日/);
  assert.match(check, /ほかの人.*いません/s);
  assert.equal((await post(`${base}/deposit`, {})).statusCode, 422);
  assert.equal((await post(`${base}/deposit`, { confirm: 'yes' })).headers.location, `${base}/done`);
  const done = await get(`${base}/done`);
  assert.ok(done.body.includes(code));
  assert.match(done.body, /12月20日/);
  const home = (await get(base)).body;
  for (const text of [code, number, '入れた内容', '項目を入れました', `${base}/entry/place?return=check`, 'sheet.pdf'])
    assert.ok(home.includes(text), text);

  const sheet = textOf((await get(`${base}/sheet.pdf`)).rawPayload);
  assert.equal(sheet.pages, 1);
  for (const text of [code, '転入届', '髙﨑 美咲', 'マイナンバーは書かないでください'])
    assert.ok(sheet.text.includes(text), text);
  const paper = textOf((await get(`${base}/forms/tennyu_todoke.pdf`)).rawPayload);
  for (const text of ['住民異動届', '髙﨑 美咲', '090-0000-1187', '窓口で書きます'])
    assert.ok(paper.text.includes(text), text);
  assert.equal((await get(`${base}/forms/inu_touroku.pdf`)).statusCode, 404);
});

test('V3 ticking a place that asks for more shows the new questions first and no errors about them', async () => {
  const { get, post, base } = await moveIn();
  const body = { ...applicant, 'people.p1.roles': [], action: 'next' };
  const start = await get(`${base}/entry/applicant`);
  await post(`${base}/entry/applicant`, { ...body, revision: revisionIn(start.body) });
  const before = await get(`${base}/entry/applicant`);
  const { 'people.p1.sex': _, ...withoutSex } = applicant;
  const more = await post(`${base}/entry/applicant`, {
    ...withoutSex,
    revision: revisionIn(before.body),
    action: 'next',
  });
  assert.equal(more.statusCode, 200);
  assert.match(more.body, /入れるところが増えました/);
  assert.doesNotMatch(more.body, /性別を選んでください/);
  const again = await post(`${base}/entry/applicant`, {
    ...withoutSex,
    revision: revisionIn(more.body),
    action: 'next',
  });
  assert.equal(again.statusCode, 422);
  assert.match(again.body, /性別を選んでください/);
});

test('V3 a resident who comes back is led to the first page with something left', async () => {
  const { get, post, base } = await moveIn();
  assert.equal((await get(base)).headers.location, `${base}/entry/applicant`);
  const revision = revisionIn((await get(`${base}/entry/applicant`)).body);
  await post(`${base}/entry/applicant`, { ...applicant, revision, action: 'later' });
  assert.equal((await get(base)).headers.location, `${base}/entry/place`);
});

test('V3 a page drawn from an older revision changes nothing and keeps what was typed', async () => {
  const { get, post, base } = await moveIn();
  const revision = revisionIn((await get(`${base}/entry/applicant`)).body);
  await post(`${base}/entry/applicant`, { ...applicant, revision, action: 'later' });
  const late = await post(`${base}/entry/applicant`, {
    ...applicant,
    revision,
    action: 'next',
    'people.p1.fullName': '別の画面',
  });
  assert.equal(late.statusCode, 422);
  assert.match(late.body, /別の画面で内容が変わりました/);
  assert.match(late.body, /value="別の画面"/);
  assert.match((await get(`${base}/entry/applicant`)).body, /value="髙﨑 美咲"/);
});

test('V3 continuing later works with the code and the birth date that was entered, or the four digits', async () => {
  const { get, post, base, code, caseId, number } = await moveIn();
  const revision = revisionIn((await get(`${base}/entry/applicant`)).body);
  const later = await post(`${base}/entry/applicant`, { ...applicant, revision, action: 'later' });
  assert.equal(later.headers.location, `${base}/saved`);
  assert.ok((await get(`${base}/saved`)).body.includes(number));
  const birthDate = { 'birthDate.era': 'showa', 'birthDate.year': '63', 'birthDate.month': '9', 'birthDate.day': '30' };
  const phone = await browser();
  assert.equal((await phone.post('/case/open', { code, ...birthDate, 'birthDate.day': '29' })).statusCode, 422);
  assert.equal((await phone.post('/case/open', { code, ...birthDate })).headers.location, '/case');
  assert.equal((await phone.get('/case')).headers.location, `/case/${caseId}`);
});

test('V6 staff type in a sheet filled in by hand under its code, and it is the same case', async () => {
  const { code, base, caseId, get } = await moveIn();
  const desk = await browser({ authorization: 'clerk' });
  assert.equal((await desk.post('/sheet', { code: 'AAA' })).statusCode, 422);
  assert.equal((await desk.post('/sheet', { code })).headers.location, `/sheet/${caseId}/ticks`);
  const html = (await desk.get(`/sheet/${caseId}/entry/applicant`)).body;
  const sent = await desk.post(`/sheet/${caseId}/entry/applicant`, {
    ...applicant,
    revision: revisionIn(html),
    action: 'next',
  });
  assert.equal(sent.statusCode, 303);
  assert.match((await get(`${base}/check`)).body, /髙﨑 美咲/);
});

test('V6 C4 a sheet is ticked line by line in the order of the paper; each tick is saved and reaches the counter', async () => {
  const { code, base, caseId, get } = await moveIn();
  const desk = await browser({ authorization: 'clerk' });
  const address = String((await desk.post('/sheet', { code })).headers.location);
  const lines = async () => {
    const html = (await desk.get(address)).body;
    const shown = html.matchAll(/name="item" value="(\w+):([^"]+)".*?aria-pressed="(true|false)"/gs);
    return [...shown].map(([, kind = '', id = '', pressed]) => ({ kind, id, ticked: pressed === 'true' }));
  };
  const before = await lines();
  const papers = before.filter(({ kind }) => kind === 'paper');
  const procedures = before.filter(({ kind }) => kind === 'procedure');
  assert.ok(papers.length > 1 && procedures.length > 1 && before.every(({ ticked }) => !ticked));
  const { text } = textOf((await get(`${base}/sheet.pdf`)).rawPayload);
  const names = procedures.map(({ id }) => inventory.procedureById.get(id)?.name.ja ?? '');
  const places = names.map((name) => text.replaceAll(/\s/g, '').indexOf(name.replaceAll(/\s/g, '')));
  assert.deepEqual(
    places,
    places.toSorted((one, other) => one - other),
    'as on the paper',
  );
  const tick = (index: number, ticked: 'yes' | 'no') =>
    desk.post(address, { item: `${before[index]?.kind}:${before[index]?.id}`, ticked, at: String(index) });
  const first = procedures.length;
  assert.equal((await tick(first, 'yes')).headers.location, `${address}?at=${first + 1}`);
  await tick(first + 1, 'yes');
  await tick(first, 'no');
  await tick(0, 'yes');
  assert.deepEqual(
    (await lines()).flatMap(({ id, ticked }) => (ticked ? [id] : [])),
    [before[0]?.id, papers[1]?.id],
  );
  const view = await cases.viewForCounter(clerk, caseId, { assigned: true });
  const brought = view.entries.reveal().filter(({ label }) => label === '持ってきたもの');
  assert.equal(brought.flatMap(({ text: names }) => names).length, 1);
  assert.equal((await desk.post(address, { item: 'paper:nothing', ticked: 'yes', at: '0' })).statusCode, 404);
});

test('V3 V6 a sheet that was ticked before anything was typed still begins with what is suggested', async () => {
  const { caseId, base, get } = await moveIn();
  const suggested = (await get(`${base}/entry/applicant`)).body;
  const desk = await browser({ authorization: 'clerk' });
  const html = (await desk.get(`/sheet/${caseId}/ticks`)).body;
  const [, item = ''] = /name="item" value="(paper:[^"]+)"/.exec(html) ?? [];
  await desk.post(`/sheet/${caseId}/ticks`, { item, ticked: 'yes', at: '0' });
  const checked = (page: string) =>
    [...page.matchAll(/name="([^"]+)" value="([^"]*)" checked/g)].map(([, ...one]) => one);
  assert.deepEqual(checked((await get(`${base}/entry/applicant`)).body), checked(suggested));
});

function textOf(pdf: Buffer): { text: string; pages: number } {
  const path = join(folder, 'paper.pdf');
  writeFileSync(path, pdf);
  const run = (command: string, ...args: string[]): string => {
    try {
      return execFileSync(command, [...args, path, ...(command === 'pdftotext' ? ['-'] : [])], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch (error) {
      throw new Error(`${command} is needed: apt-get install poppler-utils`, { cause: error });
    }
  };
  return { text: run('pdftotext', '-raw'), pages: Number(/Pages:\s+(\d+)/.exec(run('pdfinfo'))?.[1]) };
}
