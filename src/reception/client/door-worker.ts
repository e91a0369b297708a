// Keeps the pages of a machine at the door for the time without a network. It keeps pages and plans, never a person.

/** The part of a worker's world that is used here; the types of the page do not know it. */
interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(
    kind: 'install' | 'activate' | 'fetch',
    listener: (event: {
      readonly request: Request;
      waitUntil(work: Promise<unknown>): void;
      respondWith(answer: Promise<Response>): void;
    }) => void,
  ): void;
}

const worker = globalThis as unknown as WorkerScope;
const cacheName = 'hitomado-door-1';
const patience = 4000;

/** What belongs to a scope: its page without a network, and what that page reads. */
const shelves: Readonly<Record<string, { page: string; more: string[] }>> = {
  '/concierge/line': {
    page: '/concierge/line',
    more: [
      '/concierge/line/plan',
      '/assets/main.css',
      '/assets/hall.css',
      '/assets/staff.js',
      '/assets/line.js',
      '/assets/images/mark.svg',
    ],
  },
  '/kiosk': {
    page: '/kiosk/offline',
    more: [
      '/assets/main.css',
      '/assets/hall.css',
      '/assets/kiosk.js',
      '/assets/kiosk-offline.js',
      '/assets/images/mark.svg',
    ],
  },
};

const shelf = shelves[new URL(worker.registration.scope).pathname];

async function fill(): Promise<void> {
  if (!shelf) return;
  const cache = await caches.open(cacheName);
  await cache.addAll([shelf.page, ...shelf.more]);
}

async function fromShelf(key: string): Promise<Response> {
  const kept = await caches.match(key, { ignoreVary: true });
  return kept ?? Response.error();
}

/** From the hall where it answers in time, and kept for later; else what was kept. */
async function answer(request: Request, key: string, keep: boolean): Promise<Response> {
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(patience) });
    if (fresh.status >= 502) return await fromShelf(key);
    if (keep && fresh.ok && !fresh.redirected) await (await caches.open(cacheName)).put(key, fresh.clone());
    return fresh;
  } catch {
    return fromShelf(key);
  }
}

worker.addEventListener('install', (event) => event.waitUntil(fill().then(() => worker.skipWaiting())));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (!shelf || request.method !== 'GET') {
    // A form that is sent without a network leads to the page that works without one.
    if (shelf && request.mode === 'navigate') event.respondWith(fetch(request).catch(() => fromShelf(shelf.page)));
    return;
  }
  if (request.mode === 'navigate') event.respondWith(answer(request, shelf.page, pathname === shelf.page));
  else if (pathname.startsWith('/assets/') || shelf.more.includes(pathname))
    event.respondWith(answer(request, pathname, true));
});
