/** Ways of seeing and hearing that somebody has chosen at the kiosk; they go with the visitor. */
const modes = ['large', 'low', 'contrast'] as const;
type Mode = (typeof modes)[number];

const isMode = (name: string | undefined): name is Mode => modes.some((mode) => mode === name);
const key = 'hitomado-modes';
/** How long the start page waits for a touch before it forgets the modes, in milliseconds. */
const startForgetsAfter = 60_000;

function chosen(): Mode[] {
  return (sessionStorage.getItem(key) ?? '').split(' ').filter(isMode);
}

function apply(): void {
  const now = chosen();
  for (const mode of modes) document.documentElement.toggleAttribute(`data-${mode}`, now.includes(mode));
  for (const button of document.querySelectorAll<HTMLElement>('[data-mode]')) {
    if (isMode(button.dataset.mode)) button.setAttribute('aria-pressed', String(now.includes(button.dataset.mode)));
  }
}

/** The next visitor finds the kiosk as it was built. */
export function forgetModes(): void {
  sessionStorage.removeItem(key);
  window.speechSynthesis?.cancel();
}

function toggle(mode: Mode): void {
  const now = chosen();
  const next = now.includes(mode) ? now.filter((one) => one !== mode) : [...now, mode];
  sessionStorage.setItem(key, next.join(' '));
  apply();
}

/** What is read aloud: headings, sentences and buttons in the order of the page, without furigana said twice. */
function wordsOf(main: HTMLElement): string {
  const copy = main.cloneNode(true) as HTMLElement;
  for (const hidden of copy.querySelectorAll('rt, rp, [hidden], [aria-hidden=true], .sr')) hidden.remove();
  const parts = copy.querySelectorAll('h1, h2, p, li, label, legend, button, a');
  return Array.from(parts, (part) => (part.textContent ?? '').trim())
    .filter((text) => text !== '')
    .join('。');
}

/** Reads the page once and stops at its end; a second touch stops before. */
function readAloud(button: HTMLElement): void {
  const speechSynthesis = window.speechSynthesis;
  const stop = (): void => button.setAttribute('aria-pressed', 'false');
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel();
    stop();
    return;
  }
  const main = document.querySelector<HTMLElement>('main');
  if (!main) return;
  const spoken = new SpeechSynthesisUtterance(wordsOf(main));
  spoken.lang = document.documentElement.lang;
  spoken.onend = stop;
  spoken.onerror = stop;
  button.setAttribute('aria-pressed', 'true');
  speechSynthesis.speak(spoken);
}

/** The button for reading aloud is there only where the machine has a voice for this language. */
function offerVoice(button: HTMLElement): void {
  const language = document.documentElement.lang.slice(0, 2);
  const look = (): void => {
    button.hidden = !window.speechSynthesis.getVoices().some((voice) => voice.lang.slice(0, 2) === language);
  };
  look();
  window.speechSynthesis.addEventListener('voiceschanged', look);
  button.addEventListener('click', () => readAloud(button));
}

/** On the start page nothing is watched: the modes go when nobody has touched it for a while. */
function watchStart(): void {
  let timer = 0;
  const wait = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      forgetModes();
      apply();
    }, startForgetsAfter);
  };
  for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, wait);
  wait();
}

/** Large letters, everything within reach from a wheelchair, high contrast, and reading aloud. */
export function offerModes(): void {
  const bar = document.querySelector<HTMLElement>('[data-modes]');
  if (!bar) return;
  bar.hidden = false;
  apply();
  for (const button of bar.querySelectorAll<HTMLElement>('[data-mode]')) {
    const mode = button.dataset.mode;
    if (mode === 'voice') offerVoice(button);
    else if (isMode(mode)) button.addEventListener('click', () => toggle(mode));
  }
  for (const end of document.querySelectorAll('[data-ends]')) end.addEventListener('click', forgetModes);
  window.addEventListener('pagehide', () => window.speechSynthesis?.cancel());
  if (!document.querySelector('[data-idle], [data-finish]')) watchStart();
}
