// Parts inside pages of others: they keep themselves fresh and say when they are not; nothing else.
import { startLive } from './parts/live.ts';

startLive({ staleAfter: 60_000 });
