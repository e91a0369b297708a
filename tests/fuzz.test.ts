import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Answer, Client, type Fields } from './support/client.ts';
import { clientFor, openCase, type Product, type Route, startProduct } from './support/product.ts';

const script = '<script>alert(1)</script>';
const attribute = '"><img src=x onerror=alert(2)>';

/** What nobody types by mistake, and what somebody might. */
const hostile: readonly string[] = [
  '',
  ' ',
  script,
  attribute,
  "'; DROP TABLE visit; --",
  "1' OR '1'='1",
  '../../../../etc/passwd',
  '%00%0d%0aSet-Cookie: x=y',
  '\u0000\u0001\u001f\u007f\u202e\u200b\ufeff',
  '👨‍👩‍👧‍👦🇯🇵',
  '\ud800',
  '髙﨑𠮷葛󠄀',
  '__proto__',
  'constructor',
  '{"$gt":""}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template engine would take as its own
  '${7*7}{{7*7}}',
  '-1',
  '99999999999999999999999999',
  '1e309',
  'NaN',
  '２０２６',
  '0000-00-00',
  'x'.repeat(10_000),
];
/** As UTF-8 carries it: half a pair of surrogates becomes a replacement character. */
const wellFormed = (text: string): string => Buffer.from(text).toString();
const huge = 'あ'.repeat(34_000);
const seed = { seed: 20261122 };

let product: Product;
let residentCase: string;
const clients = new Map<string, Client>();

before(async () => {
  product = await startProduct();
  for (const who of ['anonymous', 'kiosk', 'conciergeDevice', 'counter', 'administrator', 'auditor', 'editor']) {
    clients.set(who, await clientFor(product.url, who));
  }
  const resident = new Client(product.url);
  residentCase = await openCase(resident);
  clients.set('resident', resident);
});
after(() => product.close());

/** Somebody who may ask this route, so that what they send is looked at. */
function clientOf({ url }: Route): Client {
  const surfaces: readonly [string, string][] = [
    ['/case/:caseId', 'resident'],
    ['/guide', 'resident'],
    ['/kiosk', 'kiosk'],
    ['/concierge', 'conciergeDevice'],
    ['/staff/people', 'administrator'],
    ['/staff/devices', 'administrator'],
    ['/staff/printers', 'administrator'],
    ['/hall/displays', 'administrator'],
    ['/hall/machines', 'administrator'],
    ['/messages', 'administrator'],
    ['/hall', 'administrator'],
    ['/staff/audit', 'auditor'],
    ['/staff/account', 'counter'],
    ['/staff/emergency', 'counter'],
    ['/counter', 'counter'],
    ['/simulation', 'administrator'],
    ['/manual/flows', 'editor'],
    ['/booking/capacity', 'administrator'],
    ['/booking/appointments', 'counter'],
    ['/booking/new', 'counter'],
    ['/sheet', 'counter'],
  ];
  const who = surfaces.find(([prefix]) => url.startsWith(prefix))?.[1] ?? 'anonymous';
  return clients.get(who) ?? assert.fail(who);
}

/** Routes that end the sitting of whoever asks: they are sent to by somebody of their own. */
const endsTheSitting = /^\/staff\/(sign-out|lock|account\/sign-out-everywhere|demo)/;

const posts = (): Route[] => product.routes.filter(({ method, url }) => method === 'POST' && !endsTheSitting.test(url));

function addressOf(url: string, value: string): string {
  const known: Record<string, string> = { caseId: residentCase, seat: '1', page: 'applicant', tile: 'moving' };
  return url.replace(/:(\w+)/g, (_, name: string) => known[name] ?? encodeURIComponent(value));
}

/** Holds for every answer: no failure of ours, no inner workings, nothing that was sent comes back as markup. */
function assertSound(answer: Answer, what: string): void {
  assert.ok(answer.status < 500, `${what}: ${answer.status}`);
  for (const inner of ['    at ', 'node_modules', 'SyntaxError', 'TypeError', 'ZodError', 'select "', 'FST_ERR']) {
    assert.ok(!answer.body.includes(inner), `${what} shows ${inner}`);
  }
  const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!isPage) return;
  for (const markup of [script, attribute]) assert.ok(!answer.body.includes(markup), `${what} reflects ${markup}`);
}

