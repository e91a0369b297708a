import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { follow } from './browser.ts';

/** What a resident would answer, by the id of the fact; null is わからない, what is not named is answered with "no" or "none". */
export type Answers = Readonly<Record<string, boolean | string | number | readonly string[] | null>>;

/** What a resident types or chooses, by the name of the input; a list ticks several boxes. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

const mostScreens = 25;

/** The facts that the question on the page is about; empty on any other page. */
export function factsAsked(page: Page): string[] {
  const [, facts] = /\/guide\/questions\/([^?#]+)/.exec(decodeURIComponent(page.url())) ?? [];
  return facts?.split(',') ?? [];
}

/** The field values that say `value` about a fact, in a field of its own or among others. */
function valuesFor(fact: string, value: Answers[string] | undefined): string[] {
  if (value === true) return [fact, 'yes'];
  if (typeof value === 'object' && value !== null) return value.flatMap((one) => [one, `${fact}:${one}`]);
  return typeof value === 'string' ? [value] : [];
}

/** One choice of a question: the field it stands in and its value. */
export interface Choice {
  name: string;
  value: string;
}

/** Which of the offered choices a resident with these answers picks, in each field. */
export function choicesFor(offered: readonly Choice[], facts: readonly string[], answers: Answers): Choice[] {
  return [...new Set(offered.map(({ name }) => name))].flatMap((name) => {
    const values = offered.filter((choice) => choice.name === name).map(({ value }) => value);
    const [, own] = /^answer\.(.+)$/.exec(name) ?? [];
    // The list of things to tick asks whatever has no field of its own.
    const asked =
      own === undefined ? facts.filter((fact) => !offered.some((one) => one.name === `answer.${fact}`)) : [own];
    return valuesPicked(values, asked, answers).map((value) => ({ name, value }));
  });
}

function valuesPicked(offered: readonly string[], facts: readonly string[], answers: Answers): string[] {
  const wanted = facts.flatMap((fact) => valuesFor(fact, answers[fact]));
  const picked = offered.filter((value) => wanted.includes(value));
  if (picked.length > 0) return picked;
  if (facts.some((fact) => answers[fact] === null)) return ['_unknown'];
  const [fact = ''] = facts;
  const count = answers[fact];
  if (typeof count === 'number') {
    const starts = offered.filter((value) => /^\d+$/.test(value) && Number(value) <= count);
    return starts.slice(-1);
  }
  return ['_none', 'no', '_unknown'].filter((value) => offered.includes(value)).slice(0, 1);
}

/** The fields of a form with these choices, as a browser sends them. */
export function fieldsOf(choices: readonly Choice[]): Record<string, string[]> {
  const names = [...new Set(choices.map(({ name }) => name))];
  const valuesIn = (field: string) => choices.filter(({ name }) => name === field).map(({ value }) => value);
  return Object.fromEntries(names.map((name) => [name, valuesIn(name)]));
}

/** The choices that the question on the page offers. */
export function choicesOffered(page: Page): Promise<Choice[]> {
  const inputs = page.locator('main form[action^="/guide/questions/"] [name^=answer]');
  return inputs.evaluateAll((all) => (all as HTMLInputElement[]).map(({ name, value }) => ({ name, value })));
}

/** Begins the guide with what happened, from its tile on the home page; stands at the first question then. */
export async function beginGuide(page: Page, url: string, tile: string, event: string): Promise<void> {
  await page.goto(url);
  await follow(page.locator(`a[href="/guide/start/${tile}"]`).first());
  await page.locator(`input[value="event:${event}"]`).check();
  await follow(page.locator('form[action^="/guide/start"] button.btn').first());
}

/** Opens what is folded in the forms of the page, so that every box can be reached. */
async function unfold(page: Page): Promise<void> {
  const folded = page.locator('main form details:not([open]):has(input) > summary');
  while ((await folded.count()) > 0) await folded.first().click();
}

/** Answers the screen that is open and goes on. */
export async function answerScreen(page: Page, answers: Answers): Promise<void> {
  const form = page.locator('main form[action^="/guide/questions/"]');
  const picked = choicesFor(await choicesOffered(page), factsAsked(page), answers);
  const skip = form.locator('button[value=_none]');
  if (picked[0]?.value === '_none' && (await skip.count()) > 0) return follow(skip);
  await unfold(page);
  for (const { name, value } of picked) await form.locator(`input[name="${name}"][value="${value}"]`).check();
  await follow(form.locator('button.btn').first());
}

/** Answers one screen after the other until the result is there; gives the addresses of the screens. */
export async function answerUntilResult(page: Page, answers: Answers): Promise<string[]> {
  const screens: string[] = [];
  while (factsAsked(page).length > 0) {
    assert.ok(screens.length < mostScreens, `the guide does not end: ${screens.join(' → ')}`);
    screens.push(new URL(page.url()).pathname);
    await answerScreen(page, answers);
  }
  assert.equal(new URL(page.url()).pathname, '/guide/result');
  return screens;
}

/** Ids of the procedures that the result page lists as needed, in its order. */
export async function proceduresOfResult(page: Page): Promise<string[]> {
  const links = page.locator('main a.card-link');
  const addresses = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  return addresses.map((address) => address.replace('/procedures/', ''));
}

interface Input {
  name: string;
  type: string;
  value: string;
  /** Values of a group or a list from which one is chosen. */
  choices: string[];
}

/** Everything that can be typed or chosen on the page, each name once, in the order of the page. */
export async function inputsOf(page: Page): Promise<Input[]> {
  return page.locator('main form').evaluateAll((forms) => {
    const controls = forms.flatMap((form) => [
      ...form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('input,select,textarea'),
    ]);
    const visible = controls.filter(({ type }) => type !== 'hidden');
    return [...new Set(visible.map(({ name }) => name))].map((name) => {
      const same = visible.filter((control) => control.name === name);
      const [first] = same;
      const isGroup = first?.type === 'radio' || first?.type === 'checkbox';
      const checked = same.find((control) => 'checked' in control && control.checked);
      return {
        name,
        type: first?.type ?? '',
        value: (isGroup ? checked?.value : first?.value) ?? '',
        choices:
          first instanceof HTMLSelectElement
            ? [...first.options].map(({ value }) => value).filter((value) => value !== '')
            : same.map(({ value }) => value),
      };
    });
  });
}

/** Something that fits almost any box, by what its name ends with. The first ending that fits counts. */
const plausible: readonly [RegExp, string][] = [
  [/dateOfBirth\.year$/, '1990'],
  [/\.year$/, '2026'],
  [/\.month$/, '11'],
  [/\.day$/, '14'],
  [/\.hour$/, '10'],
  [/\.minute$/, '30'],
  [/\.postalCode$/, '0708525'],
  [/\.prefecture$/, '北海道'],
  [/\.city$/, '旭川市'],
  [/\.town$/, '七条通'],
  [/\.block$/, '9丁目48'],
  [/\.building$/, ''],
  [/(Kana|\.kana|\.holder)$/, 'サトウ アオイ'],
  [/Name$/, '佐藤 あおい'],
  [/\.bank$/, '旭川信用金庫'],
  [/\.branch$/, '本店'],
  [/(contactPoint|[pP]hone|[tT]el)$/, '09012345678'],
  [/ccountNumber$|\.number$/, '1234567'],
  [/esidenceCardNumber$/, 'AB12345678CD'],
];

const isGroup = ({ type }: Input): boolean => type === 'radio' || type === 'checkbox';

/** What the person who files is not, unless the story says so. */
const othersOnly = ['deceased', 'spouse', 'child', 'parent'];

/** What goes into an input that the story says nothing about; null leaves it as it is. */
function plausibleValue(input: Input): string | readonly string[] | null {
  if (input.name.endsWith('.era')) return 'western';
  if (input.name === 'people.p1.roles') return input.choices.filter((role) => !othersOnly.includes(role));
  if (input.name.endsWith('.roles') || (input.value !== '' && input.type !== 'checkbox')) return null;
  if (isGroup(input) || input.type === 'select-one') return input.choices[0] ?? null;
  return plausible.find(([ending]) => ending.test(input.name))?.[1] ?? '1';
}

async function put(page: Page, input: Input, value: string | readonly string[]): Promise<void> {
  const named = page.locator(`main form [name="${input.name}"]:not([type=hidden])`);
  if (input.type === 'select-one') {
    await named.selectOption(String(value));
    return;
  }
  if (!isGroup(input)) return named.first().fill(String(value));
  const wanted = [value].flat();
  for (const choice of input.choices) {
    const box = page.locator(`main form [name="${input.name}"][value="${choice}"]`);
    if (wanted.includes(choice)) await box.check();
    else if (input.type === 'checkbox') await box.uncheck();
  }
}

/** Fills the form on the page: what the story says, and something plausible into every other empty box. */
export async function fillPage(page: Page, typed: Typed = {}): Promise<void> {
  await unfold(page);
  const inputs = await inputsOf(page);
  const begun = inputs.filter(({ name, value }) => name.endsWith('.year') && value !== '');
  for (const input of inputs) {
    // A date that is there already keeps its era.
    const isBegun = begun.some(({ name }) => name.replace(/year$/, 'era') === input.name);
    const value = typed[input.name] ?? (isBegun ? null : plausibleValue(input));
    if (value !== null) await put(page, input, value);
  }
}

/** A day as it is typed by the Western year. */
export function westernDay(name: string, day: string): Typed {
  const [year = '', month = '', date = ''] = day.split('-');
  return {
    [`${name}.era`]: 'western',
    [`${name}.year`]: year,
    [`${name}.month`]: String(Number(month)),
    [`${name}.day`]: String(Number(date)),
  };
}

/** Presses 「次へ進む」 of a page of the pre-entry. */
export async function goOn(page: Page): Promise<void> {
  await follow(page.locator('main form button.btn[name=action][value=next]'));
}

/**
 * Fills page after page of the pre-entry until the page of that name; gives those that were filled. A page may come
 * twice: what somebody is to the procedure opens more questions about them.
 */
export async function fillUntil(page: Page, end: 'family' | 'check', typed: Typed = {}): Promise<string[]> {
  const filled: string[] = [];
  for (;;) {
    const name = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    if (name === end) return [...new Set(filled)];
    const wrong = await page.locator('.errsum a').allInnerTexts();
    const times = filled.filter((before) => before === name).length;
    assert.ok(times < 2, `the page ${name} was not taken: ${wrong.join(' / ')}`);
    filled.push(name);
    await fillPage(page, typed);
    await goOn(page);
  }
}

/** Ticks that everything is right and hands it over; gives the reception code. */
export async function deposit(page: Page): Promise<string> {
  await page.locator('input[name=confirm]').check();
  await follow(page.locator('form[action$="/deposit"] button'));
  assert.match(page.url(), /\/done$/);
  return (await page.locator('p.code').innerText()).trim();
}
