const minute = 60_000;

/** Says how many minutes are left until an instant, beside what the page says without a script. Read out at five and at one. */
export function countDown(document: Document): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-until]')) {
    const until = Date.parse(place.dataset.until ?? '');
    const sentence = place.dataset.left ?? '{minutes}';
    const show = () => {
      const minutes = Math.max(0, Math.ceil((until - Date.now()) / minute));
      place.setAttribute('aria-live', minutes === 5 || minutes === 1 ? 'polite' : 'off');
      place.textContent = sentence.replace('{minutes}', String(minutes));
      if (minutes === 0) clearInterval(timer);
    };
    const timer = setInterval(show, minute / 4);
    show();
  }
}
