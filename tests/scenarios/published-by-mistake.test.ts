import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before } from 'node:test';
import { until } from '#platform/testing';
import { type Answer, Client, type Fields } from '../support/client.ts';
import { fieldsOf } from '../support/forms.ts';
import { clientFor } from '../support/product.ts';
import { newDataFolder, type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/* A wrong deadline is published while a resident is in the middle of the guide. One person takes it back at once. */
const step = story();
const wrong = '転居した日から3日以内';
const record = '/inventory/record?kind=procedure&id=tenkyo_todoke';

let dataFolder: string;
let first: RunningServer;
let second: RunningServer;
let resident: Client;
let publisher: Client;
let answer: Answer;
const askedFacts: string[] = [];

before(async () => {
  dataFolder = newDataFolder();
  [first, second] = [await startServer({ dataFolder }), await startServer({ dataFolder })];
  resident = new Client(second.url);
});
after(async () => {
  await second.close();
  await first.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** Answers the questions of the page as somebody to whom nothing special applies. */
async function answerPage(): Promise<void> {
  const facts = decodeURIComponent(answer.path.replace('/guide/questions/', '')).split(',');
  askedFacts.push(...facts);
  const fields = ['answer', ...facts.map((fact) => `answer.${fact}`)];
  const none = fields.map((field): [string, string[]] => [field, ['_none', 'no', '_unknown']]);
  answer = await resident.post(answer.path, Object.fromEntries(none) as Fields);
  assert.ok(answer.status < 400, `${answer.path} ${answer.status}`);
}

/** Whether a process tells residents and other systems the wrong deadline. */
async function saysWrong({ url }: RunningServer): Promise<boolean[]> {
  const pages = ['/procedures/tenkyo_todoke', '/api/v1/procedures/tenkyo_todoke'];
  return Promise.all(pages.map(async (path) => (await new Client(url).get(path)).body.includes(wrong)));
}

const untilBoth = (isWrong: boolean) =>
  until('both processes say the same', async () =>
    [...(await saysWrong(first)), ...(await saysWrong(second))].every((one) => one === isWrong),
  );

step('K6 a resident is in the middle of the guide when a wrong deadline is published', async () => {
  answer = await resident.post('/guide/start', { choice: 'event:tenkyo' });
  await answerPage();
  const editor = await clientFor(first.url, 'editor');
  const typed = fieldsOf((await editor.get(record)).body);
  const saved = await editor.post('/inventory/record', {
    ...typed,
    set: 'new',
    newName: '期限の改訂',
    action: 'save',
    'v.deadline.text': wrong,
  });
  const set = `/inventory/sets/${/[&?]set=([0-9a-f-]{36})/.exec(saved.path)?.[1]}`;
  await editor.post(`${set}/step`, { step: 'review' });
  publisher = await clientFor(first.url, 'publisher');
  await publisher.post(`${set}/approve`, {});
  await publisher.post(`${set}/publish`, {});
  await untilBoth(true);
  await answerPage();
});

step('K6 one person takes it back with a reason, and every process says the old again', async () => {
  const { body } = await publisher.get('/inventory/return');
  assert.ok(body.includes('3日以内') || body.includes('<ins>'), 'what becomes different is shown');
  const made = await publisher.post('/inventory/return', { from: '2', to: '1', reason: '3日は誤り。正しくは14日。' });
  assert.match(made.path, /^\/inventory\/returns\//);
  await untilBoth(false);
});

step('K6 the resident goes on, is asked nothing twice, and their result says what holds', async () => {
  while (answer.path.startsWith('/guide/questions/')) await answerPage();
  assert.deepEqual([...new Set(askedFacts)], askedFacts, 'nothing was asked twice');
  const handed = await resident.post('/guide/case');
  assert.match(handed.path, /^\/case\//);
  const { body } = await resident.get(handed.path);
  assert.ok(!body.includes(wrong));
});

step('K6 everybody who corrects the inventory is told on their next page, at either process', async () => {
  const editor = await clientFor(second.url, 'editor');
  assert.match((await editor.get('/inventory')).body, /第2版を緊急に差し戻しました/);
  const other = Client.like(publisher, second.url);
  const { label } = JSON.parse((await other.get('/inventory/waiting/count')).body) as { label: string };
  assert.equal(label, '緊急の差し戻し1件');
});
