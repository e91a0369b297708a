import { forgetModes } from './modes.ts';

/**
 * Forgets the visitor and begins anew. Asked once: asking again every second would break off a page that takes longer
 * than a second to come, and the kiosk would never leave.
 */
function leave(address: string): void {
  forgetModes();
  location.replace(address);
}

/** How long the warning stands before the kiosk forgets: long enough to answer (WCAG 2.2.1 asks for 20 s). */
const warningSeconds = 30;

/** Counts the warning down once a second; every touch of 「続ける」 starts anew, as often as one likes. */
class IdleWatch {
  readonly #restart: string;
  readonly #seconds: number;
  readonly #dialog: HTMLDialogElement;
  #timer: number | undefined;
  #left = warningSeconds;

  constructor(main: HTMLElement, dialog: HTMLDialogElement) {
    this.#restart = main.dataset.idle ?? '/';
    this.#seconds = Number(main.dataset.idleSeconds);
    this.#dialog = dialog;
    for (const kind of ['pointerdown', 'keydown', 'input']) document.addEventListener(kind, () => this.#touched());
    dialog.querySelector('[data-idle-continue]')?.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => this.#wait());
    this.#wait();
  }

  #touched(): void {
    if (!this.#dialog.open) this.#wait();
  }

  #wait(): void {
    window.clearInterval(this.#timer);
    this.#timer = window.setTimeout(() => this.#warn(), this.#seconds * 1000);
  }

  #warn(): void {
    this.#left = warningSeconds;
    this.#show();
    this.#dialog.showModal();
    this.#dialog.querySelector<HTMLElement>('[data-idle-continue]')?.focus();
    this.#timer = window.setInterval(() => this.#tick(), 1000);
  }

  #tick(): void {
    this.#left -= 1;
    this.#show();
    if (this.#left > 0) return;
    window.clearInterval(this.#timer);
    leave(this.#restart);
  }

  #show(): void {
    const count = this.#dialog.querySelector('[data-idle-count]');
    const sentence = this.#dialog.querySelector('[data-idle-sentence]');
    if (count) count.textContent = String(this.#left);
    if (sentence) {
      sentence.textContent = (this.#dialog.dataset.idleText ?? '').replace('{seconds}', String(this.#left));
    }
  }
}

/** Watches a kiosk page that has something to forget. */
export function watchIdle(): void {
  const main = document.querySelector<HTMLElement>('[data-idle]');
  const dialog = document.querySelector<HTMLDialogElement>('[data-idle-text]');
  if (main && dialog) new IdleWatch(main, dialog);
}

/** Counts down in sight on a page that has nothing to lose; every touch gives the whole time again. */
export function countDown(): void {
  const sentence = document.querySelector<HTMLElement>('[data-finish]');
  if (!sentence) return;
  const whole = Number(sentence.dataset.finishSeconds);
  const text = sentence.textContent ?? '';
  let left = whole;
  for (const kind of ['pointerdown', 'keydown']) {
    document.addEventListener(kind, () => {
      left = whole;
    });
  }
  const timer = window.setInterval(() => {
    left -= 1;
    sentence.textContent = text.replace(String(whole), String(left));
    if (left > 0) return;
    window.clearInterval(timer);
    leave(sentence.dataset.finish ?? '/');
  }, 1000);
}
