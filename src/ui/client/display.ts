// The calling display: nobody presses anything, so it must say by itself when it has stopped.
import { startLive } from './parts/live.ts';
import { loadFonts } from './parts/page.ts';

startLive({ staleAfter: 15_000 });
loadFonts();
