export { apiDescription } from './api.ts';
export { type Foundation, migrations, openFoundation, prepareData } from './foundation.ts';
export { type RunningServer, startServer } from './start.tsx';
