import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, daysBetween } from '#platform/clock';
import type { Facts } from '#rules';
import { calendar, deadlineFor, deadlineOf, lastDayOf, loadInventory, type Procedure } from './index.ts';

const inventory = await loadInventory('content/asahikawa', {
  cacheFolder: join(tmpdir(), 'hitomado-test-inventory'),
});
const hall = calendar(inventory.city);

function procedure(id: string): Procedure {
  const found = inventory.procedureById.get(id);
  assert.ok(found, id);
  return found;
}

/** Procedure, day it counts from, last day, closed day it was moved from. */
const table: [string, string, string, string | undefined][] = [
  // 出生届: the day of birth is day 1 (戸籍法43条).
  ['shussei_todoke', '2026-11-02', '2026-11-16', '2026-11-15'],
  ['shussei_todoke', '2026-11-03', '2026-11-16', undefined],
  // 転入届: the day after is day 1 (民法140条).
  ['tennyu_todoke', '2026-11-02', '2026-11-16', undefined],
  ['tennyu_todoke', '2026-11-06', '2026-11-20', undefined],
  // 死亡届: seven days with the first.
  ['shibou_todoke', '2026-11-20', '2026-11-26', undefined],
  // Golden Week: 2 May 2026 is a Saturday, 3 to 6 May are holidays.
  ['tennyu_todoke', '2026-04-18', '2026-05-07', '2026-05-02'],
  ['shussei_todoke', '2026-04-22', '2026-05-07', '2026-05-05'],
  // Turn of the year: closed from 30 December to 4 January.
  ['tennyu_todoke', '2026-12-16', '2027-01-05', '2026-12-30'],
  ['tennyu_todoke', '2026-12-21', '2027-01-05', '2027-01-04'],
  // 国民の休日 between two holidays: 22 September 2026.
  ['tennyu_todoke', '2026-09-08', '2026-09-24', '2026-09-22'],
  // Three months after a divorce, counted from the next day.
  ['rikon_uji_todoke', '2026-01-15', '2026-04-15', undefined],
  // Six months with the day of the marriage.
  ['gaikoku_uji_henkou', '2026-03-10', '2026-09-09', undefined],
  // Two years after the funeral.
  ['kokuho_sousai', '2026-03-10', '2028-03-10', undefined],
];

for (const [id, anchor, lastDay, movedFrom] of table)
  test(`V1 deadline of ${id} from ${anchor} is ${lastDay}`, () => {
    const status = deadlineFor(procedure(id), anchor, anchor, hall);
    assert.equal(status.lastDay, lastDay);
    assert.equal(status.movedFrom, movedFrom);
    assert.equal(status.daysLeft, daysBetween(anchor, lastDay));
  });

const spans: [string, number, 'days' | 'months' | 'years', boolean, string][] = [
  ['2026-01-31', 1, 'months', false, '2026-02-28'],
  ['2026-02-28', 1, 'months', false, '2026-03-31'],
  ['2026-11-29', 3, 'months', false, '2027-02-28'],
  ['2026-11-30', 3, 'months', false, '2027-02-28'],
  ['2026-08-31', 6, 'months', true, '2027-02-28'],
  ['2026-03-01', 1, 'months', true, '2026-03-31'],
  ['2024-02-28', 1, 'years', false, '2025-02-28'],
  ['2024-02-29', 1, 'years', true, '2025-02-28'],
  ['2026-11-22', 14, 'days', true, '2026-12-05'],
  ['2026-11-22', 14, 'days', false, '2026-12-06'],
];

for (const [day, value, unit, countsFirstDay, expected] of spans)
  test(`V1 ${value} ${unit} from ${day}, first day ${countsFirstDay ? 'counted' : 'not counted'}, end on ${expected}`, () => {
    assert.equal(lastDayOf(day, value, unit, countsFirstDay), expected);
  });

const days = fc.integer({ min: 0, max: 9000 }).map((count) => addDays('2020-01-01', count));

test('V1 a period with the first day counted is the one from the day before, and longer periods end later', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 60 }), fc.constantFrom('days', 'months'), (day, value, unit) => {
      assert.equal(lastDayOf(day, value, unit, true), lastDayOf(addDays(day, -1), value, unit, false));
      assert.ok(lastDayOf(day, value, unit, false) < lastDayOf(day, value + 1, unit, false));
    }),
  );
});

