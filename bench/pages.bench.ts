/**
 * Guide pages under load, and what a resident's phone has to fetch. The server is the built product in a process of its
 * own; the load comes from the same two cores, so the figures are on the pessimistic side.
 */
import autocannon from 'autocannon';
import { startServer } from '../tests/support/server.ts';
import { report } from './report.ts';

const seconds = 8;
const connections = 20;
const server = await startServer({ environment: { HITOMADO_LOOPBACK_RATE_FACTOR: '10000' } });

/** Starts the guide with a move and answers わからない to every question, up to the result; gives the draft's cookie. */
async function walkToResult(): Promise<{ cookie: string; question: string }> {
  const post = (path: string, body: string, cookie: string) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', cookie },
    });
  const started = await post('/guide/start', 'choice=event%3Atennyu', '');
  const cookie = (started.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const question = started.headers.get('location') ?? '';
  let next = question;
  while (next.startsWith('/guide/questions/')) {
    const facts = decodeURIComponent(next.replace('/guide/questions/', '')).split(',');
    const unknown = ['answer', ...facts.map((fact) => `answer.${fact}`)].map((field) => `${field}=_unknown`);
    next = (await post(next, unknown.join('&'), cookie)).headers.get('location') ?? '';
  }
  return { cookie, question };
}

async function load(path: string, cookie: string): Promise<{ rate: number; p95: number; failed: number }> {
  const options = { url: `${server.url}${path}`, connections, headers: { cookie, 'accept-encoding': 'gzip' } };
  await autocannon({ ...options, duration: 2 });
  const result = await autocannon({ ...options, duration: seconds });
  return {
    rate: result['2xx'] / seconds,
    // autocannon has no 95th percentile; the 97.5th is stricter.
    p95: result.latency.p97_5,
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
  const { cookie, question } = await walkToResult();
  const home = await load('/', '');
  const asked = await load(question, cookie);
  const result = await load('/guide/result', cookie);
  const sizes = await Promise.all(['/', question, '/guide/result'].map((path) => transferred(path, cookie)));
  const figures = {
    'home requests/s': home.rate,
    'home p97.5 ms': home.p95,
    'question requests/s': asked.rate,
    'question p97.5 ms': asked.p95,
    'result requests/s': result.rate,
    'result p97.5 ms': result.p95,
    'failed requests': home.failed + asked.failed + result.failed,
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
      'home p97.5 ms': '≤ 100',
      'question p97.5 ms': '≤ 100',
      'result p97.5 ms': '≤ 100',
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
