interface ScriptPolicy {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

const clock = new Intl.DateTimeFormat('ja-JP', {
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'Asia/Tokyo',
});

/** The name of the cache; whoever signs out takes it away (`staff.js`). */
const cacheName = 'hitomado-manual-1';

/** When the copy of this device was made; null where it has none. */
async function copiedAt(): Promise<Date | null> {
  const kept = await (await caches.open(cacheName)).match('/manual/copy');
  const date = kept?.headers.get('date');
  return date ? new Date(date) : null;
}

/** Keeps the copy on this device, or makes it anew. */
async function keepCopy(): Promise<void> {
  const types = (window as Window & { trustedTypes?: ScriptPolicy }).trustedTypes;
  const policy = types?.createPolicy('hitomado-worker', { createScriptURL: () => '/manual-worker.js' });
  const address = (policy ? policy.createScriptURL('') : '/manual-worker.js') as string;
  await navigator.serviceWorker.register(address, { scope: '/manual' });
  const { active } = await navigator.serviceWorker.ready;
  await new Promise<void>((done, failed) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => (data === 'kept' ? done() : failed(new Error('the copy was not kept')));
    active?.postMessage('keep', [channel.port2]);
  });
}

/** Offers to keep a copy of the manual on this device, and says in the top bar from when it is. */
export async function offerCopy(document: Document): Promise<void> {
  if (!('serviceWorker' in navigator) || !('caches' in window)) return;
  const offer = document.querySelector<HTMLElement>('[data-offline]');
  const said = document.querySelector<HTMLElement>('[data-offline-said]');
  const sign = document.querySelector<HTMLElement>('[data-kept-copy]');
  const tell = async (): Promise<void> => {
    const at = await copiedAt();
    if (sign) sign.textContent = at ? `控え ${clock.format(at)}` : '';
    if (said) said.textContent = at ? `${clock.format(at)} の控えがあります。` : '';
  };
  await tell();
  if (!offer) return;
  offer.hidden = false;
  offer.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    if (said) said.textContent = '控えを作っています…';
    void keepCopy().then(tell, () => {
      if (said) said.textContent = '控えを残せませんでした。ネットワークを確かめて、もう一度押してください。';
    });
  });
}
