import { hideNotice, showNotice } from './notice.ts';

export interface LiveOptions {
  /** Milliseconds without a connection after which the page says that it is old. */
  staleAfter: number;
}

/** Milliseconds after which a page that nobody can press on says that it has stopped. */
const stoppedAfter = 60_000;

/** Events in quick succession lead to one new picture. */
const gatherTime = 150;

/** The part of Trusted Types that is used here; TypeScript does not know it yet. */
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): unknown };
}

// The policy passes pages of this server alone: they are parsed, and only the regions that were marked are taken over.
const policy = (window as Window & { trustedTypes?: TrustedTypesFactory }).trustedTypes?.createPolicy('hitomado', {
  createHTML: (html) => html,
});

function parsePage(html: string): Document {
  return new DOMParser().parseFromString((policy ? policy.createHTML(html) : html) as string, 'text/html');
}

const clock = new Intl.DateTimeFormat('ja-JP', { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Tokyo' });

/** How the focused control can be found again in the new picture. */
function selectorOf(element: Element): string | null {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const attribute = ['name', 'href'].find((name) => element.hasAttribute(name));
  if (attribute === undefined) return null;
  const value = element.getAttribute('value');
  const own = `${element.tagName}[${attribute}="${CSS.escape(element.getAttribute(attribute) ?? '')}"]`;
  return value === null ? own : `${own}[value="${CSS.escape(value)}"]`;
}

/** Someone is typing in the region: what is typed must not be exchanged under their hands. */
function isBeingTypedIn(region: HTMLElement): boolean {
  const active = document.activeElement;
  return region.contains(active) && Boolean(active?.matches('input, textarea, select'));
}

/** Exchanges the inside of a region, and leaves focus, place and opened details as they were. */
function exchange(region: HTMLElement, fresh: Element): void {
  if (region.innerHTML === fresh.innerHTML) return;
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  const selector = focused && selectorOf(focused);
  const places = Array.from(region.querySelectorAll('.pane-b'), (pane) => pane.scrollTop);
  const opened = Array.from(region.querySelectorAll('details'), (details) => details.open);
  region.replaceChildren(...fresh.childNodes);
  region.querySelectorAll('.pane-b').forEach((pane, index) => {
    pane.scrollTop = places[index] ?? 0;
  });
  region.querySelectorAll('details').forEach((details, index) => {
    details.open = opened[index] ?? details.open;
  });
  if (selector) region.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
}

/** The topic that an event of the stream is about; null for one that concerns all, such as a reset. */
function topicOf(event: MessageEvent<string>): string | null {
  const data: unknown = JSON.parse(event.data);
  return typeof data === 'object' && data !== null && 'topic' in data ? String(data.topic) : null;
}

/** One event stream and the regions that hang on it. */
class LiveSource {
  readonly #regions: readonly HTMLElement[];
  readonly #staleAfter: number;
  readonly #waiting = new Set<HTMLElement>();
  #lossTimers: number[] = [];
  #gatherTimer: number | undefined;

  constructor(source: string, regions: readonly HTMLElement[], options: LiveOptions) {
    this.#regions = regions;
    this.#staleAfter = options.staleAfter;
    const events = new EventSource(source);
    events.onopen = () => this.#connected();
    events.onerror = () => this.#lost();
    events.onmessage = (event: MessageEvent<string>) => this.#notify(topicOf(event));
    events.addEventListener('reset', () => this.#notify(null));
    document.addEventListener('focusout', () => {
      if (this.#waiting.size > 0) this.#refreshSoon();
    });
  }

  #connected(): void {
    const wasLost = this.#lossTimers.length > 0;
    for (const timer of this.#lossTimers) window.clearTimeout(timer);
    this.#lossTimers = [];
    document.body.classList.remove('is-stale', 'is-stopped');
    hideNotice('stale');
    if (wasLost) this.#notify(null);
  }

  #lost(): void {
    if (this.#lossTimers.length > 0) return;
    const since = new Date();
    this.#lossTimers = [
      window.setTimeout(() => this.#sayStale(since), this.#staleAfter),
      window.setTimeout(() => document.body.classList.add('is-stopped'), stoppedAfter),
    ];
  }

  #sayStale(since: Date): void {
    const sentences = document.body.dataset;
    document.body.classList.add('is-stale');
    showNotice('stale', (sentences.staleUntil ?? '').replace('{time}', clock.format(since)), sentences.staleTitle);
  }

  #notify(topic: string | null): void {
    for (const region of this.#regions) {
      const wanted = region.dataset.topic;
      if (topic === null || wanted === undefined || wanted === topic) this.#waiting.add(region);
    }
    if (this.#waiting.size > 0) this.#refreshSoon();
  }

  #refreshSoon(): void {
    window.clearTimeout(this.#gatherTimer);
    this.#gatherTimer = window.setTimeout(() => void this.#refresh(), gatherTime);
  }

  async #refresh(): Promise<void> {
    const response = await fetch(location.href, { credentials: 'same-origin' }).catch(() => null);
    if (response === null) return;
    if (response.redirected) {
      location.assign(response.url);
      return;
    }
    if (!response.ok) return;
    const page = parsePage(await response.text());
    for (const region of this.#waiting) {
      const fresh = page.getElementById(region.id);
      if (fresh === null || isBeingTypedIn(region)) continue;
      this.#waiting.delete(region);
      exchange(region, fresh);
      region.dispatchEvent(new CustomEvent('live', { bubbles: true }));
    }
  }
}

/** Keeps all `[data-live]` regions of the page up to date. */
export function startLive(options: LiveOptions): void {
  const regions = Array.from(document.querySelectorAll<HTMLElement>('[data-live]'));
  const sources = new Set(regions.map((region) => region.dataset.live ?? ''));
  for (const source of sources) {
    new LiveSource(
      source,
      regions.filter((region) => region.dataset.live === source),
      options,
    );
  }
}