test('V1 a last day is never a closed day, and no open day lies between it and the legal day', () => {
  fc.assert(
    fc.property(days, (day) => {
      const { lastDay = '', movedFrom } = deadlineFor(procedure('tennyu_todoke'), day, day, hall);
      assert.ok(hall.isOpen(lastDay));
      for (let between = movedFrom ?? lastDay; between < lastDay; between = addDays(between, 1))
        assert.ok(!hall.isOpen(between));
    }),
  );
});

test('V1 a deadline is near from 14 days, over after its last day, and in words without a day', () => {
  const moved = procedure('kaigo_nintei_koushin');
  assert.equal(deadlineFor(moved, '2026-12-16', '2026-12-01', hall).state, 'plain');
  assert.equal(deadlineFor(moved, '2026-12-15', '2026-12-01', hall).state, 'soon');
  assert.equal(deadlineFor(moved, '2026-12-15', '2026-12-15', hall).state, 'soon');
  assert.equal(deadlineFor(moved, '2026-12-15', '2026-12-16', hall).state, 'over');
  assert.equal(deadlineFor(moved, '2026-12-15', '2026-12-01', hall).opensOn, '2026-10-16');
  assert.equal(deadlineFor(moved, null, '2026-12-01', hall).state, 'words');
  assert.equal(deadlineFor(procedure('juminhyo_koufu'), null, '2026-12-01', hall).state, 'none');
});

test('V1 what must be done before a day on which the hall is closed is due on the open day before', () => {
  const status = deadlineFor(procedure('tenshutsu_todoke'), '2026-11-23', '2026-11-01', hall);
  assert.deepEqual([status.lastDay, status.movedFrom], ['2026-11-20', '2026-11-23']);
});

/** Procedure, facts, day that the resident knows, first day if any, last day, closed day it was moved from. */
const known: [string, Facts, Record<string, string>, string | undefined, string, string | undefined][] = [
  // The contribution of October 2024 is due on 30 November 2024; it can be applied for until two years later (2年1か月前まで).
  ['nenkin_menjo', { wants: ['menjo'] }, { pensionFrom: '2024-10-17' }, undefined, '2026-11-30', undefined],
  ['nenkin_menjo', { wants: ['menjo'] }, { pensionFrom: '2024-09-30' }, undefined, '2026-11-02', '2026-10-31'],
  // January 2026 is due on 28 February 2026, and 2028 is a leap year: the period ends with the month.
  ['nenkin_gakusei', { wants: ['gakusei'] }, { pensionFrom: '2026-01-31' }, undefined, '2028-02-29', undefined],
  ['nenkin_gakusei', { wants: ['gakusei'] }, { pensionFrom: '2024-11-01' }, undefined, '2027-01-05', '2026-12-31'],
  // Treated in October 2024: counted from 1 November 2024, so 31 October 2026, a Saturday, is the last of two years.
  ['kokuho_kougaku', { wants: ['kougaku'] }, { treatment: '2024-10-01' }, undefined, '2026-11-02', '2026-10-31'],
  ['kokuho_kougaku', { wants: ['kougaku'] }, { treatment: '2026-01-31' }, undefined, '2028-01-31', undefined],
  // Renewed in the three months that end with the certificate; the open day before, since it ends with that day.
  [
    'jiritsu_seishin',
    { wants: ['jiritsu'] },
    { outpatientExpiry: '2027-03-31' },
    '2027-01-01',
    '2027-03-31',
    undefined,
  ],
  [
    'jiritsu_seishin',
    { wants: ['jiritsu'] },
    { outpatientExpiry: '2027-01-31' },
    '2026-11-01',
    '2027-01-29',
    '2027-01-31',
  ],
  [
    'techou_seishin',
    { events: ['shougai'], disabilityKind: ['seishin'] },
    { mentalCertificateExpiry: '2027-06-30' },
    '2027-03-31',
    '2027-06-30',
    undefined,
  ],
  // Two years with the day of the heartbeat; of the day eight weeks before the due date; of a miscarriage before that.
  [
    'ninpu_shien_kyuufu',
    { events: ['ninshin'] },
    { pregnancyConfirmed: '2026-11-10' },
    undefined,
    '2028-11-09',
    undefined,
  ],
  ['ninpu_shien_kyuufu', { events: ['shussei'] }, { dueDate: '2026-11-26' }, undefined, '2028-10-02', '2028-09-30'],
  [
    'ninpu_shien_kyuufu',
    { events: ['shizan'] },
    { dueDate: '2027-03-20', stillbirth: '2026-11-05' },
    undefined,
    '2028-11-06',
    '2028-11-04',
  ],
  [
    'ninpu_shien_kyuufu',
    { events: ['shizan'] },
    { dueDate: '2026-11-26', stillbirth: '2026-11-05' },
    undefined,
    '2028-10-02',
    '2028-09-30',
  ],
];

