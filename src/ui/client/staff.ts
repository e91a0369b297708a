// Staff and concierge pages.
import { enhanceChoices } from './parts/choices.ts';
import { showCounts } from './parts/counts.ts';
import { findAsOneTypes, openFolds } from './parts/find.ts';
import { enhanceForms } from './parts/form.ts';
import { sendInPlace } from './parts/in-place.ts';
import { forgetCopies } from './parts/kept-copies.ts';
import { startLive } from './parts/live.ts';
import { enhanceActions, loadFonts } from './parts/page.ts';

enhanceChoices(document);
enhanceForms();
enhanceActions();
sendInPlace();
showCounts(document);
findAsOneTypes(document);
openFolds();
startLive({ staleAfter: 60_000 });
loadFonts();
forgetCopies(document);
