import { test } from 'node:test';
import { serveFromTwoProcesses } from './two-processes.ts';

test('V5 two processes on one database call each of 16 visitors once, from four seats at the same time', async () => {
  await serveFromTwoProcesses(8);
});
