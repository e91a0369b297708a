/**
 * The rush at the opening hour on the built product: free places read by many, and 30,000 people who arrive in the waiting
 * room within a minute. Load and product share the two cores.
 */
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import autocannon from 'autocannon';
import { addDays, toDay } from '#platform/clock';
import { clientFor } from '../tests/support/product.ts';
import { startServer } from '../tests/support/server.ts';
import { percentile, report } from './report.ts';

const readSeconds = 10;
const connections = 50;
const arrivals = 30_000;
const arrivalSeconds = 60;

const server = await startServer({ environment: { HITOMADO_LOOPBACK_RATE_FACTOR: '10000' } });

/** Reads the free places of some days, as programs do: half of them already have what they ask for. */
async function readAvailability() {
  const today = toDay(new Date());
  const paths = Array.from({ length: 5 }, (_, ahead) => `/api/v1/availability/${addDays(today, ahead + 1)}`);
  const requests = await Promise.all(
    paths.map(async (path, index) => {
      const tag: string = (await fetch(`${server.url}${path}`)).headers.get('etag') ?? '';
      const headers: Record<string, string> = index % 2 === 0 ? { 'if-none-match': tag } : {};
      return { path, headers };
    }),
  );
  const options = { url: server.url, connections, requests };
  await autocannon({ ...options, duration: 2 });
  const times: number[] = [];
  let failed = 0;
  const measured = autocannon({ ...options, duration: readSeconds });
  measured.on('response', (_client, status, _bytes, milliseconds) => {
    times.push(milliseconds);
    if (status !== 200 && status !== 304) failed += 1;
  });
  const { errors, timeouts } = await measured;
  return { rate: times.length / readSeconds, p95: percentile(times, 0.95), failed: failed + errors + timeouts };
}

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** One request to the waiting room; gives the status and the place in the queue that is set. */
function ask(method: 'GET' | 'POST', place = ''): Promise<{ status: number; place: string }> {
  return new Promise((done) => {
    const url = `${server.url.replace('localhost', '127.0.0.1')}/booking/queue`;
    const asked = request(url, { agent, method }, (answer) => {
      const [cookie = ''] = (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0] ?? '');
      answer.resume();
      answer.on('end', () => done({ status: answer.statusCode ?? 0, place: cookie }));
    });
    asked.setHeader('sec-fetch-site', 'same-origin');
    asked.setHeader('accept-encoding', 'gzip');
    if (place !== '') asked.setHeader('cookie', place);
    asked.on('error', () => done({ status: 0, place: '' }));
    if (method === 'GET') return asked.end();
    asked.setHeader('content-type', 'application/x-www-form-urlencoded');
    asked.end('solution=');
  });
}

/** One person arrives in the waiting room and is led to the page that tells the place; gives the status of what is seen then. */
async function arrive(): Promise<number> {
  const taken = await ask('POST');
  return taken.status === 303 ? (await ask('GET', taken.place)).status : taken.status;
}

/** Booking begins at the next full minute; then everybody comes at an even pace, whether the earlier ones are answered or not. */
async function rush() {
  const staff = await clientFor(server.url, 'reception');
  const begin = new Date(Math.ceil((Date.now() + 3000) / 60_000) * 60_000);
  const local = new Date(begin.getTime() + 9 * 3_600_000).toISOString();
  await staff.post('/booking/capacity/opening', { openingDay: local.slice(0, 10), openingTime: local.slice(11, 16) });
  await wait(begin.getTime() - Date.now() + 1500);
  const statuses = new Map<number, number>();
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const begun = performance.now();
  for (let count = 0; count < arrivals; ) {
    const due = Math.min(arrivals, Math.ceil(((performance.now() - begun) / 1000) * (arrivals / arrivalSeconds)));
    for (; count < due; count += 1) {
      const start = performance.now();
      const one = arrive().then((status) => {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        times.push(performance.now() - start);
      });
      running.push(one);
    }
    await wait(10);
  }
  await Promise.all(running);
  const count = (accept: (status: number) => boolean) =>
    [...statuses].filter(([status]) => accept(status)).reduce((sum, [, n]) => sum + n, 0);
  return {
    queued: count((status) => status === 200 || status === 303),
    failed: count((status) => status === 0 || status >= 500),
    refused: count((status) => status >= 400 && status < 500),
    p95: percentile(times, 0.95),
    seconds: (performance.now() - begun) / 1000,
  };
}

try {
  const reads = await readAvailability();
  const room = await rush();
  const figures = {
    'reads/s': reads.rate,
    'reads p95 ms': reads.p95,
    'failed reads': reads.failed,
    'people in the queue': room.queued,
    'arrivals with an error of ours': room.failed,
    'arrivals refused': room.refused,
    'arrivals p95 ms': room.p95,
    'seconds for all arrivals': room.seconds,
  };
  report({
    name: 'availability',
    figures,
    peers: {},
    goal: {
      'reads/s': '≥ 5000',
      'reads p95 ms': '≤ 100',
      'failed reads': '0',
      'people in the queue': String(arrivals),
      'arrivals with an error of ours': '0',
    },
    pass: reads.rate >= 5000 && reads.p95 <= 100 && reads.failed === 0 && room.queued === arrivals && room.failed === 0,
  });
} finally {
  agent.destroy();
  await server.close();
}
