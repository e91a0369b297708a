// The tablet in the line: purpose, a few facts, a number. It works without a network and hands over when there is one.
import { button, element, part } from './parts/elements.ts';
import type { Kept, Person } from './parts/kept.ts';
import { numbersLeft, ticketText } from './parts/kept.ts';
import { keepPages, machineDoor } from './parts/machine.ts';
import { type Answers, type Choice, codesOf, firstPlace, outcome, type Plan, papersFor } from './parts/plan.ts';

type Tile = Plan['tiles'][number];
type View =
  | { step: 'purpose' }
  | { step: 'choice'; tile: Tile }
  | { step: 'facts'; tile: Tile; answers: Answers }
  | { step: 'number'; person: Person; place: string | null }
  | { step: 'empty' };

const door = machineDoor();
const work = part('[data-line-work]');
const side = part('[data-line-side]');
const more = part<HTMLFormElement>('[data-line-more]');
const back = part('[data-line-back]');
const give = part<HTMLButtonElement>('[data-line-give]');
const state = part('[data-line-state]');

/** The information desk, where those go whose purpose is not on the list. */
const unknown: Choice = { code: '', text: '分からない・そのほか', facts: [], outcomes: [[]] };

let plan: Plan = { revision: '', tiles: [], procedures: {} };
let view: View = { step: 'purpose' };
let reached = false;

function show(next: View): void {
  view = next;
  draw();
}

function choose(tile: Tile, choice: Choice): void {
  show({ step: 'facts', tile, answers: { choice, facts: new Set(), later: new Set() } });
}

function toggled<Value>(values: ReadonlySet<Value>, value: Value): Set<Value> {
  const next = new Set(values);
  if (!next.delete(value)) next.add(value);
  return next;
}

function purposes(): Node {
  const tiles = plan.tiles.map((tile) => {
    const [only, ...others] = tile.choices;
    const press = () => (only && others.length === 0 ? choose(tile, only) : show({ step: 'choice', tile }));
    return button('line-tile', press, tile.name);
  });
  const other: Tile = { id: 'other', name: unknown.text, icon: 'help', choices: [unknown] };
  return element(
    'div',
    { class: 'line-tiles' },
    ...tiles,
    button('line-tile', () => choose(other, unknown), unknown.text),
  );
}

function choices(tile: Tile): Node {
  const buttons = tile.choices.map((choice) => button('line-tile', () => choose(tile, choice), choice.text));
  return element('div', { class: 'line-tiles' }, ...buttons);
}

function facts(current: Extract<View, { step: 'facts' }>): Node {
  const { answers } = current;
  const change = (changed: Partial<Answers>) => show({ ...current, answers: { ...answers, ...changed } });
  const touches = answers.choice.facts.map(({ text }, index) => {
    const made = button('line-fact', () => change({ facts: toggled(answers.facts, index) }), text);
    made.setAttribute('aria-pressed', String(answers.facts.has(index)));
    return made;
  });
  const procedures = outcome(answers).map((id) => {
    const procedure = plan.procedures[id];
    const isLater = answers.later.has(id);
    const note = procedure?.later
      ? element('small', {}, isLater ? `後日にします(${procedure.later})` : `後日でもできます(${procedure.later})`)
      : '';
    const row = element('li', { class: isLater ? 'later' : '' }, element('b', {}, procedure?.name ?? id), note);
    if (procedure?.later) {
      row.append(
        button('btn sub', () => change({ later: toggled(answers.later, id) }), isLater ? '今日にする' : '後日にする'),
      );
    }
    return row;
  });
  return element(
    'div',
    { class: 'line-step' },
    ...(touches.length > 0
      ? [element('h3', {}, 'あてはまるものだけ、押してください'), element('div', { class: 'line-facts' }, ...touches)]
      : []),
    element('h3', {}, procedures.length > 0 ? 'この方の手続き' : '総合案内で、うかがいます'),
    element('ul', { class: 'line-procedures' }, ...procedures),
  );
}

function number({ person, place }: Extract<View, { step: 'number' }>): Node {
  return element(
    'div',
    { class: 'line-number' },
    element('p', {}, 'この番号を、紙に書いてお渡しください'),
    element('p', { class: 'n num', 'data-line-number': '' }, ticketText(person)),
    element('p', {}, place ?? '1階 総合案内'),
    button('btn', next, '次の方'),
  );
}

function next(): void {
  more.reset();
  show({ step: 'purpose' });
}

const todayOnly = ({ answers }: Extract<View, { step: 'facts' }>): string[] =>
  outcome(answers).filter((id) => !answers.later.has(id));

