/**
 * Guide pages under load, and what a resident's phone has to fetch. The server is the built product with one process for
 * each core, as the operator's page on settings recommends, and once more with a single one, as it starts without
 * settings. The load comes from the same cores, so the figures are on the pessimistic side.
 */
import { availableParallelism } from 'node:os';
import autocannon from 'autocannon';
import { type Fact, loadInventory } from '#inventory';
import type { FactValue } from '#rules';
import { startServer } from '../tests/support/server.ts';
import { percentile, report } from './report.ts';
import { randomResidents } from './residents.ts';

const seconds = 8;
const connections = 20;
const visitorCount = 24;
/** The goal is for two cores; on a larger machine no more are used. */
const cores = Math.min(2, availableParallelism());
const inventory = await loadInventory('content/asahikawa');

/** What a browser of today sends with every request to a page. */
const browserHeaders = { 'accept-encoding': 'gzip', 'sec-fetch-site': 'same-origin' };

interface Visitor {
  cookie: string;
  question: string;
}

/** Goes through the guide up to the result and answers each question by `answer`; gives the draft's cookie. */
async function walkToResult(url: string, event: string, answer: (fact: Fact) => FactValue): Promise<Visitor> {
  const post = (path: string, body: URLSearchParams, cookie: string) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin', cookie },
    });
  const started = await post('/guide/start', new URLSearchParams({ choice: `event:${event}` }), '');
  const cookie = (started.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const question = started.headers.get('location') ?? '';
  let next = question;
  while (next.startsWith('/guide/questions/')) {
    const ids = decodeURIComponent(next.replace('/guide/questions/', '')).split(',');
    const facts = ids.flatMap((id) => inventory.factById.get(id) ?? []);
    next = (await post(next, fieldsFor(facts, answer), cookie)).headers.get('location') ?? '';
  }
  return { cookie, question };
}

/** The fields of a question's form with these answers, in a field of their own and among others. */
function fieldsFor(facts: readonly Fact[], answer: (fact: Fact) => FactValue): URLSearchParams {
  const fields = new URLSearchParams();
  for (const fact of facts) {
    const value = answer(fact);
    const values = value === null ? ['_unknown'] : value === true ? ['yes', fact.id] : [value].flat().map(String);
    for (const one of value === false || values.length === 0 ? ['no', '_none'] : values) {
      fields.append(`answer.${fact.id}`, one);
      fields.append('answer', fact.type === 'list' && value !== null ? `${fact.id}:${one}` : one);
    }
  }
  return fields;
}

/** Residents of all kinds, as they come. */
async function manyVisitors(url: string): Promise<Visitor[]> {
  const residents = randomResidents(inventory, visitorCount, 2026).filter(({ events }) => String(events) !== '');
  return Promise.all(
    residents.map((facts) =>
      walkToResult(url, [facts.events].flat().map(String)[0] ?? '', ({ id }) => facts[id] ?? null),
    ),
  );
}

interface Load {
  rate: number;
  p95: number;
  failed: number;
}

/** Loads the pages in turn, as different browsers do. */
async function load(url: string, pages: readonly { path: string; cookie: string }[]): Promise<Load> {
  const requests = pages.map(({ path, cookie }) => ({ path, headers: { ...browserHeaders, cookie } }));
  const options = { url, connections, requests };
  await autocannon({ ...options, duration: 2 });
  const times: number[] = [];
  const measured = autocannon({ ...options, duration: seconds });
  measured.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  const result = await measured;
  return {
    rate: result['2xx'] / seconds,
    p95: percentile(times, 0.95),
    failed: result.non2xx + result.errors + result.timeouts,
  };
}

/** Bytes on the wire for a page with its style sheet, scripts and pictures, as a browser with brotli gets them. */
async function transferred(server: string, path: string, cookie: string): Promise<number> {
  const page = await fetch(`${server}${path}`, { headers: { cookie, 'accept-encoding': 'identity' } });
  const html = await page.text();
  const assets = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  const sizes = await Promise.all([path, ...new Set(assets)].map((url) => wireBytes(`${server}${url}`, cookie)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Body bytes as sent: `fetch` would decode them, so the raw answer is read. */
async function wireBytes(url: string, cookie: string): Promise<number> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    get(url, { headers: { cookie, 'accept-encoding': 'gzip, br' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

interface Measured {
  home: Load;
  asked: Load;
  result: Load;
  worst: Load;
  largestBytes: number;
}

/** Starts the product with so many processes and loads its pages one after the other. */
async function measure(processes: number): Promise<Measured> {
  const server = await startServer({
    environment: { HITOMADO_LOOPBACK_RATE_FACTOR: '10000', HITOMADO_PROCESSES: String(processes) },
  });
  try {
    const { url } = server;
    const visitors = await manyVisitors(url);
    const lost = await walkToResult(url, 'tennyu', () => null);
    const home = await load(url, [{ path: '/', cookie: '' }]);
    const questions = visitors.map(({ cookie, question }) => ({ path: question, cookie }));
    const results = visitors.map(({ cookie }) => ({ path: '/guide/result', cookie }));
    const asked = await load(url, questions);
    const result = await load(url, results);
    const worst = await load(url, [{ path: '/guide/result', cookie: lost.cookie }]);
    const paths = ['/', lost.question, '/guide/result'];
    const sizes = await Promise.all(paths.map((path) => transferred(url, path, lost.cookie)));
    return { home, asked, result, worst, largestBytes: Math.max(...sizes) };
  } finally {
    await server.close();
  }
}

const loads = ({ home, asked, result, worst }: Measured): Load[] => [home, asked, result, worst];

const alone = await measure(1);
const together = await measure(cores);
const { home, asked, result, worst } = together;
const figures = {
  processes: cores,
  'home requests/s': home.rate,
  'home p95 ms': home.p95,
  'question requests/s': asked.rate,
  'question p95 ms': asked.p95,
  'result requests/s': result.rate,
  'result p95 ms': result.p95,
  'longest result (everything わからない) requests/s': worst.rate,
  'longest result p95 ms': worst.p95,
  'one process: home requests/s': alone.home.rate,
  'one process: question requests/s': alone.asked.rate,
  'one process: question p95 ms': alone.asked.p95,
  'one process: result requests/s': alone.result.rate,
  'one process: result p95 ms': alone.result.p95,
  'failed requests': [...loads(alone), ...loads(together)].reduce((sum, { failed }) => sum + failed, 0),
  'largest page with assets, bytes': Math.max(alone.largestBytes, together.largestBytes),
};
report({
  name: 'pages',
  figures,
  peers: {},
  goal: {
    'home requests/s': '≥ 300',
    'question requests/s': '≥ 300',
    'result requests/s': '≥ 300',
    'home p95 ms': '≤ 100',
    'question p95 ms': '≤ 100',
    'result p95 ms': '≤ 100',
    'failed requests': '0',
    'largest page with assets, bytes': '≤ 60000',
  },
  pass:
    [home, asked, result].every(({ rate, p95 }) => rate >= 300 && p95 <= 100) &&
    figures['failed requests'] === 0 &&
    figures['largest page with assets, bytes'] <= 60_000,
});
