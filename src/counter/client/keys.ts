// The keys of the desk: each button and link that shows a key is pressed by it. Typing in a field is not disturbed.

/** What shows this key and can be pressed; never a button that says why it cannot. */
function findShortcut(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(key)}"]:not([aria-disabled])`);
}

/** The key as the buttons name it; null for keys that no button may have. */
function shortcutOf(key: string): string | null {
  if (key === 'Escape') return 'Esc';
  return /^F\d{1,2}$/.test(key) ? key : null;
}

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const shortcut = shortcutOf(event.key);
  const target = shortcut && findShortcut(shortcut);
  if (!target) return;
  event.preventDefault();
  target.click();
});
