import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  assertNothingBelow,
  follow,
  launchBrowser,
  screens,
  type Visitor,
  visit,
} from '../support/browser.ts';
import { becomeDevice, checkInWithCode, press, signInAs, sitDown, takeNumber } from '../support/hall.ts';
import { type Product, startProduct } from '../support/product.ts';
import { answerUntilResult, beginGuide, deposit, fillUntil } from '../support/resident.ts';

/** Those in which only the key pages are looked at; every page is looked at in 日本語 and やさしい日本語. */
const otherLanguages = ['en', 'zh', 'ko', 'vi'] as const;
const place = '1階 3番窓口';

let product: Product;
let browser: Browser;
/** Somebody who may open each kind of page, with something on it. */
const people = new Map<string, Visitor>();
let casePath: string;
let ticketPath: string;
let turnPath: string;
let deskPath: string;
let servedLeg: string;
let waitingLeg: string;
let paperPath: string;
/** An appointment as its holder has it, and as the reception has it; a case that holds a time and has none yet. */
let appointmentToken: string;
let appointmentId: string;
let stopPath: string;
let bookingCasePath: string;
let planPath: string;
let returnPath = '';
let changeSetPath: string;
let newBlockPath: string;
let blockPath: string;
const machineId = 'front-1';

before(async () => {
  product = await startProduct();
  browser = await launchBrowser();
  const { url } = product;
  const open = async (who: string, viewport: { width: number; height: number }) => {
    const visitor = await visit(browser, { viewport });
    people.set(who, visitor);
    return visitor.page;
  };
  const resident = await open('resident', screens.phone);
  await resident.goto(url);
  await resident.getByRole('searchbox').fill('引っ越し');
  await follow(resident.locator('form[action="/search"] button').first());
  await beginGuide(resident, url, 'moving', 'tenkyo');
  await answerUntilResult(resident, { nationality: ['jp'], insurance: ['kokuho'], currentInsurance: ['kokuho'] });
  await follow(resident.locator('form[action="/guide/case"] button').first());
  await fillUntil(resident, 'check');
  const code = await deposit(resident);
  casePath = new URL(resident.url()).pathname.replace('/done', '');

  const kiosk = await open('kiosk', screens.tablet);
  await becomeDevice(kiosk, url, 'kiosk');
  // The one who is served has entered everything at home; the other waits.
  await checkInWithCode(kiosk, url, code);
  await takeNumber(kiosk, url, 1, place);
  ticketPath = new URL(kiosk.url()).pathname;
  turnPath = ticketPath.replace('/kiosk/ticket', '/turn');

  const counter = await open('counter', screens.desktop);
  await signInAs(counter, url, 'shimin');
  deskPath = `/counter/${await sitDown(counter, url, place)}`;
  await press(counter, '次の方を呼ぶ');
  await press(counter, '対応を始める');
  servedLeg = (await counter.locator('input[name=leg]').first().getAttribute('value')) ?? '';
  waitingLeg =
    (
      await counter
        .locator('a[href*="?leg="]')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
    )
      .map((href) => new URL(href, url).searchParams.get('leg') ?? '')
      .find((leg) => leg !== servedLeg) ?? '';
  for (const who of ['reception', 'administrator', 'auditor', 'editor']) {
    await signInAs(await open(who, screens.desktop), url, who);
  }
  await bookBeforehand(open);
  const administrator = pageOf('administrator');
  await administrator.goto(`${url}/hall/machines`);
  await administrator.locator('input[name=name]').fill('正面の発券機');
  await administrator.locator('input[name=id]').fill(machineId);
  await press(administrator, '発券機を登録する');
  await administrator.goto(`${url}/staff/printers`);
  await administrator.locator('input[name=name]').fill('1階 正面入口');
  await administrator.locator('select[name=kind]').selectOption('virtual');
  await press(administrator, 'プリンターを加える');
  paperPath = new URL(administrator.url()).pathname;
  const editor = pageOf('editor');
  await editor.goto(`${url}/inventory`);
  await press(editor, '新しい改訂を始める');
  changeSetPath = new URL(editor.url()).pathname;
  await publishAndTakeBack(await open('publisher', screens.desktop));
  await editor.goto(`${url}/manual/procedures/tenkyo_todoke`);
  newBlockPath = (await editor.locator('a[href^="/manual/blocks/new"]').first().getAttribute('href')) ?? '';
  await editor.goto(`${url}${newBlockPath}`);
  await editor.locator('input[name=title]').fill('まちがえやすいところ');
  await editor.locator('textarea[name=body]').fill('**同じ世帯**の方だけを書きます。\n\n- 続柄\n- 生年月日');
  await press(editor, '下書きとして保存する');
  blockPath = new URL(editor.url()).pathname;
  await administrator.goto(`${url}/simulation`);
  await press(administrator, 'いつもの日の計画を作る');
  await press(administrator, '保存して試す');
  planPath = new URL(administrator.url()).pathname.replace(/\/result$/, '');
  await becomeDevice(await open('display', screens.display), url, 'display');
  await open('anonymous', screens.phone);
});
after(async () => {
  await browser.close();
  await product.close();
});