function about(): Node[] {
  if (view.step !== 'facts') return [element('p', { class: 'mut' }, 'ご用件を押すと、持ち物と行き先が出ます。')];
  const ids = todayOnly(view);
  const places = [...new Set(ids.map((id) => plan.procedures[id]?.place ?? '別の建物'))];
  const papers = papersFor(plan, ids);
  return [
    element('h3', {}, '行くところ'),
    element('p', {}, places.join(' → ') || '1階 総合案内'),
    element('h3', {}, '持ち物'),
    papers.length > 0
      ? element('ul', { class: 'line-papers' }, ...papers.map((paper) => element('li', {}, paper)))
      : element('p', {}, '決まった持ち物はありません。'),
    ...(papers.length > 0 ? [element('p', { class: 'mut' }, 'ないものは、今日は相談だけになることがあります。')] : []),
  ];
}

const titles = {
  purpose: 'ご用件',
  choice: 'くわしい用件',
  facts: '番号の前に',
  number: '番号',
  empty: '番号がありません',
};

function draw(): void {
  part('[data-line-title]').textContent = view.step === 'facts' ? view.answers.choice.text : titles[view.step];
  if (view.step === 'purpose') work.replaceChildren(purposes());
  if (view.step === 'choice') work.replaceChildren(choices(view.tile));
  if (view.step === 'facts') work.replaceChildren(facts(view));
  if (view.step === 'number') work.replaceChildren(number(view));
  if (view.step === 'empty') {
    work.replaceChildren(
      element(
        'p',
        {},
        'この端末の番号を使い切りました。紙の番号札をお渡しください。つながると、新しい番号が届きます。',
      ),
      button('btn', next, '用件にもどる'),
    );
  }
  side.replaceChildren(...about());
  const isAsking = view.step === 'facts';
  more.hidden = !isAsking;
  give.hidden = !isAsking;
  back.hidden = view.step === 'purpose' || view.step === 'number';
}

async function giveNumber(): Promise<void> {
  if (view.step !== 'facts') return;
  give.disabled = true;
  const current = view;
  const ids = todayOnly(current);
  const chosen = new FormData(more);
  const place = firstPlace(plan, ids);
  const person = await door.take(
    {
      commandId: crypto.randomUUID(),
      takenAt: new Date().toISOString(),
      procedures: ids,
      facts: codesOf(current.answers).filter((code) => code !== ''),
      language: String(chosen.get('language')),
      people: Number(chosen.get('people')),
      need: String(chosen.get('need')) || undefined,
    },
    place ?? '1階 総合案内',
  );
  give.disabled = false;
  show(person ? { step: 'number', person, place } : { step: 'empty' });
  await meet();
}

function tell({ waiting, refused, ...kept }: Kept): void {
  state.dataset.lineState = reached ? 'reached' : 'alone';
  const held = `${waiting.length}人分をこの端末に預かっています`;
  const numbers = numbersLeft({ ...kept, waiting, refused });
  if (reached) state.textContent = waiting.length > 0 ? `つながりました。${held}` : 'つながっています';
  else state.textContent = `つながっていません。${waiting.length > 0 ? held : `番号はあと${numbers}枚あります`}`;
  const rows = refused.map(({ ticket, sentence }) => element('li', {}, `${ticket}:${sentence}`));
  const seen = button('btn sub', () => void door.clearRefused().then(meet), '確かめました');
  const told = [element('h3', {}, '受け付けられなかった番号'), element('ul', {}, ...rows), seen];
  part('[data-line-refused]').replaceChildren(...(refused.length > 0 ? told : []));
}

async function loadPlan(): Promise<void> {
  const answer = await fetch('/concierge/line/plan', { headers: { Accept: 'application/json' } }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = (await answer.json()) as Plan;
  if (fresh.revision === plan.revision) return;
  plan = fresh;
  if (view.step === 'purpose') draw();
}

async function meet(): Promise<void> {
  reached = navigator.onLine && (await door.meet());
  tell(await door.state());
}

/** Letters come in parts when they are first shown; without a network those that were never shown would be missing. */
function loadLetters(): void {
  const texts = [...JSON.stringify(plan), ...Object.values(titles).join(''), document.body.textContent ?? ''].join('');
  const own =
    'つながっていません。人分をこの端末に預かっています番号はあと枚あります受け付けられなかった確かめました使い切紙札渡届もどる次方';
  for (const weight of ['400', '700']) {
    // Without a network the letters of the machine stand in.
    document.fonts.load(`${weight} 1em "BIZ UDPGothic"`, texts + own).catch(() => undefined);
  }
}

/** How often the hall is looked for, in milliseconds. */
const interval = 5000;

back.addEventListener('click', () =>
  show(
    view.step === 'facts' && view.tile.choices.length > 1 ? { step: 'choice', tile: view.tile } : { step: 'purpose' },
  ),
);
give.addEventListener('click', () => void giveNumber());
window.addEventListener('online', () => void meet());
window.addEventListener('offline', () => void meet());
window.setInterval(() => void meet(), interval);
draw();
void keepPages('/concierge/line');
void loadPlan().then(meet);
window.setInterval(() => void loadPlan(), 60_000);
window.addEventListener('load', () => window.setTimeout(loadLetters, 2000));
