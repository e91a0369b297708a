export { type RunningServer, startServer } from './start.tsx';
