/** Closes an open menu when something else is pressed, and with Escape, which gives the focus back. */
export function enhanceMenus(): void {
  const openMenu = () => document.querySelector<HTMLDetailsElement>('[data-menu][open]');
  document.addEventListener('click', (event) => {
    const menu = openMenu();
    if (menu && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    const menu = openMenu();
    if (event.key !== 'Escape' || !menu) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}

/** Buttons that do something on this device: printing. */
export function enhanceActions(): void {
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-action=print]')) window.print();
  });
}

/** The ticks of a bring list stay in this tab while it is open, and are never sent. */
export function keepTicks(): void {
  for (const list of document.querySelectorAll<HTMLElement>('[data-bring]')) {
    const key = `bring:${list.dataset.bring}`;
    const ticked = new Set((sessionStorage.getItem(key) ?? '').split('\n'));
    const boxes = Array.from(list.querySelectorAll<HTMLInputElement>('input[type=checkbox]'));
    for (const box of boxes) box.checked = ticked.has(box.value);
    list.addEventListener('change', () => {
      const values = boxes.filter((box) => box.checked).map((box) => box.value);
      sessionStorage.setItem(key, values.join('\n'));
    });
  }
}

interface Connection {
  saveData?: boolean;
  effectiveType?: string;
}

/** Whether the visitor's line and wishes allow 800 KB of letters that the page can do without. */
function fontsAreWelcome(): boolean {
  const connection = (navigator as Navigator & { connection?: Connection }).connection;
  const fast = connection?.saveData !== true && (connection?.effectiveType ?? '4g') === '4g';
  const reduced = window.matchMedia('(prefers-reduced-data: reduce)').matches;
  return fast && !reduced && document.documentElement.lang === 'ja';
}

/** Fetches the letters of BIZ UDPGothic once the page can be used; installed ones come first. */
export function loadFonts(): void {
  if (!fontsAreWelcome()) return;
  const load = () => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = '/assets/fonts.css';
    document.head.append(link);
  };
  if (document.readyState === 'complete') load();
  else window.addEventListener('load', load, { once: true });
}
