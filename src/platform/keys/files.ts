import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, rmSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Files being written; a crash may leave one. */
export const draftSuffix = '.draft';

/**
 * Writes a new small file that only its owner may read. It is whole or absent, also after a power cut, and one that is
 * already there stays (another process was first).
 */
export function keepFile(path: string, content: string | Buffer): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}${draftSuffix}`;
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeSync(descriptor, Buffer.from(content));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  syncFolder(dirname(path));
}

/** Overwrites a file with noise and removes it. */
export function shredFile(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    writeSync(descriptor, randomBytes(statSync(path).size), 0, null, 0);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  rmSync(path);
  syncFolder(dirname(path));
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