async function send(route: Route, body: string, type: string, value = '1'): Promise<void> {
  const address = addressOf(route.url, value);
  const headers = { 'content-type': type };
  const answer = await clientOf(route).send(address, { method: route.method, body, headers });
  assertSound(answer, `${route.method} ${route.url} ${type} ${body.slice(0, 80)}`);
}

const form = 'application/x-www-form-urlencoded';
/** Names that some form of the product has, so that what is sent is not thrown away unread. */
const fieldNames = [
  'places',
  'languages',
  'volume',
  'quietFrom1',
  'quietTo1',
  'channel',
  'address',
  'subscription',
  'when',
  'choice',
  'answer',
  'words',
  'code',
  'number',
  'birthDate.year',
  'birthDate.era',
  'moveIn.year',
  'moveIn.month',
  'people',
  'people.p1.fullName',
  'people.p1.roles',
  'people.p1.dateOfBirth.year',
  'applicant.contactPoint',
  'applicant.newAddress.postalCode',
  'action',
  'lookup',
  'revision',
  'return',
  'confirm',
  'language',
  'commandId',
  'leg',
  'visit',
  'service',
  'procedures',
  'press',
  'note',
  'reason',
  'until',
  'need',
  'login',
  'password',
  'kind',
  'place',
  'name',
  'department',
  'roles',
  'entry',
  'state',
  'step',
  'done',
  'csrf',
  '__proto__',
  'constructor',
  'toString',
];

test('X2 every form field takes every hostile text without failing, and none comes back as markup', async () => {
  for (const route of posts()) {
    for (const value of hostile) {
      const fields = fieldNames.map((name) => [name, wellFormed(value)]);
      await send(route, new URLSearchParams(fields).toString(), form, wellFormed(value.slice(0, 60)));
    }
  }
});

test('X2 text of 100 KB, 10,000 fields and bodies that are no form are refused in one sentence', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `f${index}=1`).join('&');
  const sameName = Array.from({ length: 10_000 }, () => 'answer=yes').join('&');
  const broken = [
    'words=%ED%A0%80&code=%ED%A0%80',
    '%',
    '%E0%A4%A',
    '=&=&&',
    'a=%ff%fe',
    '\u0000',
    'a[b][c]=1',
    'a=1;b=2',
  ];
  for (const route of posts()) {
    await send(route, new URLSearchParams({ words: huge, code: huge, note: huge }).toString(), form);
    await send(route, many, form);
    await send(route, sameName, form);
    for (const body of broken) await send(route, body, form);
    await send(route, '<a/>', 'application/xml');
    await send(route, '--x\r\n\r\n', 'multipart/form-data; boundary=x');
  }
});

test('X2 JSON that is deep, poisoned or broken is refused by every route', async () => {
  const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
  const bodies = [
    deep,
    `[${'['.repeat(5_000)}${']'.repeat(5_000)}]`,
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"admin":true}}}',
    '{"facts":{"__proto__":1,"events":[[[["tennyu"]]]]},"unanswered":"maybe"}',
    '{"facts":null}',
    '{"facts":{"events":"tennyu","hasDog":"yes","familySize":1e400}}',
    '{',
    'null',
    '"\\ud800"',
    '',
  ];
  for (const route of posts()) {
    for (const body of bodies) await send(route, body, 'application/json');
  }
  assert.equal(({} as { admin?: boolean }).admin, undefined);
});

test('X2 addresses with hostile parts lead to a page that says that nothing is there', async () => {
  const gets = product.routes.filter(({ method, url }) => method === 'GET' && url.includes(':'));
  for (const route of gets) {
    for (const value of hostile.slice(1)) {
      const address = route.url.replace(/:(\w+)/g, () => encodeURIComponent(wellFormed(value)).slice(0, 400));
      const answer = await clientOf(route).send(address, {});
      assertSound(answer, `GET ${address}`);
    }
    const query = `${addressOf(route.url, '1')}?${new URLSearchParams({ return: script, leg: script, tab: attribute, step: attribute })}`;
    assertSound(await clientOf(route).send(query, {}), `GET ${query}`);
  }
});

