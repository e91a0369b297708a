import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import excel from 'exceljs';
import { type Answer, Client, type Fields } from './support/client.ts';
import { fieldsOf } from './support/forms.ts';
import { clientFor, type Product, startProduct } from './support/product.ts';

let product: Product;
let editor: Client;
let publisher: Client;

before(async () => {
  product = await startProduct();
  [editor, publisher] = [await clientFor(product.url, 'editor'), await clientFor(product.url, 'publisher')];
});
after(() => product.close());

const recordPath = '/inventory/record?kind=procedure&id=tenkyo_todoke';

/** Saves a changed field of a record in a new change set; gives the answer and the set's address. */
async function change(
  who: Client,
  field: string,
  value: string,
  record = recordPath,
): Promise<{ answer: Answer; set: string }> {
  const { body } = await who.get(record);
  const fields = { ...fieldsOf(body), set: 'new', newName: 'ためし', action: 'save', [field]: value };
  const answer = await who.post('/inventory/record', fields);
  return { answer, set: `/inventory/sets/${/[&?]set=([0-9a-f-]{36})/.exec(answer.path)?.[1] ?? ''}` };
}

test('K1 a record is changed without scripts: only the field that was changed is another', async () => {
  const { answer, set } = await change(editor, 'v.who', '市内で引っ越した人');
  assert.equal(answer.status, 200, answer.body.slice(0, 300));
  assert.match(answer.body, /保存しました/);
  const { body } = await editor.get(set);
  assert.match(body, /直した記録 1件/);
  assert.deepEqual(
    [...body.matchAll(/<th scope="row">([^<]+)<\/th>/g)].map(([, label]) => label),
    ['だれの、何のための手続きか'],
  );
});

