import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadInventory } from '#inventory';
import { drawText } from '#platform/print';
import type { Service } from '../queue/hall-store.ts';
import { visitorMessages } from '../visitor-messages.ts';
import { type TicketPaper, ticketPaper } from './ticket-paper.ts';

const inventory = await loadInventory('content/asahikawa');

const place = (id: string, floor: number, window: string | null, departments: string[]): Service => ({
  id,
  floor,
  window,
  name: window === null ? id.replace(/^\d+階 /, '') : `${window}番窓口`,
  departments,
  series: 'A',
  standardMinutes: 10,
});

const now = new Date('2026-11-25T01:24:00Z');
const ticket = (language: TicketPaper['visit']['language'], more: Partial<TicketPaper> = {}): TicketPaper => ({
  visit: { ticket: 'A127', language, arrivedAt: now },
  inventory,
  stops: [
    { leg: { procedures: ['tennyu_todoke'] }, service: place('1階 3番窓口', 1, '3', ['shiminka']) },
    { leg: { procedures: ['jidou_teate_nintei'] }, service: place('3階 子育て助成課', 3, null, ['kosodate_josei']) },
  ],
  turn: { ahead: 2, wait: { kind: 'range', from: 5, to: 10 } },
  address: 'https://madoguchi.example/turn/AbC_-0123456789',
  now,
  columns: 48,
  ...more,
});

const textOf = (paper: TicketPaper) => drawText({ document: ticketPaper(paper), columns: paper.columns });

test('V5 the ticket says number, place, when and how many before, the way in order, day and time', () => {
  const text = textOf(ticket('ja'));
  assert.deepEqual(text.split('\n'), [
    '旭川市 総合庁舎',
    'A127',
    '1階 3番窓口',
    'お呼びする目安 10:30～10:35',
    '前に 2人 (10:24 現在)',
    'この番号で続けて回ります',
    ...text.split('\n').slice(6, -3),
    ...text.split('\n').slice(-3, -1),
    '令和8年11月25日(水) 10:24',
  ]);
  // Where a line ends is for the width to decide: one sign is kept free, since a printer follows a full line with an empty
  // one. What matters is that the sentence stands there whole, in lines that fit, and that no line begins with a full stop.
  const hint = text.split('\n').slice(-3, -1);
  assert.equal(hint.join(''), visitorMessages('ja')('phoneHint'));
  for (const line of hint) {
    assert.ok(line.length * 2 < 48, line);
    assert.doesNotMatch(line, /^[、。ー」)]/);
  }
  assert.match(text, /1 .*転入届.*1階 3番窓口/);
  assert.match(text, /2 児童手当.*3階 子育て助成課/);
});

test('V5 a time on paper is only given where there is one', () => {
  const soon = textOf(ticket('ja', { turn: { ahead: 0, wait: { kind: 'now' } } }));
  assert.match(soon, /すぐ呼べます/);
  const unknown = textOf(ticket('ja', { turn: { ahead: 3, wait: { kind: 'unknown' } } }));
  assert.match(unknown, /いまは目安を出せません/);
  assert.doesNotMatch(`${soon}${unknown}`, /お呼びする目安/);
  assert.doesNotMatch(textOf(ticket('ja', { turn: null })), /前に/);
});

test('V5 X1 the ticket is in the language of the visitor; what printers have no letters for is in Japanese and English', () => {
  const english = textOf(ticket('en'));
  assert.match(english, /Floor 1, window 3/);
  assert.match(english, /Expected call 10:30～10:35/);
  assert.doesNotMatch(english, /窓口/);
  for (const language of ['zh', 'ko', 'vi'] as const) {
    const text = textOf(ticket(language));
    assert.match(text, /1階 3番窓口/);
    assert.match(text, /Floor 1, window 3/);
    assert.doesNotMatch(text, /〓/);
  }
  assert.match(textOf(ticket('easy')), /窓口\(まどぐち\)/);
});

test('V5 the code leads to the turn, also when its address has signs that the document language knows', () => {
  const document = ticketPaper(ticket('ja', { address: 'https://x.example/turn/a;b|c}d' }));
  assert.match(document, /\{code:https:\/\/x\.example\/turn\/a\\x3bb\\x7cc\\x7dd;option:qrcode,5,m\}/);
});

test('V5 words are not parted at the end of a line, also on narrow paper', () => {
  for (const columns of [32, 42, 48]) {
    const text = textOf(ticket('en', { columns }));
    for (const word of ['Expected', 'phone', 'return', 'window', 'places'])
      assert.match(text, new RegExp(`\\b${word}\\b`));
    for (const line of text.split('\n')) assert.ok(line.length <= columns, line);
  }
});
