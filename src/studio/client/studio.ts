// The pages of the inventory: records are found while one types; a fold that the address names is open.
import { parsePage } from '../../ui/client/parts/trusted.ts';

/** Letters in quick succession lead to one question. */
const gatherTime = 120;

function findAsOneTypes(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>('input[type=search]');
  const found = document.getElementById('found');
  if (!input || !found) return;
  let timer = 0;
  let asked = '';
  async function ask(): Promise<void> {
    const query = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const address = `${form.action.split('?')[0]}?${query}`;
    asked = address;
    const answer = await fetch(address, { headers: { accept: 'text/html' } });
    if (!answer.ok || asked !== address) return;
    const fresh = parsePage(await answer.text()).getElementById('found');
    if (fresh && found) found.replaceChildren(...fresh.childNodes);
    history.replaceState(null, '', address);
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

/** Links of the error summary lead into folds: those are opened on the way. */
function openFolds(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target?.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
  if (location.hash !== '') target?.scrollIntoView();
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-find]')) findAsOneTypes(form);
window.addEventListener('hashchange', openFolds);
openFolds();