test('K1 buttons of lists work without scripts, and nothing that was typed is lost', async () => {
  const { body } = await editor.get(recordPath);
  const typed = { ...fieldsOf(body), 'v.who': '書きかけの文', action: 'add:documents' };
  const answer = await editor.post('/inventory/record', typed);
  assert.equal(answer.status, 200);
  assert.ok(answer.body.includes('書きかけの文'));
  const [before, after] = [body, answer.body].map((page) => page.match(/name="v\.documents\.\d+\.id"/g)?.length ?? 0);
  assert.equal(after, (before ?? 0) + 1);
  const wrong = await editor.post('/inventory/record', { ...typed, 'v.checkedOn': 'きのう', action: 'save' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /日付は 2026-11-22 のように書いてください/);
  assert.ok(wrong.body.includes('きのう') && wrong.body.includes('書きかけの文'));
});

test('K6 two clerks at one record: both texts stand beside each other, and a choice once made stays', async () => {
  const { set } = await change(publisher, 'v.who', '公開の係の文');
  const id = set.split('/').at(-1) ?? '';
  const typed = {
    ...fieldsOf((await editor.get(recordPath)).body),
    set: id,
    action: 'save',
    'v.who': '編集の係の文',
    'v.fee.text': '300円',
  };
  const asked = await editor.post('/inventory/record', typed);
  assert.equal(asked.status, 409);
  for (const words of ['小林 たかしさんも同じところを直しました', '公開の係の文', '編集の係の文', '直す前'])
    assert.ok(asked.body.includes(words), words);
  const shown = fieldsOf(asked.body);
  assert.deepEqual([shown['v.who'], shown['v.fee.text']], ['編集の係の文', '300円']);
  const unchosen = await editor.post('/inventory/record', { ...shown, action: 'save', set: id });
  assert.equal(unchosen.status, 409);
  // Where nothing was published since, the other's fee is no conflict and goes in together with the choice.
  const chosen = await editor.post('/inventory/record', { ...shown, action: 'save', set: id, 'choose.who': 'theirs' });
  assert.match(chosen.body, /保存しました/);
  const after = fieldsOf((await editor.get(`${recordPath}&set=${id}`)).body);
  assert.deepEqual([after['v.who'], after['v.fee.text']], ['公開の係の文', '300円']);
});

/** Lets a change set be checked by both and publishes it. */
async function publish(set: string): Promise<Answer> {
  await editor.post(`${set}/step`, { step: 'review' });
  assert.match((await editor.post(`${set}/approve`, {})).body, /^(?!.*第2版)/s);
  await publisher.post(`${set}/approve`, {});
  return publisher.post(`${set}/publish`, {});
}

test('K6 a publication in the middle of a resident’s guide: the guide goes on, and its result says the new', async () => {
  const resident = new Client(product.url);
  let answer = await resident.post('/guide/start', { choice: 'event:tenkyo' });
  const next = async () => {
    const facts = decodeURIComponent(answer.path.replace('/guide/questions/', '')).split(',');
    const fields = ['answer', ...facts.map((fact) => `answer.${fact}`)];
    return resident.post(
      answer.path,
      Object.fromEntries(fields.map((field): [string, string[]] => [field, ['_none', 'no', '_unknown']])) as Fields,
    );
  };
  answer = await next();
  const said = '転居した日から20日以内';
  const { set } = await change(editor, 'v.deadline.text', said);
  assert.match((await publish(set)).body, /第2版/);
  while (answer.path.startsWith('/guide/questions/')) {
    answer = await next();
    assert.ok(answer.status < 400, `${answer.path} ${answer.status}`);
  }
  assert.ok((await resident.get('/procedures/tenkyo_todoke')).body.includes(said));
  const handed = await resident.post('/guide/case');
  assert.match(handed.path, /^\/case\//);
  // The open case is counted, and not named, when the next change is looked at.
  const other = await change(editor, 'v.fee.text', '無料です');
  assert.match((await editor.get(other.set)).body, /受付中の1件の結果が変わります/);
});

test('K6 the telephone of city hall stands once in the inventory, and every page says it', async () => {
  const city = '/inventory/record?kind=city&id=city';
  const resident = new Client(product.url);
  const { set } = await change(editor, 'v.hall.phone', '0166-00-1234', city);
  await publish(set);
  for (const path of ['/', '/procedures', '/guide/start/moving'])
    assert.match((await resident.get(path)).body, /href="tel:0166-00-1234"/, path);
});

test('K6 comments on a record and on one line of it: answered, settled, asked about before publishing, readable after', async () => {
  const { set } = await change(editor, 'v.who', 'コメントの要る文');
  const script = '<script>alert(1)</script>';
  const record = { kind: 'procedure', id: 'tenkyo_todoke' };
  const say = (who: Client, place: string, text: string) =>
    who.post(`${set}/remarks`, {
      ...record,
      'place-procedure-tenkyo_todoke': place,
      'text-procedure-tenkyo_todoke': text,
    });
  const said = await say(publisher, 'who', `だれのことか分かりません。${script}`);
  assert.ok(said.body.includes('だれのことか分かりません。&lt;script&gt;') && !said.body.includes(script));
  assert.match(said.body, /コメントあり/);
  const [, thread = ''] = /\/remarks\/([0-9a-f-]{36})\/answers/.exec(said.body) ?? [];
  const answered = await editor.post(`${set}/remarks/${thread}/answers`, { [`text-${thread}`]: '世帯主のことです。' });
  assert.match(answered.body, /返事があります/);
  // What is too long is told, and stays as it was typed.
  const long = 'あ'.repeat(2001);
  const refused = await say(editor, '', long);
  assert.equal(refused.status, 422);
  assert.ok(refused.body.includes('いまは2001字あります') && refused.body.includes(long));
  assert.match((await editor.get('/inventory')).body, /解決していないコメント1件/);
  await editor.post(`${set}/step`, { step: 'review' });
  await publisher.post(`${set}/approve`, {});
  const unasked = await publisher.post(`${set}/publish`, {});
  assert.equal(unasked.status, 409);
  assert.match(unasked.body, /解決していないコメントが1件あります/);
  assert.equal((await publisher.post(`${set}/publish`, { read: '2' })).status, 409, 'another number was read');
  const published = await publisher.post(`${set}/publish`, { read: '1' });
  assert.match(published.body, /第\d+版/);
  assert.match(published.body, /解決していないコメント1件を読んで決めました/);
  assert.equal((await say(publisher, '', '公開のあと')).status, 409);
  const history = await editor.get('/inventory/record?kind=procedure&id=tenkyo_todoke');
  assert.match(history.body, /世帯主のことです/);
});

test('K6 a wrong publication is taken back at once, with a reason; whoever did it cannot check it themselves', async () => {
  const said = 'まちがった期限の文';
  const { set } = await change(editor, 'v.deadline.text', said);
  await editor.post(`${set}/step`, { step: 'review' });
  await publisher.post(`${set}/approve`, {});
  await publisher.post(`${set}/publish`, {});
  const says = async () => (await new Client(product.url).get('/procedures/tenkyo_todoke')).body.includes(said);
  assert.ok(await says());
  const asked = await publisher.get('/inventory/return');
  const [from = '', to = ''] = ['from', 'to'].map(
    (name) => new RegExp(`name="${name}" value="(\\d+)"`).exec(asked.body)?.[1],
  );
  assert.ok(Number(to) < Number(from), `${from} ${to}`);
  assert.equal((await editor.post('/inventory/return', { from, to, reason: 'まちがい' })).status, 404);
  const empty = await publisher.post('/inventory/return', { from, to, reason: ' ' });
  assert.equal(empty.status, 422);
  assert.match(empty.body, /どこがまちがっているかを書いてください/);
  const late = await publisher.post('/inventory/return', { from: to, to, reason: 'おそい人の理由' });
  assert.equal(late.status, 409);
  assert.ok(late.body.includes('おそい人の理由'), 'what was typed stays');
  assert.ok(await says());
  const made = await publisher.post('/inventory/return', { from, to, reason: '期限は<b>20日</b>' });
  assert.match(made.path, /^\/inventory\/returns\//);
  assert.ok(made.body.includes('期限は&lt;b&gt;20日&lt;/b&gt;'));
  assert.ok(!(await says()));
  const own = await publisher.post(`${made.path}/check`, { outcome: 'kept' });
  assert.equal(own.status, 409);
  assert.match(own.body, /自分がした差し戻しは、自分では確かめられません/);
  const { body: home } = await editor.get('/inventory');
  assert.match(home, new RegExp(`第${from}版を緊急に差し戻しました`));
  const count = JSON.parse((await publisher.get('/inventory/waiting/count')).body) as { count: number; label: string };
  assert.match(count.label, /緊急の差し戻し1件/);
  // The slip is put right in a draft of what was taken back.
  const draft = await editor.post('/inventory/bring-back', { number: from });
  assert.ok(draft.body.includes('直した記録 1件'));
  assert.match((await publisher.get('/inventory/revisions')).body, /まちがいとして差し戻した版/);
});

test('K6 hostile input of every form of the studio is refused or harmless', async () => {
  const { set } = await change(editor, 'v.who', 'ためしの文');
  const script = '<script>alert(1)</script>';
  const hostile = [script, '\u0000', '__proto__', 'x'.repeat(20_000)];
  const forms: [string, string[]][] = [
    [
      '/inventory/record',
      ['kind', 'id', 'set', 'version', 'revision', 'action', 'newName', 'v.name', 'v.when', 'against'],
    ],
    [`${set}/name`, ['name', 'reason']],
    [`${set}/comment`, ['text']],
    [`${set}/step`, ['step', 'reviewer', 'wish']],
    [`${set}/remarks`, ['kind', 'id', 'place-procedure-tenkyo_todoke', 'text-procedure-tenkyo_todoke']],
    [`${set}/remarks/01990000-0000-7000-8000-000000000000/answers`, ['text']],
    [`${set}/drop`, ['kind', 'id']],
    [`${set}/schedule`, ['day']],
    [`${set}/approve`, []],
    [`${set}/publish`, []],
    ['/inventory/bring-back', ['number', 'kind', 'id']],
    ['/inventory/return', ['from', 'to', 'reason']],
    ['/inventory/returns/01990000-0000-7000-8000-000000000000/check', ['outcome']],
    ['/inventory/sets', []],
  ];
  const base = { kind: 'procedure', id: 'tenkyo_todoke', action: 'save', step: 'draft', number: '1' };
  for (const [path, names] of forms)
    for (const value of hostile)
      for (const name of names.length === 0 ? [''] : names) {
        const { status, body } = await publisher.post(path, { ...base, [name]: value });
        assert.ok(status < 500, `${path} ${name} ${status}`);
        assert.ok(!body.includes(script), `${path} ${name}`);
      }
  for (const path of [
    `/inventory?q=${encodeURIComponent(script)}&kind=nothing`,
    '/inventory/record?kind=procedure&id=%00',
    '/inventory/record?kind=__proto__&id=x',
    '/inventory/record/new?kind=city',
    '/inventory/differences?from=99999999999&to=-1',
    '/inventory/graph?event=__proto__',
    `/inventory/graph?event=${encodeURIComponent(script)}&event=tennyu`,
    '/inventory/findings?level=x',
  ]) {
    const { status, body } = await publisher.get(path);
    assert.ok(status < 500 && !body.includes(script), `${path} ${status}`);
  }
  const many = Object.fromEntries(Array.from({ length: 7000 }, (_, index) => [`v.notes.${index}`, 'x']));
  assert.equal((await publisher.post('/inventory/record', { ...base, ...many })).status, 413);
});

/** Sends a file as the form of a page does; gives where it led and what it said. */
async function sendFile(name: string, bytes: Uint8Array): Promise<{ status: number; location: string; body: string }> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const headers = { cookie: editor.cookies(), 'sec-fetch-site': 'same-origin' };
  const url = `${product.url}/inventory/files`;
  const answer = await fetch(url, { method: 'POST', body: form, headers, redirect: 'manual' });
  return { status: answer.status, location: answer.headers.get('location') ?? '', body: await answer.text() };
}

test('K6 the inventory goes out as a workbook and comes back as a draft of exactly what was changed in it', async () => {
  const page = await editor.get('/inventory/files');
  assert.match(page.body, /棚卸し表/);
  const answer = await fetch(`${product.url}/inventory/files/tanaoroshi.xlsx`, {
    headers: { cookie: editor.cookies() },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.match((await sendFile('同じ.xlsx', bytes)).body, /変わるところはありません/);
  const book = new excel.Workbook();
  await book.xlsx.load(bytes as never);
  const sheet = book.getWorksheet('手続き') ?? assert.fail();
  const column = (sheet.getRow(1).values as string[]).indexOf('料金');
  const row = (sheet.getColumn(1).values as string[]).indexOf('tenkyo_todoke');
  sheet.getCell(row, column).value = 300;
  const changed = await sendFile('料金改定.xlsx', Buffer.from(await book.xlsx.writeBuffer()));
  assert.equal(changed.status, 303, changed.body.slice(0, 300));
  const set = await editor.get(changed.location);
  assert.match(set.body, /料金改定\.xlsx の取り込み/);
  assert.match(set.body, /直した記録 1件/);
  sheet.getCell(row, column).value = '無料';
  const wrong = await sendFile('料金改定.xlsx', Buffer.from(await book.xlsx.writeBuffer()));
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /シート「手続き」の\d+行「料金」/);
});

test('K6 X2 what is no table of ours is refused with a sentence', async () => {
  for (const [name, bytes] of [
    ['x.exe', Buffer.from('MZ')],
    ['x.xlsx', Buffer.from('PK\u0003\u0004 broken')],
    ['x.json', Buffer.from('{"format":')],
    ['手続き.csv', Buffer.from('何か,べつの\n1,2\n')],
    ['空.xlsx', Buffer.from('')],
  ] as const) {
    const { status, body } = await sendFile(name, bytes);
    assert.equal(status, 422, `${name}: ${status}`);
    assert.match(body, /エラー:/, name);
  }
  const clerk = await clientFor(product.url, 'counter');
  assert.equal((await clerk.post('/inventory/files')).status, 404);
});
