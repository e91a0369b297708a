import { hideNotice, showNotice } from './notice.ts';
import { parsePage } from './trusted.ts';

export interface LiveOptions {
  /** Milliseconds without a connection after which the page says that it is old. */
  staleAfter: number;
}

/** Milliseconds after which a page that nobody can press on says that it has stopped. */
const stoppedAfter = 60_000;

/** Events in quick succession lead to one new picture. */
const gatherTime = 150;

/** How often a line that says nothing is tried anew; milliseconds. */
const tryEvery = 5_000;

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

/** Exchanges the inside of a region, and leaves focus, place and opened details as they were. Gives whether it was another. */
function exchange(region: HTMLElement, fresh: Element): boolean {
  if (region.innerHTML === fresh.innerHTML) return false;
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
  return true;
}

/** The topic that an event of the stream is about; null for one that concerns all, such as a reset. */
function topicOf(event: MessageEvent<string>): string | null {
  const data: unknown = JSON.parse(event.data);
  return typeof data === 'object' && data !== null && 'topic' in data ? String(data.topic) : null;
}

/** What a stream carries that brings parts of the page itself. */
interface Regions {
  html: Readonly<Record<string, string>>;
  versions: Readonly<Record<string, string>>;
}

/** One event stream and the regions that hang on it. */
class LiveSource {
  readonly #source: string;
  readonly #regions: readonly HTMLElement[];
  readonly #staleAfter: number;
  readonly #waiting = new Set<HTMLElement>();
  #events: EventSource | undefined;
  /** When the stream last said something, and when it was last opened. */
  #heard = Date.now();
  #opened = 0;
  #isStale = false;
  /** The stream brings the parts itself, all of them whenever it begins. */
  #brings = false;
  #gatherTimer: number | undefined;

  constructor(source: string, regions: readonly HTMLElement[], options: LiveOptions) {
    this.#source = source;
    this.#regions = regions;
    this.#staleAfter = options.staleAfter;
    this.#open();
    window.setInterval(() => this.#watch(), 1_000);
    document.addEventListener('focusout', () => {
      if (this.#waiting.size > 0) this.#refreshSoon();
    });
  }

  #open(): void {
    this.#events?.close();
    this.#opened = Date.now();
    const events = new EventSource(this.#source);
    this.#events = events;
    events.onopen = () => this.#hear();
    events.onmessage = (event: MessageEvent<string>) => {
      this.#hear();
      this.#notify(topicOf(event));
    };
    events.addEventListener('reset', () => {
      this.#hear();
      this.#notify(null);
    });
    events.addEventListener('beat', (event: MessageEvent<string>) => {
      this.#hear();
      document.dispatchEvent(new CustomEvent('beat', { detail: event.data }));
    });
    events.addEventListener('regions', (event: MessageEvent<string>) => {
      this.#hear();
      this.#take(JSON.parse(event.data) as Regions);
    });
  }

  /** The stream lives. */
  #hear(): void {
    this.#heard = Date.now();
    if (!this.#isStale) return;
    this.#isStale = false;
    document.body.classList.remove('is-stale', 'is-stopped');
    hideNotice('stale');
    if (!this.#brings) this.#notify(null);
  }

  /** A line can die without a word, so silence counts as well as an error; and a stream that was refused is tried again. */
  #watch(): void {
    const silence = Date.now() - this.#heard;
    const isRefused = this.#events?.readyState === EventSource.CLOSED;
    if (silence > this.#staleAfter) this.#sayStale();
    if (silence > stoppedAfter) document.body.classList.add('is-stopped');
    if ((isRefused || silence > this.#staleAfter) && Date.now() - this.#opened > tryEvery) {
      this.#open();
      if (isRefused) this.#notify(null);
    }
  }

  #sayStale(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    const sentences = document.body.dataset;
    document.body.classList.add('is-stale');
    const since = clock.format(this.#heard);
    showNotice('stale', (sentences.staleUntil ?? '').replace('{time}', since), sentences.staleTitle);
  }

  /** Puts in what the stream brought, and fetches what it only named. */
  #take(news: Regions): void {
    this.#brings = true;
    for (const region of this.#regions) {
      const fresh = news.html[region.id];
      if (fresh !== undefined && !isBeingTypedIn(region)) {
        const parsed = parsePage(fresh).body;
        if (exchange(region, parsed)) region.dispatchEvent(new CustomEvent('live', { bubbles: true }));
      }
      const version = news.versions[region.id];
      if (version !== undefined && version !== region.dataset.version) this.#waiting.add(region);
    }
    if (this.#waiting.size > 0) this.#refreshSoon();
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
      if (fresh instanceof HTMLElement && fresh.dataset.version) region.dataset.version = fresh.dataset.version;
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
