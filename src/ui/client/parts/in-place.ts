import { clearBusy } from './form.ts';
import { hideNotice, showNotice } from './notice.ts';
import { parsePage } from './trusted.ts';

// A form in `[data-in-place]` that leads back to its own page is answered in place: the page is not loaded anew, a live region says
// what happened, and the focus goes to where the work goes on. Without this script the same form loads the page.

const samePage = (address: string): boolean => new URL(address, location.href).pathname === location.pathname;

/** What is sent, and the button that was pressed. */
function bodyOf(form: HTMLFormElement, button: HTMLElement | null): URLSearchParams {
  const body = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (typeof value === 'string') body.append(name, value);
  });
  if (button instanceof HTMLButtonElement && button.name) body.append(button.name, button.value);
  return body;
}

/** Puts the answer in the place of the region; false where the answer is another page. */
function putIn(region: HTMLElement, answer: Document): boolean {
  const fresh = answer.getElementById(region.id);
  if (fresh === null) return false;
  region.replaceWith(fresh);
  document.title = answer.title;
  const said = document.querySelector('[data-in-place-said]');
  if (said) said.textContent = fresh.dataset.said ?? '';
  const wanted = document.getElementById(fresh.dataset.focus ?? '');
  const target = fresh.querySelector<HTMLElement>('[data-focus-first]') ?? wanted;
  target?.focus();
  return true;
}

async function send(region: HTMLElement, form: HTMLFormElement, address: string, body: URLSearchParams): Promise<void> {
  const answer = await fetch(address, { method: 'POST', body, credentials: 'same-origin' }).catch(() => null);
  const page = answer && parsePage(await answer.text());
  if (page && putIn(region, page)) {
    hideNotice('unsent');
    return;
  }
  // What was typed stays on the page, and can be sent again.
  delete form.dataset.sending;
  for (const busy of form.querySelectorAll<HTMLElement>('[aria-busy]')) clearBusy(busy);
  showNotice('unsent', document.body.dataset.unsent ?? '');
}

/** Sends forms in place, and asks before somebody leaves who has not sent what they changed. */
export function sendInPlace(): void {
  if (document.querySelector('[data-in-place]') === null) return;
  let isLeaving = false;
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const region = form.closest<HTMLElement>('[data-in-place]');
    if (event.defaultPrevented || region === null) return;
    const button = event.submitter;
    const address =
      button instanceof HTMLButtonElement && button.hasAttribute('formaction') ? button.formAction : form.action;
    if (!samePage(address)) {
      isLeaving = true;
      return;
    }
    event.preventDefault();
    void send(region, form, address, bodyOf(form, button));
  });
  window.addEventListener('beforeunload', (event) => {
    if (!isLeaving && document.querySelector('[data-in-place][data-unsaved]')) event.preventDefault();
  });
}
