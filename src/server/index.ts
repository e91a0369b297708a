export { stoppedAccounts } from '#identity';
export { apiDescription } from './api.ts';
export { closeAfterRestore } from './doors.ts';
export { type Foundation, migrations, openFoundation, prepareData } from './foundation.ts';
export { type RunningServer, startServer } from './start.tsx';
