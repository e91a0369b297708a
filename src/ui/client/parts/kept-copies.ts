/** Copies for reading without a network, as the workers of staff pages keep them. */
const prefix = 'hitomado-manual-';

/** On a page before signing in nobody is there whose copies these could be: they go, also after a sitting that ran out. */
export function forgetCopies(document: Document): void {
  const isBeforeSigningIn = document.documentElement.dataset.surface === 'staff' && document.body.matches('.app.alone');
  if (!isBeforeSigningIn || !('caches' in window)) return;
  void caches.keys().then((names) => {
    for (const name of names) if (name.startsWith(prefix)) void caches.delete(name);
  });
}
