import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SeenDevice, stoppedDisplays } from './stopped.ts';

const now = new Date('2026-11-25T01:30:00Z');
const device = (place: string, minutesAgo: number, kind = 'display'): SeenDevice => ({
  place,
  kind,
  seenAt: new Date(now.getTime() - minutesAgo * 60_000),
});

test('V5 a display that is silent for minutes has stopped; one that works, one off since yesterday and a kiosk have not', () => {
  const devices = [
    device('1階', 1),
    device('2階', 4),
    device('3階', 60),
    device('会議室', 24 * 60),
    device('入口', 60, 'kiosk'),
  ];
  assert.deepEqual(
    stoppedDisplays(devices, now).map(({ place }) => place),
    ['3階', '2階'],
  );
});
