import { parsePage } from './trusted.ts';

/** Letters in quick succession lead to one question. */
const gatherTime = 120;

/** Finds while one types: the region that the form names (`data-find`) is exchanged for the one of the answered page. */
export function findAsOneTypes(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-find]')) {
    const input = form.querySelector<HTMLInputElement>('input[type=search]');
    const region = form.dataset.find ?? '';
    if (input) watch(form, input, region);
  }
}

function watch(form: HTMLFormElement, input: HTMLInputElement, region: string): void {
  let timer = 0;
  let asked = '';
  async function ask(): Promise<void> {
    const query = new URLSearchParams();
    new FormData(form).forEach((value, name) => {
      query.append(name, String(value));
    });
    const address = `${form.action.split('?')[0]}?${query}`;
    asked = address;
    const answer = await fetch(address);
    if (!answer.ok) return;
    const fresh = parsePage(await answer.text()).getElementById(region);
    // Only the answer to what stands in the box now is shown.
    if (fresh && asked === address) document.getElementById(region)?.replaceChildren(...fresh.childNodes);
  }
  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask().catch(() => undefined), gatherTime);
  };
  input.addEventListener('input', (event) => {
    if (!(event as InputEvent).isComposing) soon();
  });
  input.addEventListener('compositionend', soon);
}

/** What the address leads to is visible: folds around it are opened. */
export function openFolds(): void {
  const show = (): void => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let fold = target?.closest('details');
    while (fold) {
      fold.open = true;
      fold = fold.parentElement?.closest('details');
    }
    if (location.hash !== '') target?.scrollIntoView();
  };
  window.addEventListener('hashchange', show);
  show();
}
