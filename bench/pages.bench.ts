/**
 * Guide pages under load, and what a resident's phone has to fetch. The server is the built product in a process of its
 * own; the load comes from the same two cores, so the figures are on the pessimistic side.
 */
import autocannon from 'autocannon';
import { type Fact, loadInventory } from '#inventory';
import type { FactValue } from '#rules';
import { startServer } from '../tests/support/server.ts';
import { percentile, report } from './report.ts';
import { randomResidents } from './residents.ts';

const seconds = 8;
const connections = 20;
const visitorCount = 24;
const inventory = await loadInventory('content/asahikawa');
const server = await startServer({ environment: { HITOMADO_LOOPBACK_RATE_FACTOR: '10000' } });

/** What a browser of today sends with every request to a page. */
const browserHeaders = { 'accept-encoding': 'gzip', 'sec-fetch-site': 'same-origin' };

interface Visitor {
  cookie: string;
  question: string;
}

/** Goes through the guide up to the result and answers each question by `answer`; gives the draft's cookie. */
async function walkToResult(event: string, answer: (fact: Fact) => FactValue): Promise<Visitor> {
  const post = (path: string, body: URLSearchParams, cookie: string) =>
    fetch(`${server.url}${path}`, {
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
async function manyVisitors(): Promise<Visitor[]> {
  const residents = randomResidents(inventory, visitorCount, 2026).filter(({ events }) => String(events) !== '');
  return Promise.all(
    residents.map((facts) => walkToResult([facts.events].flat().map(String)[0] ?? '', ({ id }) => facts[id] ?? null)),
  );
}

interface Load {
  rate: number;
  p95: number;
  failed: number;
}

/** Loads the pages in turn, as different browsers do. */
async function load(pages: readonly { path: string; cookie: string }[]): Promise<Load> {
  const requests = pages.map(({ path, cookie }) => ({ path, headers: { ...browserHeaders, cookie } }));
  const options = { url: server.url, connections, requests };
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
async function transferred(path: string, cookie: string): Promise<number> {
  const page = await fetch(`${server.url}${path}`, { headers: { cookie, 'accept-encoding': 'identity' } });
  const html = await page.text();
  const assets = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  const sizes = await Promise.all([path, ...new Set(assets)].map((url) => wireBytes(url, cookie)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Body bytes as sent: `fetch` would decode them, so the raw answer is read. */
async function wireBytes(path: string, cookie: string): Promise<number> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    get(`${server.url}${path}`, { headers: { cookie, 'accept-encoding': 'gzip, br' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

try {
  const visitors = await manyVisitors();
  const lost = await walkToResult('tennyu', () => null);
  const home = await load([{ path: '/', cookie: '' }]);
  const asked = await load(visitors.map(({ cookie, question }) => ({ path: question, cookie })));
  const result = await load(visitors.map(({ cookie }) => ({ path: '/guide/result', cookie })));
  const worst = await load([{ path: '/guide/result', cookie: lost.cookie }]);
  const sizes = await Promise.all(['/', lost.question, '/guide/result'].map((path) => transferred(path, lost.cookie)));
  const figures = {
    'home requests/s': home.rate,
    'home p95 ms': home.p95,
    'question requests/s': asked.rate,
    'question p95 ms': asked.p95,
    'result requests/s': result.rate,
    'result p95 ms': result.p95,
    'longest result (everything わからない) requests/s': worst.rate,
    'longest result p95 ms': worst.p95,
    'failed requests': [home, asked, result, worst].reduce((sum, { failed }) => sum + failed, 0),
    'largest page with assets, bytes': Math.max(...sizes),
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
} finally {
  await server.close();
}
