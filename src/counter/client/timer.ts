// How long the visitor at the desk has been served: minutes and seconds since `data-since`, renewed once a second.

/** 「06:12」; from an hour on 「1:06:12」. */
function durationText(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = `${two(minutes % 60)}:${two(seconds % 60)}`;
  return minutes < 60 ? rest : `${Math.floor(minutes / 60)}:${rest}`;
}

function showTimes(): void {
  for (const time of document.querySelectorAll<HTMLElement>('[data-since]')) {
    const since = new Date(time.dataset.since ?? '').getTime();
    time.textContent = durationText(Math.max(0, Math.floor((Date.now() - since) / 1000)));
  }
}

showTimes();
window.setInterval(showTimes, 1000);