/** Somebody publishes a correction with a comment on it, and takes it back in an emergency. */
async function publishAndTakeBack(page: Page): Promise<void> {
  const { url } = product;
  const editor = pageOf('editor');
  await editor.goto(`${url}/inventory/record?kind=procedure&id=tenkyo_todoke`);
  await editor.locator('[name="v.fee.text"]').fill('無料です');
  await press(editor, '保存する');
  changeSetPath = `/inventory/sets/${new URL(editor.url()).searchParams.get('set')}`;
  await editor.goto(`${url}${changeSetPath}`);
  await editor.locator('.change > details.write > summary').click();
  await editor.locator('.change > details.write textarea').fill('条例を確かめてください。');
  await press(editor, 'コメントを出す');
  await press(editor, '確認に出す');
  await signInAs(page, url, 'publisher');
  await page.goto(`${url}${changeSetPath}`);
  await press(page, '承認する');
  await page.locator('input[name=read]').check();
  await press(page, 'いますぐ公開する');
  await page.goto(`${url}/inventory/return`);
  await page.locator('textarea[name=reason]').fill('手数料がまちがっている');
  await press(page, /すぐ戻す/);
  returnPath = new URL(page.url()).pathname;
}

/** Somebody has an appointment, somebody else holds a time and has not confirmed it. */
async function bookBeforehand(
  open: (who: string, viewport: { width: number; height: number }) => Promise<Page>,
): Promise<void> {
  const [holder, booker] = [await open('holder', screens.phone), await open('booker', screens.phone)];
  let day = '';
  for (const page of [holder, booker]) {
    await beginGuide(page, product.url, 'moving', 'tenkyo');
    await answerUntilResult(page, { nationality: ['jp'], insurance: ['kokuho'], currentInsurance: ['kokuho'] });
    await follow(page.locator('form[action="/guide/case"] button').first());
    await page.goto(`${product.url}/case/booking`);
    await follow(page.locator('a.day').last());
    await page.locator('input[name=cell]').first().check();
    day = await page.locator('form input[name=day]').inputValue();
    await press(page, 'この時間で進む');
  }
  bookingCasePath = new URL(booker.url()).pathname.replace('/booking/contact', '');
  await holder.locator('input[name=mail]').fill('holder@example.jp');
  await press(holder, 'この内容で予約する');
  stopPath = (await holder.locator('a[href^="/booking/stop/"]').first().getAttribute('href')) ?? '';
  appointmentToken = new URL(holder.url()).pathname.split('/').at(-1) ?? '';
  const reception = pageOf('reception');
  await reception.goto(`${product.url}/booking/day?day=${day}`);
  appointmentId =
    (await reception.locator('a[href^="/booking/appointments/"]').first().getAttribute('href'))?.split('/').at(-1) ??
    '';
}

const pageOf = (who: string): Page => people.get(who)?.page ?? assert.fail(who);

