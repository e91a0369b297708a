/**
 * Ten thousand reminders due at once, half by mail and half by SMS, to real servers on this machine: two processes send, one
 * is killed on the way, every line is dropped once. The peer is the usual loop that sends and then marks, under the same faults.
 */
import { naiveRush, reminderRush } from '../src/platform/testing/reminder-rush.ts';
import { report } from './report.ts';

const rush = { count: 10_000, delay: 5, lanes: 10 };

const ours = await reminderRush({ ...rush, sendingLease: 5_000 });
const peer = await naiveRush({ ...rush, count: 2_000 });
report({
  name: 'reminders',
  figures: {
    'sent twice': ours.twice,
    'sent for cancelled or moved': ours.forOthers,
    forgotten: ours.forgotten,
    'nobody knows (listed for staff)': ours.unknown,
    'minutes until all were dealt with': ours.seconds / 60,
    'messages per second': ours.reached / ours.seconds,
  },
  peers: { 'send-then-mark loop: sent twice (of 2,000)': peer.twice },
  goal: {
    'sent twice': '0',
    'sent for cancelled or moved': '0',
    forgotten: '0',
    'minutes until all were dealt with': '≤ 10',
  },
  pass: ours.twice === 0 && ours.forOthers === 0 && ours.forgotten === 0 && ours.seconds <= 600,
});
