/** How long a year of counter days takes: 250 days of a full hall, and the staffing table of one place. */
import { planSchema, simulate, staffingTable } from '#simulation';
import { report } from './report.ts';

const plan = planSchema.parse({
  name: '年度末',
  visitors: 700,
  classes: [
    {
      name: '転入',
      share: 3,
      legs: [
        { place: '3番', minutes: 22 },
        { place: '12番', minutes: 9 },
      ],
    },
    { name: '住民票', share: 5, legs: [{ place: '5番', minutes: 5 }] },
    { name: '国保', share: 2, legs: [{ place: '3番', minutes: 14 }] },
  ],
  places: [
    {
      id: '3番',
      roster: [
        { from: '08:45', to: '12:00', desks: 14 },
        { from: '12:00', to: '13:00', desks: 10 },
        { from: '13:00', to: '17:15', desks: 14 },
      ],
    },
    { id: '5番', roster: [{ from: '08:45', to: '17:15', desks: 5 }], helps: ['3番'] },
    { id: '12番', roster: [{ from: '08:45', to: '17:15', desks: 5 }] },
  ],
});
const begun = performance.now();
const year = simulate(plan, { days: 250, seed: 'year' });
const seconds = (performance.now() - begun) / 1000;
const tableBegun = performance.now();
const table = staffingTable(plan, { place: '3番', desks: [12, 13, 14, 15, 16], visitors: [500, 600, 700], days: 20 });
report({
  name: 'simulation',
  figures: {
    '250 days of 700 visitors, s': seconds,
    'visitors a second': (250 * year.visitors) / seconds,
    'staffing table of 15 cells, 20 days each, s': (performance.now() - tableBegun) / 1000,
    'mean wait of the year, min': year.wait.mean,
    'half width of its 95 % interval, min': (year.wait.high - year.wait.low) / 2,
    'cells whose interval is known': table.filter(({ wait }) => wait.high >= wait.low).length,
  },
  peers: {},
  goal: { '250 days of 700 visitors, s': '≤ 60' },
  pass: seconds <= 60,
});
