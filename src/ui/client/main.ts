// Residents' pages: everything works without this script; it spares mistakes and keeps numbers fresh.
import { enhanceChoices } from './parts/choices.ts';
import { showChosen } from './parts/chosen.ts';
import { countDown } from './parts/countdown.ts';
import { enhanceForms } from './parts/form.ts';
import { startLive } from './parts/live.ts';
import { enhanceActions, enhanceMenus, keepTicks, loadFonts } from './parts/page.ts';
import { enhancePush } from './parts/push.ts';

enhanceChoices(document);
enhanceForms();
showChosen(document);
countDown(document);
enhanceMenus();
enhanceActions();
keepTicks();
enhancePush();
startLive({ staleAfter: 60_000 });
loadFonts();