/** Who opens a route, and with what in its places; null for what is no page. */
function visitOf(url: string): { who: string; path: string } | null {
  if (
    /^\/(api|healthz|readyz|metrics)|\/(events|alive)$|\.pdf$|^\/case$|^\/staff$|^\/guide\/next$|^\/case\/:caseId$/.test(
      url,
    )
  )
    return null;
  const places: Record<string, string> = {
    tile: 'moving',
    facts: 'nationality',
    floor: '1',
    area: 'all',
    page: 'applicant',
    surface: 'resident',
    seat: deskPath.split('/').at(-1) ?? '',
    caseId: (url.includes('/booking') ? bookingCasePath : casePath).split('/').at(-1) ?? '',
    pool: '1',
    when: 'monday',
    stop: stopPath.split('/').at(-1) ?? '',
    kind: 'confirmed',
    language: 'ja',
    id: url.startsWith('/hall/machines') ? machineId : url.startsWith('/booking') ? appointmentId : 'tenkyo_todoke',
    token: url.startsWith('/booking/') ? appointmentToken : (turnPath.split('/').at(-1) ?? ''),
  };
  const surfaces: readonly [RegExp, string][] = [
    [/^\/staff\/(people|devices|recoveries|printers)|^\/hall\/machines|^\/messages|^\/simulation/, 'administrator'],
    [/^\/staff\/audit/, 'auditor'],
    [/^\/(inventory|manual)/, 'editor'],
    [/^\/staff\/(sign-in|invitation|demo)|^\/device/, 'anonymous'],
    [/^\/(counter|sheet|staff)/, 'counter'],
    [/^\/(concierge|hall)|^\/booking\/(day|conflicts|capacity|appointments|new)/, 'reception'],
    [/^\/case\/(booking|:caseId\/booking)/, 'booker'],
    [/^\/booking/, 'holder'],
    [/^\/kiosk/, 'kiosk'],
    [/^\/display/, 'display'],
  ];
  const who = surfaces.find(([pattern]) => pattern.test(url))?.[1] ?? 'resident';
  // A clip of speech, a script, a plan or a number of the page's own are no pages; nor is what leads on at once.
  if (
    /^\/(display-voice\/|door-worker|print\/star|concierge\/line\/plan|booking\/(queue|conflicts\/count)|case\/booking|hall\/numbers|manual\/flows\/:id\/files|inventory\/(files\/|waiting\/count)|manual-worker|manual\/search\/typed)|\.(csv|ics|svg)$/.test(
      url,
    )
  )
    return null;
  // These need an account, an emergency or a file that somebody made before; their own tests look at them.
  if (['/staff/people/:id', '/staff/emergency/:caseId', '/manual/files/:id', '/manual/import/:id'].includes(url))
    return null;
  const path = url.replace(/:(\w+)/g, (_, name: string) => places[name] ?? '1');
  const plan = planPath.split('/').at(-1) ?? '';
  if (url === '/inventory/record') return { who, path: `${path}?kind=procedure&id=tenkyo_todoke` };
  if (url === '/inventory/record/new') return { who, path: `${path}?kind=word` };
  if (url === '/inventory/sets/:id') return { who, path: changeSetPath };
  if (url === '/inventory/return') return { who: 'publisher', path };
  if (url === '/inventory/returns/:id') return { who, path: returnPath };
  if (url === '/manual/blocks/new') return { who, path: newBlockPath };
  if (url === '/manual/blocks/:id') return { who, path: blockPath };
  if (url === '/manual/systems/:id') return { who, path: `/manual/systems/${encodeURIComponent('固定資産')}` };
  if (url === '/manual/counters/:id') return { who, path: `/manual/counters/${encodeURIComponent(place)}` };
  if (url === '/manual/hearings/sheet')
    return { who, path: `${path}?page=${encodeURIComponent('procedure/tenkyo_todoke')}` };
  if (url === '/simulation/compare') return { who, path: `${path}?first=${plan}&second=${plan}` };
  if (url.startsWith('/simulation/plans/:id')) return { who, path: url.replace('/simulation/plans/:id', planPath) };
  if (url === '/staff/printers/:id/paper') return { who, path: paperPath };
  if (url === '/counter/:seat/out-of-order') return { who, path: `${path}?leg=${waitingLeg}` };
  return { who, path: /\/(hold|transfer|protect|remove)$/.test(path) ? `${path}?leg=${servedLeg}` : path };
}

/** Those who see the product from home. */
const residents: readonly string[] = ['resident', 'holder', 'booker'];

/** Sets the window of everybody at home. */
async function viewFromHome(size: { width: number; height: number }): Promise<void> {
  for (const who of residents) await pageOf(who).setViewportSize(size);
}

/** All pages of the product, one of each kind. */
function allPages(): { who: string; path: string }[] {
  const routes = product.routes.filter(({ method }) => method === 'GET');
  return routes.flatMap(({ url }) => visitOf(url) ?? []);
}

async function chooseLanguage(page: Page, language: string): Promise<void> {
  await page.context().addCookies([
    {
      name: '__Host-hm_l',
      value: language,
      url: product.url.replace('http:', 'https:'),
      secure: true,
      httpOnly: true,
    },
  ]);
}

interface Shown {
  who: string;
  path: string;
  /** Set where the page is there to say that nothing is there. */
  missing?: true;
}

/** Looks at pages one by one and lists all that is wrong, not only the first. */
async function problemsOn(pages: readonly Shown[], look: (page: Page) => Promise<void>): Promise<string[]> {
  const problems: string[] = [];
  for (const { who, path, missing } of pages) {
    const page = pageOf(who);
    const answer = await page.goto(`${product.url}${path}`);
    const status = answer?.status() ?? 0;
    if (status !== (missing ? 404 : 200)) problems.push(`${who} ${path}: ${status}`);
    if (!page.url().endsWith(path)) problems.push(`${who} ${path} led to ${page.url()}`);
    await look(page).catch((error: Error) => problems.push(`${path}: ${error.message.slice(0, 1_500)}`));
  }
  return problems;
}

for (const language of ['ja', 'easy']) {
  test(`X1 axe finds nothing on any page of any surface, and no page scrolls into nothing (${language})`, async () => {
    // Pages of staff are written in Japanese alone.
    const pages = allPages().filter(
      ({ who }) => language === 'ja' || [...residents, 'kiosk', 'anonymous'].includes(who),
    );
    assert.ok(pages.length > 30, `${pages.length} pages`);
    for (const { page } of people.values()) await chooseLanguage(page, language);
    const look = async (page: Page) => {
      await assertNothingBelow(page);
      await assertAccessible(page);
    };
    assert.deepEqual(await problemsOn(pages, look), []);
  });
}

