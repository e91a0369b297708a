import { showNotice } from './notice.ts';

/** Enter that only confirms the text of an input method must not send the form (Safari sends it with key code 229). */
function guardComposition(event: KeyboardEvent): void {
  if (event.key === 'Enter' && (event.isComposing || event.keyCode === 229)) event.preventDefault();
}

/** Says on the pressed button that the form is on its way; its width is kept. */
function showBusy(button: HTMLElement): void {
  const label = button.querySelector('span');
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute('aria-busy', 'true');
  if (label) {
    button.dataset.label = label.textContent;
    label.textContent = document.body.dataset.busy ?? '';
  }
}

/** The button is as it was before it was pressed. */
export function clearBusy(button: HTMLElement): void {
  const label = button.querySelector('span');
  button.removeAttribute('aria-busy');
  if (label && button.dataset.label !== undefined) label.textContent = button.dataset.label;
}

/** A form is sent once; without a network it stays, with what was typed, and the page says so. */
function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.dataset.sending === 'yes') {
    event.preventDefault();
    return;
  }
  if (!navigator.onLine) {
    event.preventDefault();
    showNotice('unsent', document.body.dataset.unsent ?? '');
    return;
  }
  form.dataset.sending = 'yes';
  if (event.submitter instanceof HTMLElement && event.submitter.matches('.btn')) showBusy(event.submitter);
}

/** A page that comes back from the browser's memory is ready to send again. */
function onPageShow(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sending]')) delete form.dataset.sending;
  for (const button of document.querySelectorAll<HTMLElement>('[aria-busy]')) clearBusy(button);
}

/** Forms: no accidental or double sending, nothing typed is lost, and errors come to the eye and ear first. */
export function enhanceForms(): void {
  document.addEventListener('keydown', guardComposition);
  document.addEventListener('submit', onSubmit);
  window.addEventListener('pageshow', onPageShow);
  document.querySelector<HTMLElement>('[data-focus-first]')?.focus();
}
