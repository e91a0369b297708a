import type { LogStream } from './index.ts';

/**
 * Writes the lines of one turn of the event loop together: writing to a pipe waits for the system, and once for all lines
 * of a busy moment is much less than once for each. What is left when the process ends is written then.
 */
export function gathered(stream: LogStream, process: Pick<NodeJS.Process, 'on'>): LogStream {
  let waiting = '';
  const flush = () => {
    if (waiting === '') return;
    const lines = waiting;
    waiting = '';
    stream.write(lines);
  };
  process.on('exit', flush);
  return {
    write(line) {
      if (waiting === '') setImmediate(flush);
      waiting += line;
    },
  };
}
