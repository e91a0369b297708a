const every = 30_000;

/** Shows beside the name of a room how much is to be done there, and keeps it fresh. Without an answer nothing is shown. */
export function showCounts(document: Document): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-counts]')) {
    const badge = document.createElement('b');
    badge.className = 'nav-count';
    badge.hidden = true;
    link.append(badge);
    const ask = async () => {
      if (document.hidden) return;
      const answer = await fetch(link.dataset.counts ?? '', { headers: { accept: 'application/json' } }).catch(
        () => null,
      );
      if (!answer?.ok) return;
      const news = (await answer.json()) as { count: number; label: string };
      badge.hidden = news.count === 0;
      badge.textContent = String(news.count);
      badge.setAttribute('aria-label', news.label);
      badge.setAttribute('role', 'img');
    };
    void ask();
    setInterval(ask, every);
  }
}
