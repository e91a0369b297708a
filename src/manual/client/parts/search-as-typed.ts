/** A part of a text, and whether it is what was looked for. */
interface Part {
  readonly text: string;
  readonly hit: boolean;
}

/** What the house answers while somebody types. */
interface Answer {
  readonly said: string;
  readonly hits: readonly {
    readonly path: string;
    readonly kind: string;
    readonly title: readonly Part[];
    readonly excerpt: readonly Part[] | null;
  }[];
}

/** Pauses in typing shorter than this are within a word; milliseconds. */
const pause = 50;

/** Texts come in as texts alone, so that nothing in them becomes markup. */
function marked(document: Document, parent: HTMLElement, parts: readonly Part[]): void {
  for (const { text, hit } of parts) {
    const part = document.createElement(hit ? 'mark' : 'span');
    part.textContent = text;
    parent.append(part);
  }
}

function listOf(document: Document, { hits }: Answer): HTMLElement {
  const list = document.createElement('ol');
  list.className = 'manual-hits';
  for (const { path, kind, title, excerpt } of hits) {
    const link = document.createElement('a');
    link.href = path;
    const sort = document.createElement('span');
    sort.className = 'kind';
    sort.textContent = kind;
    const name = document.createElement('b');
    marked(document, name, title);
    link.append(sort, name);
    if (excerpt) {
      const line = document.createElement('span');
      line.className = 'excerpt';
      marked(document, line, excerpt);
      link.append(line);
    }
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  return list;
}

/** Shows what is found below the box while one types; arrow keys walk through it, Escape closes it. */
export function searchAsTyped(document: Document): void {
  const form = document.querySelector<HTMLFormElement>('[data-search]');
  const input = form?.querySelector<HTMLInputElement>('input[type=search]');
  const found = document.querySelector<HTMLElement>('[data-search-found]');
  const count = document.querySelector<HTMLElement>('[data-search-count]');
  if (!form || !input || !found || !count) return;
  const address = form.dataset.search ?? '';
  let timer = 0;
  let latest = 0;

  const close = (): void => {
    found.hidden = true;
    found.replaceChildren();
  };

  async function show(): Promise<void> {
    if (!input || !found || !count) return;
    const words = input.value.trim();
    latest += 1;
    const own = latest;
    if (words === '') {
      count.textContent = '';
      close();
      return;
    }
    const response = await fetch(`${address}?q=${encodeURIComponent(words)}`).catch(() => null);
    // Without an answer the form still searches when it is sent.
    if (!response?.ok || own !== latest) return;
    const answer = (await response.json()) as Answer;
    if (own !== latest) return;
    found.replaceChildren(...(answer.hits.length > 0 ? [listOf(document, answer)] : []));
    found.hidden = answer.hits.length === 0;
    count.textContent = answer.said;
  }

  input.addEventListener('input', (event) => {
    // While kana are being turned into kanji, what stands in the box is no word yet.
    if ((event as InputEvent).isComposing) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void show(), pause);
  });
  input.addEventListener('compositionend', () => void show());

  const keys = (event: KeyboardEvent): void => {
    const links = [...found.querySelectorAll('a')];
    if (event.key === 'Escape' && !found.hidden) {
      close();
      input.focus();
      return;
    }
    if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || links.length === 0) return;
    event.preventDefault();
    const next = links.indexOf(document.activeElement as HTMLAnchorElement) + (event.key === 'ArrowDown' ? 1 : -1);
    if (next < 0) input.focus();
    else links[Math.min(next, links.length - 1)]?.focus();
  };
  input.addEventListener('keydown', keys);
  found.addEventListener('keydown', keys);
}
