// The calling display: nobody presses anything, so it must say by itself when it has stopped.
import { startLive } from './parts/live.ts';
import { loadFonts } from './parts/page.ts';

const day = new Intl.DateTimeFormat('ja-JP', {
  month: 'long',
  day: 'numeric',
  weekday: 'short',
  timeZone: 'Asia/Tokyo',
});
const time = new Intl.DateTimeFormat('ja-JP', { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Tokyo' });

// The clock is the server's, so that it stands still together with what is shown.
document.addEventListener('beat', (event) => {
  const now = new Date((event as CustomEvent<string>).detail);
  const shown = document.getElementById('now');
  if (shown && !Number.isNaN(now.getTime())) shown.textContent = `${day.format(now)} ${time.format(now)}`;
});

startLive({ staleAfter: 15_000 });
loadFonts();
