// The keys of the desk: each button and link that shows a key is pressed by it. Typing in a field is not disturbed.

/** What shows this key and can be pressed; never a button that says why it cannot. */
function findShortcut(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(key)}"]:not([aria-disabled])`);
}

const isKey = (key: string): boolean => key === 'Escape' || /^F\d{1,2}$/.test(key);

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const target = isKey(event.key) ? findShortcut(event.key) : null;
  if (!target) return;
  event.preventDefault();
  target.click();
});
