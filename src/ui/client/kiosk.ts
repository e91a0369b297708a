// The kiosk at the entrance: it forgets a visitor who has gone.
import { enhanceChoices } from './parts/choices.ts';
import { enhanceForms } from './parts/form.ts';
import { countDown, watchIdle } from './parts/idle.ts';
import { startLive } from './parts/live.ts';
import { offerModes } from './parts/modes.ts';
import { enhanceActions, loadFonts } from './parts/page.ts';

enhanceChoices(document);
enhanceForms();
enhanceActions();
offerModes();
watchIdle();
countDown();
startLive({ staleAfter: 60_000 });
loadFonts();
