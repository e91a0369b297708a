// `npm run pictures`: takes the pictures of the documentation (docs/images/) from the product itself, in demo mode.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { follow, launchBrowser, screens, visit } from '../tests/support/browser.ts';
import { addDays, today } from '../tests/support/days.ts';
import { becomeDevice, checkInWithCode, press, signInAs, sitDown } from '../tests/support/hall.ts';
import { answerUntilResult, beginGuide, deposit, fillPage, fillUntil, westernDay } from '../tests/support/resident.ts';
import { startServer } from '../tests/support/server.ts';
import { build } from './build.mjs';
import { fail, installPackages, requireNode, root } from './environment.mjs';

const folder = join(root, 'docs', 'images');
const mostBytes = 120 * 1024;
const desktop = { width: 1280, height: 860 };
/** Fewer colours make a smaller file; these are tried one after the other. */
const palettes = [128, 64, 32];
const converter = ['/usr/bin/convert', '/usr/local/bin/convert'].find((path) => existsSync(path));

/** A mother with one child has moved from another city. Both are invented. */
const answers = {
  nationality: ['jp'],
  fromOutsideHokkaido: true,
  insurance: ['shaho'],
  hasMyNumberCard: true,
  hasChild0to18: true,
  hasPreschool: true,
};
const movedIn = addDays(today(), -5);
const mother = {
  'people.p1.fullName': '佐藤 あおい',
  'people.p1.fullNameKana': 'サトウ アオイ',
  'people.p1.sex': '2',
  'people.p1.relationToHead': '世帯主',
  'people.p1.healthInsurance': '社保',
  'people.p1.roles': ['mover', 'head', 'claimant', 'guardian', 'parent', 'subject'],
  ...westernDay('people.p1.dateOfBirth', '1992-06-14'),
};
const child = {
  'people.p2.fullName': '佐藤 ひなた',
  'people.p2.fullNameKana': 'サトウ ヒナタ',
  'people.p2.sex': '1',
  'people.p2.relationToHead': '子',
  'people.p2.roles': ['mover', 'child'],
  ...westernDay('people.p2.dateOfBirth', '2022-02-03'),
};
const move = {
  ...westernDay('applicant.moveDate', movedIn),
  'applicant.honseki': '北海道旭川市七条通9丁目 佐藤 あおい',
};

/** The picture with so many colours; as it is where there is no ImageMagick. */
function withColors(png, colors) {
  if (converter === undefined) return png;
  const options = ['png:-', '-strip', '+dither', '-colors', String(colors), 'png8:-'];
  return execFileSync(converter, options, { input: png, maxBuffer: 16 * 1024 * 1024 });
}

/** Writes a picture so small that a page of documentation loads quickly. */
function keep(name, png) {
  let picture = png;
  for (const colors of palettes) {
    picture = withColors(png, colors);
    if (picture.length <= mostBytes) break;
  }
  if (picture.length > mostBytes) console.error(`${name}.png は ${mostBytes} バイトを超えています。`);
  writeFileSync(join(folder, `${name}.png`), picture);
}

/** Takes the top of the page, when fonts are there, nothing moves and no field is chosen. */
async function take(page, name) {
  await page.evaluate(async () => {
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    await document.fonts.ready;
  });
  await page.mouse.move(0, 0);
  keep(name, await page.screenshot({ animations: 'disabled', caret: 'hide' }));
}