test('X2 any fields with any texts: no route fails', async () => {
  const field = fc.tuple(
    fc.oneof(fc.constantFrom(...fieldNames), fc.string({ maxLength: 30 })),
    fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...hostile), fc.integer().map(String)),
  );
  const routes = posts();
  const which = fc.nat({ max: routes.length - 1 });
  await fc.assert(
    fc.asyncProperty(which, fc.array(field, { maxLength: 12 }), async (index, fields) => {
      const route = routes[index] ?? assert.fail();
      await send(route, new URLSearchParams(fields).toString(), form);
    }),
    { ...seed, numRuns: 400 },
  );
});

test('X2 any JSON: the interface for other systems refuses it with a code and a sentence', async () => {
  const api = posts().filter(({ url }) => url.startsWith('/api/'));
  assert.ok(api.length > 0);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...api), fc.jsonValue({ maxDepth: 6 }), async (route, value) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await clientOf(route).send(route.url, { method: 'POST', body: JSON.stringify(value), headers });
      assertSound(answer, `${route.url} ${JSON.stringify(value).slice(0, 200)}`);
      if (answer.status < 400) return;
      const { error } = JSON.parse(answer.body) as { error: { code: string; sentence: string } };
      assert.ok(error.code !== '' && error.sentence !== '');
    }),
    { ...seed, numRuns: 150 },
  );
});

const escaped = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');

test('V3 X2 what was typed into the pre-entry is still there after it was refused', async () => {
  const client = new Client(product.url);
  const address = `/case/${await openCase(client)}/entry/applicant`;
  const typed: Fields = {
    'people.p1.fullName': `旭川 ${script}`,
    'people.p1.fullNameKana': 'ひらがな',
    'people.p1.dateOfBirth.era': 'western',
    'people.p1.dateOfBirth.year': '2999',
    'people.p1.dateOfBirth.month': '13',
    'people.p1.dateOfBirth.day': '32',
    'applicant.contactPoint': '電話はありません',
  };
  const { body } = await client.get(address);
  const revision = /name="revision" value="(\d+)"/.exec(body)?.[1] ?? '0';
  const answer = await client.post(address, { ...typed, action: 'next', revision });
  assert.equal(answer.status, 422);
  for (const [name, value] of Object.entries(typed)) {
    if (!answer.body.includes(`name="${name}"`) || name.endsWith('.era')) continue;
    assert.ok(answer.body.includes(escaped(String(value))), `${name} was lost`);
  }
});

test('V1 X2 what was typed into the dates of the result, the code page and the kiosk is still there', async () => {
  const resident = new Client(product.url);
  await openCase(resident);
  const { body: result } = await resident.get('/guide/result');
  const [, date] = /name="(\w+)\.year"/.exec(result) ?? [];
  assert.ok(date, 'a date is asked for');
  const dates = {
    [`${date}.era`]: 'western',
    [`${date}.year`]: '20x6',
    [`${date}.month`]: '13',
    [`${date}.day`]: '32',
  };
  const refused = await resident.post('/guide/dates', dates);
  assert.equal(refused.status, 422);
  for (const value of ['20x6', '13', '32']) assert.ok(refused.body.includes(`value="${value}"`), value);

  const code = await new Client(product.url).post('/case/open', { code: 'ABC-DEF-GHJ', number: '1234' });
  assert.equal(code.status, 422);
  assert.ok(code.body.includes('ABC-DEF-GHJ'));

  const kiosk = clients.get('kiosk') ?? assert.fail();
  const { body } = await kiosk.get('/kiosk/code');
  const commandId = /name="commandId" value="([^"]+)"/.exec(body)?.[1] ?? '';
  const wrong = await kiosk.post('/kiosk/code', { commandId, code: 'ABC-DEF-GHJ' });
  assert.ok(wrong.body.includes('ABC-DEF-GHJ'));
});
