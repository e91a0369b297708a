// The door of this browser: kept in IndexedDB, spoken to by fetch, opened without a network by a worker.
import { createDoor, type Door, type Keeping, type Wire } from './door.ts';
import type { Kept, Lent, Result } from './kept.ts';

const name = 'hitomado-door';
const store = 'kept';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Reading and writing stand in one transaction, so that two windows never give the same number. */
const keeping: Keeping = {
  async change(step) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
      const objects = transaction.objectStore(store);
      const reading = objects.get('door') as IDBRequest<Kept | undefined>;
      let finish = (): void => undefined;
      reading.onsuccess = () => {
        const { kept, value } = step(reading.result);
        objects.put(kept, 'door');
        finish = () => resolve(value);
      };
      transaction.oncomplete = () => {
        database.close();
        finish();
      };
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  },
};

const patience = 8000;

async function post<T>(address: string, body: object): Promise<T> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  });
  if (!answer.ok) throw new Error(`the hall answered ${answer.status}`);
  return answer.json() as Promise<T>;
}

const wire: Wire = {
  lend: (series) => post<Lent>('/door/numbers', series ? { series } : {}),
  handOver: async (people) => (await post<{ results: Result[] }>('/door/people', { people })).results,
};

/** The day in Japan, 'YYYY-MM-DD'. */
export const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date());

export const machineDoor = (): Door => createDoor(keeping, wire, today);

interface ScriptPolicy {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

/** Keeps the pages below `scope` on this machine, so that they open without a network. */
export async function keepPages(scope: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const types = (window as Window & { trustedTypes?: ScriptPolicy }).trustedTypes;
  const policy = types?.createPolicy('hitomado-worker', { createScriptURL: () => '/door-worker.js' });
  const address = (policy ? policy.createScriptURL('') : '/door-worker.js') as string;
  await navigator.serviceWorker.register(address, { scope }).catch(() => undefined);
}