for (const [id, facts, given, opensOn, lastDay, movedFrom] of known)
  test(`V1 ${id} counts from ${JSON.stringify(given)} to ${lastDay}`, () => {
    const status = deadlineOf(procedure(id), facts, given, '2026-11-28', hall);
    assert.deepEqual(
      [status.opensOn, status.lastDay, status.movedFrom, status.missing],
      [opensOn, lastDay, movedFrom, []],
    );
  });

test('V1 who moves in with a certificate of outpatient care applies anew; the old one is no day to count from', () => {
  const facts = { events: ['tennyu'], usesJiritsuSeishin: true, fromOutsideHokkaido: true };
  const status = deadlineOf(procedure('jiritsu_seishin'), facts, {}, '2026-11-28', hall);
  assert.deepEqual([status.state, status.missing], ['words', []]);
});

test('V1 every deadline with a period has a day to count from, asked in six languages', () => {
  for (const { id, deadline } of inventory.procedures) {
    if (deadline.value !== undefined) assert.notEqual(deadline.anchors.length, 0, id);
  }
  for (const { id, label, question } of inventory.dates) {
    for (const text of [label, question])
      assert.deepEqual(Object.keys(text).sort(), ['easy', 'en', 'ja', 'ko', 'vi', 'zh'], id);
  }
});

test('V1 one entered day serves all procedures that count from it; the rest is asked for', () => {
  const facts = { events: ['taishoku', 'tennyu'], insurance: ['kokuho'] };
  const early = deadlineOf(procedure('kokuho_kanyu'), facts, { moveIn: '2026-11-02' }, '2026-11-05', hall);
  assert.deepEqual([early.lastDay, early.missing], ['2026-11-16', ['leaveJob']]);
  // Insurance is lost on the day after the last day of the job.
  const both = deadlineOf(
    procedure('kokuho_kanyu'),
    facts,
    { moveIn: '2026-11-02', leaveJob: '2026-10-20' },
    '2026-11-05',
    hall,
  );
  assert.deepEqual([both.lastDay, both.state, both.missing], ['2026-11-04', 'over', []]);
});

test('V1 協議離婚 has no deadline, 裁判離婚 has ten days with the first', () => {
  const status = (rikonKind: string) =>
    deadlineOf(
      procedure('rikon_todoke'),
      { events: ['rikon'], rikonKind },
      { divorce: '2026-11-02' },
      '2026-11-02',
      hall,
    );
  assert.equal(status('kyougi').state, 'none');
  assert.equal(status('saiban').lastDay, '2026-11-11');
});

test('V1 the last day is said in six languages', () => {
  const { text } = deadlineFor(procedure('tennyu_todoke'), '2026-11-16', '2026-11-16', hall);
  assert.equal(text.ja, '11月30日(月)まで');
  assert.match(text.en ?? '', /30 Nov/);
  assert.deepEqual(Object.keys(text).sort(), ['easy', 'en', 'ja', 'ko', 'vi', 'zh']);
});

test('V1 opening hours: 市民課 until 19:00 on Thursdays, nobody on holidays', () => {
  assert.deepEqual(hall.hours('2026-11-26', 'shiminka'), { open: '08:45', close: '19:00' });
  assert.deepEqual(hall.hours('2026-11-26', 'kokuhoka'), { open: '08:45', close: '17:15' });
  assert.equal(hall.hours('2026-11-23', 'shiminka'), null);
  assert.equal(hall.hours('2026-12-30'), null);
});