/** The way of a resident from the first page to the code; gives the code. */
async function takeResident(browser, url) {
  const { page, close } = await visit(browser, { viewport: desktop });
  await page.goto(url);
  await take(page, 'home');
  await page.getByRole('searchbox').fill('引っ越してきた');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  await follow(page.getByRole('button', { name: 'この内容で始める' }));
  await take(page, 'question');
  await answerUntilResult(page, answers);
  await fillPage(page, westernDay('moveIn', movedIn));
  await follow(page.locator('form[action="/guide/dates"] button'));
  await take(page, 'result');
  await page.setViewportSize(screens.phone);
  await take(page, 'result-phone');
  await page.setViewportSize(desktop);
  await follow(page.locator('form[action="/guide/case"] button').first());
  await fillPage(page, mother);
  await take(page, 'entry');
  await fillUntil(page, 'family', mother);
  await follow(page.getByRole('button', { name: '人を加える' }));
  await fillUntil(page, 'check', { ...mother, ...child, ...move });
  await take(page, 'check');
  const code = await deposit(page);
  await take(page, 'done');
  const sheet = await page.context().request.get(page.url().replace('/done', '/sheet.pdf'));
  keep('sheet', firstPage(await sheet.body()));
  await close();
  return code;
}

/** The first page of a PDF as a PNG. */
function firstPage(pdf) {
  const place = mkdtempSync(join(tmpdir(), 'hitomado-sheet-'));
  try {
    writeFileSync(join(place, 'sheet.pdf'), pdf);
    const paper = ['-png', '-r', '80', '-singlefile', join(place, 'sheet.pdf'), join(place, 'sheet')];
    execFileSync('/usr/bin/pdftoppm', paper);
    return readFileSync(join(place, 'sheet.png'));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The machines of the hall; gives the number of the visitor with this code. */
async function takeHall(browser, url, code) {
  const kiosk = await visit(browser, { viewport: screens.tablet });
  await becomeDevice(kiosk.page, url, 'kiosk');
  await take(kiosk.page, 'kiosk-start');
  const ticket = await checkInWithCode(kiosk.page, url, code);
  await take(kiosk.page, 'kiosk-ticket');
  const token = new URL(kiosk.page.url()).pathname.split('/').at(-1);
  await kiosk.close();

  const display = await visit(browser, { viewport: screens.display });
  await becomeDevice(display.page, url, 'display');
  await display.page.goto(`${url}/display/1`);
  await take(display.page, 'display');
  await display.close();

  const concierge = await visit(browser, { viewport: screens.tablet });
  await signInAs(concierge.page, url, 'concierge');
  await follow(concierge.page.getByRole('link', { name: '引っ越し' }));
  await take(concierge.page, 'walk-in');
  await follow(concierge.page.locator('a', { hasText: ticket }).first());
  await take(concierge.page, 'concierge');
  await concierge.close();

  const phone = await visit(browser);
  await phone.page.goto(`${url}/turn/${token}`);
  await take(phone.page, 'turn');
  await phone.close();
  return ticket;
}

/** The desk, with the visitor of this number. */
async function takeDesk(browser, url, ticket) {
  const { page, close } = await visit(browser, { viewport: screens.desktop });
  await signInAs(page, url, 'shimin');
  await take(page, 'seats');
  await sitDown(page, url, '1階 3番窓口');
  await take(page, 'queue');
  await follow(page.locator('a', { hasText: ticket }).first());
  await press(page, 'この方を呼ぶ');
  // Others came before: whoever is called out of order is called with a reason.
  await press(page, '理由を残して呼ぶ');
  await press(page, '対応を始める');
  await press(page, '済んだ');
  await take(page, 'counter');
  const desk = page.url();
  await follow(page.getByRole('link', { name: /^保留/ }));
  await take(page, 'hold');
  await page.goto(desk);
  await follow(page.getByRole('link', { name: /^別の窓口へ/ }));
  await take(page, 'transfer');
  await page.goto(`${url}/staff/emergency`);
  await take(page, 'emergency');
  await close();
}

/** A resident chooses a time and has an appointment; the reception sees the day. */
async function takeBooking(browser, url) {
  const { page, close } = await visit(browser, { viewport: desktop });
  await beginGuide(page, url, 'moving', 'tenkyo');
  await answerUntilResult(page, { nationality: ['jp'], insurance: ['kokuho'], currentInsurance: ['kokuho'] });
  await follow(page.locator('form[action="/guide/case"] button').first());
  await page.goto(`${url}/case/booking`);
  await follow(page.locator('a.day').last());
  await take(page, 'booking-time');
  await page.locator('input[name=cell]').first().check();
  const day = await page.locator('form input[name=day]').inputValue();
  await press(page, 'この時間で進む');
  await page.locator('input[name=mail]').fill('aoi.sato@example.jp');
  await press(page, 'この内容で予約する');
  await close();
  const reception = await visit(browser, { viewport: screens.desktop });
  await signInAs(reception.page, url, 'reception');
  const pages = {
    'booking-day': `/booking/day?day=${day}`,
    hall: '/hall',
    capacity: '/booking/capacity',
  };
  for (const [name, path] of Object.entries(pages)) {
    await reception.page.goto(`${url}${path}`);
    await take(reception.page, name);
  }
  await reception.close();
}

/** Trying tomorrow before it comes, and what residents are told. */
async function takeOutlook(browser, url) {
  const { page, close } = await visit(browser, { viewport: screens.desktop });
  await signInAs(page, url, 'administrator');
  await page.goto(`${url}/simulation`);
  await press(page, 'いつもの日の計画を作る');
  await press(page, '保存して試す');
  await take(page, 'simulation');
  for (const [name, path] of Object.entries({ waiting: '/hall/waiting', messages: '/messages' })) {
    await page.goto(`${url}${path}`);
    await take(page, name);
  }
  await close();
}

/** The rooms of the administrator and of the auditor. */
async function takeOffice(browser, url) {
  const rooms = {
    administrator: { people: '/staff/people', person: '/staff/people/new', devices: '/staff/devices' },
    auditor: { audit: '/staff/audit', week: '/staff/audit/week' },
  };
  for (const [login, pages] of Object.entries(rooms)) {
    const { page, close } = await visit(browser, { viewport: desktop });
    await signInAs(page, url, login);
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(`${url}${path}`);
      await take(page, name);
    }
    await close();
  }
}

/** An editor corrects what to bring. */
async function takeInventory(browser, url) {
  const { page, close } = await visit(browser, { viewport: screens.desktop });
  await signInAs(page, url, 'editor');
  await page.goto(`${url}/inventory?q=${encodeURIComponent('転入')}`);
  await take(page, 'inventory');
  await page.goto(`${url}/inventory/record?kind=procedure&id=tennyu_todoke`);
  await page.locator('[name="v.deadline.text"]').fill('住み始めた日から30日以内');
  await page.locator('[name=newName]').fill('4月1日の法改正');
  await press(page, '見え方を確かめる');
  await take(page, 'inventory-record');
  await press(page, '保存する');
  await follow(page.getByRole('link', { name: '4月1日の法改正' }).first());
  await take(page, 'inventory-set');
  const set = new URL(page.url()).pathname;
  await page.goto(`${url}/inventory/graph?event=tennyu`);
  await take(page, 'inventory-graph');
  await takeReview(browser, url, page, set);
  await close();
}

/** A publisher changes the same, asks, publishes, and is about to take it back. */
async function takeReview(browser, url, editor, set) {
  const { page, close } = await visit(browser, { viewport: screens.desktop });
  await signInAs(page, url, 'publisher');
  await page.goto(`${url}${set}`);
  await page.locator('.change > details.write > summary').click();
  await page.locator('.change select[name^="place-"]').selectOption({ index: 1 });
  await page.locator('.change > details.write textarea').fill('30日の根拠は、どの条文ですか。');
  await press(page, 'コメントを出す');
  await editor.goto(`${url}${set}`);
  await editor.locator('.remark details.write > summary').click();
  await editor.locator('.remark textarea').fill('改正法の附則第3条です。根拠の欄に足しました。');
  await press(editor, '返事を出す');
  await editor.locator('.change').evaluate((change) => change.scrollIntoView());
  keep('inventory-remarks', await editor.screenshot({ animations: 'disabled', caret: 'hide' }));
  const record = `${url}/inventory/record?kind=procedure&id=tennyu_todoke&set=${set.split('/').at(-1)}`;
  await editor.goto(record);
  await page.goto(record);
  await page.locator('[name="v.deadline.text"]').fill('住み始めた日から14日以内。土日も数えます');
  await press(page, '保存する');
  await editor.locator('[name="v.deadline.text"]').fill('住み始めた日から30日以内(令和9年4月1日から)');
  await press(editor, '保存する');
  await take(editor, 'inventory-conflict');
  await editor.goto(`${url}${set}`);
  await press(editor, '確認に出す');
  await page.goto(`${url}${set}`);
  await press(page, '承認する');
  await page.locator('input[name=read]').check();
  await press(page, 'いますぐ公開する');
  await page.goto(`${url}/inventory/return`);
  await take(page, 'inventory-return');
  await close();
}

/** The manual: contents, a procedure, writing, questions, and a file that is taken in. */
async function takeManual(browser, url) {
  const { page, close } = await visit(browser, { viewport: desktop });
  await signInAs(page, url, 'editor');
  await page.goto(`${url}/manual`);
  await take(page, 'manual-contents');
  await page.goto(`${url}/manual/procedures/tennyu_todoke`);
  await take(page, 'manual-procedure');
  const second = page.locator('#step-2');
  await second.getByText('分からなかった').click();
  await second.getByRole('textbox').fill('顔写真のない書類は、何と何を組み合わせますか');
  await follow(second.getByRole('button', { name: '知らせる' }));
  await page.goto(`${url}/manual/care`);
  await take(page, 'manual-care');
  await page.goto(`${url}/manual/blocks/new?page=procedure/tennyu_todoke&place=step-2`);
  await page.getByRole('textbox', { name: /本文/ }).fill('- 資格確認書\n- 年金手帳');
  await take(page, 'manual-block');
  await page.goto(`${url}/manual/import`);
  const { wordByHand } = await import('../src/manual/import/sample-manuals.ts');
  const buffer = await wordByHand(
    {
      title: '転入届 事務マニュアル',
      purpose: '引っ越しの届け出を受け付けます。',
      documents: ['転出証明書', '在留カード'],
      steps: ['本人確認書類を見せてもらう', '転出証明書を受け取る', '届書の続柄を見る', '案内票を渡す'],
      notes: ['支援措置の申し出がある方は、別室へ案内する'],
    },
    (index) => `${index + 1}. `,
  );
  await page.locator('input[type=file]').setInputFiles({ name: 'manual.docx', mimeType: 'application/zip', buffer });
  await follow(page.getByRole('button', { name: '読み取る' }));
  await take(page, 'manual-draft');
  await close();
}

requireNode();
installPackages();
await build();
for (const program of ['/usr/bin/chromium', '/usr/bin/pdftoppm']) {
  if (!existsSync(program)) fail(`${program} がありません。chromium と poppler-utils を入れてください。`);
}
mkdirSync(folder, { recursive: true });
const server = await startServer();
const browser = await launchBrowser();
try {
  const operator = await visit(browser, { viewport: desktop });
  await operator.page.goto(`${server.url}/staff/demo/visitors`);
  await take(operator.page, 'demo');
  await press(operator.page, 'お試しの来庁者を入れる');
  await operator.close();
  const code = await takeResident(browser, server.url);
  const ticket = await takeHall(browser, server.url, code);
  await takeDesk(browser, server.url, ticket);
  await takeBooking(browser, server.url);
  await takeOutlook(browser, server.url);
  await takeOffice(browser, server.url);
  await takeInventory(browser, server.url);
  await takeManual(browser, server.url);
} finally {
  await browser.close();
  await server.close();
}
