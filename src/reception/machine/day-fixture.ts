import { instantOf } from '#platform/clock';
import { counterNames, day } from './hall-fixture.ts';

/** Numbers that are the same for the same seed. */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const timeOf = (second: number): string => {
  const at = new Date(instantOf(day, '08:45').getTime() + second * 1000);
  const shown = new Date(at.getTime() + 9 * 3_600_000).toISOString();
  return `${shown.slice(0, 10)} ${shown.slice(11, 19)}`;
};

/** The lines that a machine writes on a day with so many tickets, in the order in which things happen. */
export function dayLines(tickets: number, seed = 1): string[] {
  const roll = dice(seed);
  const said: { second: number; line: (index: number) => string }[] = [];
  const add = (second: number, words: readonly string[]) =>
    said.push({
      second,
      line: (index) => [`m${index}`, words[0], words[1], timeOf(second), words[2] ?? '', words[3] ?? ''].join(','),
    });
  const free = counterNames.map(() => 0);
  const counts = { A: 0, B: 0 };
  for (let index = 0; index < tickets; index += 1) {
    const series = roll(2) === 0 ? 'A' : 'B';
    counts[series] += 1;
    const ticket = `${series}${String(counts[series]).padStart(3, '0')}`;
    const issued = 10 + index * 60 + roll(50);
    add(issued, ['発券', ticket, '', series === 'B' && roll(3) === 0 ? 'K2' : '']);
    if (roll(20) === 0) {
      add(issued + 120, ['取消', ticket]);
      continue;
    }
    const seat = series === 'A' ? 0 : 1 + roll(2);
    const called = Math.max(issued + 20, (free[seat] ?? 0) + 5);
    add(called, ['呼出', ticket, counterNames[seat] ?? '']);
    if (roll(10) === 0) add(called + 15, ['呼出', ticket, counterNames[seat] ?? '']);
    // Some machines are told when somebody comes and goes, others are not.
    if (roll(3) > 0) add(called + 18, ['来庁', ticket]);
    const ended = called + 25 + roll(20);
    if (roll(4) > 0) add(ended, ['完了', ticket]);
    free[seat] = ended;
  }
  return said.sort((one, other) => one.second - other.second).map(({ line }, index) => line(index + 1));
}

/** The same lines as a bad day brings them: doubled, in another order. Nothing is lost for good. */
export function soiled(lines: readonly string[], seed: number): string[] {
  const roll = dice(seed);
  const doubled = lines.flatMap((line) => (roll(5) === 0 ? [line, line] : [line]));
  return doubled
    .map((line, index) => ({ line, place: index + roll(roll(10) === 0 ? 200 : 12) }))
    .sort((one, other) => one.place - other.place)
    .map(({ line }) => line);
}