test('X1 axe finds nothing on the key pages in all languages', async () => {
  const paths = ['/', '/guide/questions/nationality', '/guide/result', `${casePath}/entry/applicant`, turnPath];
  const keyPages = [...paths.map((path) => ({ who: 'resident', path })), { who: 'kiosk', path: '/kiosk' }];
  for (const language of otherLanguages) {
    for (const who of ['resident', 'kiosk']) await chooseLanguage(pageOf(who), language);
    assert.deepEqual(await problemsOn(keyPages, assertAccessible), [], language);
  }
  for (const who of ['resident', 'kiosk']) await chooseLanguage(pageOf(who), 'ja');
});

test('X1 axe finds nothing on pages that say what is wrong', async () => {
  const page = pageOf('anonymous');
  const errors = [
    { who: 'anonymous', path: '/nothing-here' },
    { who: 'anonymous', path: '/case/01990000-0000-7000-8000-000000000000/check' },
    { who: 'counter', path: '/counter/999999' },
    { who: 'kiosk', path: '/kiosk/ticket/none' },
  ].map((shown) => ({ ...shown, missing: true as const }));
  assert.deepEqual(await problemsOn(errors, assertAccessible), []);
  await page.goto(`${product.url}/case/open`);
  await page.locator('main form button.btn').first().click();
  await page.locator('.errsum').waitFor();
  await assertAccessible(page);
  const resident = pageOf('resident');
  await resident.goto(`${product.url}${casePath}/entry/applicant`);
  await resident.locator('input[name="people.p1.fullName"]').fill('');
  await resident.locator('main form button.btn[value=next]').click();
  await resident.locator('.errsum').waitFor();
  await assertAccessible(resident);
});

/** Pages that residents open on a phone. */
const onPhones = () => allPages().filter(({ who, path }) => residents.includes(who) && !path.endsWith('/print'));

test('X1 on a phone of 320 px nothing must be scrolled sideways, in any language', async () => {
  await viewFromHome(screens.smallPhone);
  for (const language of ['ja', 'easy', 'en', 'vi']) {
    for (const who of residents) await chooseLanguage(pageOf(who), language);
    assert.deepEqual(await problemsOn(onPhones(), assertNoSidewaysScroll), [], language);
  }
  for (const who of residents) await chooseLanguage(pageOf(who), 'ja');
});

test('X1 with text of 200 % nothing must be scrolled sideways and nothing is cut off', async () => {
  for (const who of residents) await chooseLanguage(pageOf(who), 'easy');
  await viewFromHome({ width: 640, height: 800 });
  const problems = await problemsOn(onPhones(), async (one) => {
    await one.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('html { font-size: 200% }');
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    });
    await assertNoSidewaysScroll(one);
    const cut = await one.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main button, main .choice, main h1, main a.btn')]
        .filter(
          (element) =>
            element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflow !== 'visible',
        )
        .map((element) => element.innerText.slice(0, 40)),
    );
    assert.deepEqual(cut, []);
  });
  assert.deepEqual(problems, []);
  await viewFromHome(screens.phone);
});

test('X1 with the text spacing of WCAG nothing must be scrolled sideways', async () => {
  for (const who of residents) await chooseLanguage(pageOf(who), 'easy');
  await viewFromHome(screens.smallPhone);
  const problems = await problemsOn(onPhones(), async (one) => {
    await one.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }',
      );
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    });
    await assertNoSidewaysScroll(one);
  });
  assert.deepEqual(problems, []);
  await viewFromHome(screens.phone);
});

test('X1 with forced colours a chosen answer still looks different from the others', async () => {
  const visitor = await visit(browser, { forcedColors: 'active' });
  const { page } = visitor;
  await beginGuide(page, product.url, 'moving', 'tenkyo');
  await page.goto(`${product.url}/guide/questions/waterNew`);
  const card = page.locator('label.choice', { has: page.locator('input[value=yes]') });
  const before = await card.screenshot();
  await card.locator('input').check();
  await page.locator('h1').click();
  const after = await card.screenshot();
  assert.ok(!before.equals(after), 'the chosen card looks like one that is not chosen');
  const style = await card.evaluate((element) => ({
    border: getComputedStyle(element).borderTopWidth,
    adjust: getComputedStyle(element).forcedColorAdjust,
  }));
  assert.ok(Number.parseFloat(style.border) >= 3, `border ${style.border}`);
  await visitor.close();
});

test('X1 no page broke the content security policy and no script failed', async () => {
  for (const visitor of people.values()) await visitor.close();
});
