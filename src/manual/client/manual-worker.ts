// Keeps one page with all that is published in the manual, for the time without a network. No resident stands in it.

/** The part of a worker's world that is used here; the types of the page do not know it. */
interface WorkerScope {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(kind: 'fetch', listener: (event: Asked) => void): void;
  addEventListener(kind: 'message', listener: (event: Lasting & Told) => void): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Told {
  readonly data: unknown;
  readonly ports: readonly { postMessage(message: string): void }[];
}

const worker = globalThis as unknown as WorkerScope;
const cacheName = 'hitomado-manual-1';
const copy = '/manual/copy';
const patience = 4_000;
/** A copy older than this is made anew when the manual is opened. */
const freshFor = 60 * 60 * 1_000;
const furniture = [
  '/assets/main.css',
  '/assets/hall.css',
  '/assets/staff.js',
  '/assets/manual.js',
  '/assets/images/mark.svg',
];

/** Makes the copy: the page, what it is drawn with, and the pictures in it. What was kept before goes only when all is there. */
async function keep(): Promise<void> {
  const answer = await fetch(copy, { credentials: 'same-origin' });
  if (answer.redirected || !answer.ok) throw new Error('not signed in');
  const pictures = [...(await answer.clone().text()).matchAll(/src="(\/manual\/files\/[0-9a-f-]{36})"/g)].map(
    ([, address = '']) => address,
  );
  const cache = await caches.open(cacheName);
  await cache.addAll([...furniture, ...new Set(pictures)]);
  await cache.put(copy, answer);
}

async function refreshWhenOld(): Promise<void> {
  const kept = await (await caches.open(cacheName)).match(copy);
  const date = kept?.headers.get('date');
  if (date && Date.now() - Date.parse(date) > freshFor) await keep().catch(() => undefined);
}

/** Where in the copy a page of the manual stands. */
function placeInCopy(pathname: string): string {
  const [, folder = '', id = ''] = /^\/manual\/(procedures|systems|counters)\/([^/]+)$/.exec(pathname) ?? [];
  const kinds: Readonly<Record<string, string>> = { procedures: 'procedure', systems: 'system', counters: 'counter' };
  // The mark is an address-encoded key; in an address its signs are encoded once more.
  return folder === ''
    ? ''
    : `#${encodeURIComponent(`page-${encodeURIComponent(`${kinds[folder]}/${decodeURIComponent(id)}`)}`)}`;
}

/** The page itself where the house answers in time; the copy where it does not. Whoever is signed out has no copy any more. */
async function open(request: Request, lasting: Lasting): Promise<Response> {
  const { pathname } = new URL(request.url);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(patience) });
    if (fresh.status >= 502) throw new Error('the house does not answer');
    if (fresh.type === 'opaqueredirect' || fresh.status === 401 || fresh.status === 403) await caches.delete(cacheName);
    else if (fresh.ok) lasting.waitUntil(refreshWhenOld());
    return fresh;
  } catch (error) {
    const kept = await (await caches.open(cacheName)).match(copy);
    if (kept === undefined) throw error;
    return pathname === copy ? kept : Response.redirect(`${copy}${placeInCopy(pathname)}`);
  }
}

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('message', (event) => {
  if (event.data !== 'keep') return;
  event.waitUntil(
    keep().then(
      () => event.ports[0]?.postMessage('kept'),
      () => event.ports[0]?.postMessage('failed'),
    ),
  );
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(open(request, event));
  else if (pathname.startsWith('/assets/') || pathname.startsWith('/manual/files/')) {
    event.respondWith(
      fetch(request).catch(async (error) => {
        const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
        if (kept === undefined) throw error;
        return kept;
      }),
    );
  }
});
