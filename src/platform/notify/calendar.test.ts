import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { type CalendarEvent, calendarFile } from './index.ts';

const event: CalendarEvent = {
  method: 'PUBLISH',
  uid: 'one@city.example',
  sequence: 3,
  stamp: new Date('2027-03-20T03:00:00Z'),
  start: new Date('2027-03-25T01:00:00Z'),
  end: new Date('2027-03-25T01:30:00Z'),
  summary: '旭川市役所',
  location: '総合案内, 1階; 正面',
  url: 'https://madoguchi.city.example/booking/x',
  alarmMinutes: 120,
};

/** The lines of a calendar file with folded ones joined (RFC 5545, 3.1). */
const linesOf = (file: string): string[] => file.replaceAll('\r\n ', '').trimEnd().split('\r\n');

test('V2 ten in the morning in Japan is ten in the morning on every machine', () => {
  const module = JSON.stringify(join(import.meta.dirname, 'calendar.ts'));
  const script = `import(${module}).then(({ calendarFile }) => process.stdout.write(calendarFile({ method: 'PUBLISH', uid: 'one', sequence: 1,
    stamp: new Date('2027-03-20T03:00:00Z'), start: new Date('2027-03-25T01:00:00Z'), end: new Date('2027-03-25T01:30:00Z'), summary: 's' })))`;
  for (const TZ of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
    const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
      timeout: 30_000,
    });
    assert.equal(run.status, 0, run.stderr);
    const lines = linesOf(run.stdout);
    assert.ok(lines.includes('DTSTART:20270325T010000Z'), `${TZ}: ${lines.join()}`);
    assert.ok(lines.includes('DTEND:20270325T013000Z'), TZ);
    assert.ok(!run.stdout.includes('TZID'), TZ);
  }
});

test('V2 an appointment keeps its name in the calendar, counts its changes, rings before, and is taken out when cancelled', () => {
  const lines = linesOf(calendarFile(event));
  for (const line of ['METHOD:PUBLISH', 'UID:one@city.example', 'SEQUENCE:3', 'STATUS:CONFIRMED', 'TRIGGER:-PT2H']) {
    assert.ok(lines.includes(line), `${line} in ${lines.join('\n')}`);
  }
  assert.ok(lines.includes('LOCATION:総合案内\\, 1階\\; 正面'), 'signs with a meaning are escaped');
  const cancelled = linesOf(calendarFile({ ...event, method: 'CANCEL', sequence: 4 }));
  for (const line of ['METHOD:CANCEL', 'UID:one@city.example', 'SEQUENCE:4', 'STATUS:CANCELLED']) {
    assert.ok(cancelled.includes(line), line);
  }
  assert.ok(!cancelled.some((line) => line.startsWith('BEGIN:VALARM')), 'what is cancelled does not ring');
});

test('V2 no line of a calendar file is longer than 75 bytes, whatever stands in it', () => {
  const file = calendarFile({ ...event, description: '持ち物:'.repeat(60), location: '𠮷'.repeat(60) });
  for (const line of file.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.ok(linesOf(file).includes(`LOCATION:${'𠮷'.repeat(60)}`));
});
