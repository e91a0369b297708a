import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** One deletion: which case, when, and why (`retention`, `request` …). */
export interface Deletion {
  readonly caseId: string;
  readonly at: string;
  readonly reason: string;
}

interface Line extends Deletion {
  readonly hash: string;
}

/**
 * The journal of deletions, outside the database, so that a restored backup deletes again what was deleted since. Each
 * line carries the hash of itself and the line before.
 */
export interface DeletionJournal {
  append(deletion: Deletion): void;
  /** All deletions in order; throws when a line was changed, left out or put in. */
  read(): readonly Deletion[];
}

/** The journal in the file at `path`. Whoever appends must hold the lock of the journal (see the store). */
export function openJournal(path: string): DeletionJournal {
  const lines = (): Line[] => (existsSync(path) ? parse(readFileSync(path, 'utf8')) : []);
  return {
    append({ caseId, at, reason }) {
      const deletion = { caseId, at, reason };
      const line: Line = { ...deletion, hash: hashOf(lines().at(-1)?.hash ?? '', deletion) };
      const descriptor = openSync(path, 'a', 0o600);
      try {
        writeSync(descriptor, `${JSON.stringify(line)}\n`);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
    read() {
      let previous = '';
      return lines().map(({ hash, ...deletion }, index) => {
        if (hash !== hashOf(previous, deletion)) throw new Error(`the deletion journal is broken at line ${index + 1}`);
        previous = hash;
        return deletion;
      });
    },
  };
}

/** A last line without its end was cut off by a power cut before the deletion was confirmed. */
function parse(text: string): Line[] {
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  return complete
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

function hashOf(previous: string, { caseId, at, reason }: Deletion): string {
  return createHash('sha256')
    .update(`hitomado deletion\n${JSON.stringify([previous, caseId, at, reason])}`)
    .digest('hex');
}
