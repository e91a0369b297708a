import { readFile } from 'node:fs/promises';
import { readFileBytes } from './read.ts';

// Runs in a process of its own: a file from outside may be made to break whoever reads it.
process.once('message', (path) => {
  void readFile(String(path))
    .then(readFileBytes)
    .then((reading) => {
      process.send?.(reading, () => process.disconnect());
    });
});
