import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Day } from '#platform/clock';
import { keyLength, unwrapKey, wrapKey } from './cipher.ts';
import { keepFile, shredFile } from './files.ts';

const firstYear = 2020;

/** The epoch (month) of a day: months since January 2020. */
export function epochOf(day: Day): number {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return (year - firstYear) * 12 + month - 1;
}

/** The day after which no new backup needs the key of an epoch: the first day of the next month. */
export function endOfEpoch(epoch: number): Day {
  const month = epoch + 1;
  return `${firstYear + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

const epochFile = /^epoch-(\d{5})\.key$/;

/** Keys that lie as files, each wrapped by the master key. */
export interface KeyFiles {
  /** The key of this epoch; it is made when there is none yet. */
  makeEpoch(epoch: number): Buffer;
  /** The key of an epoch, or undefined when it was destroyed. */
  readEpoch(epoch: number): Buffer | undefined;
  destroyEpoch(epoch: number): void;
  /** The epochs whose keys are here, the oldest first. */
  epochs(): number[];
  /** A lasting key for one use, such as `index`; it is made at the first call. */
  named(name: string): Buffer;
}

export function openKeyFiles(folder: string, master: Buffer): KeyFiles {
  const epochPath = (epoch: number) => join(folder, `epoch-${String(epoch).padStart(5, '0')}.key`);
  const opened = new Map<string, Buffer>();
  const read = (path: string): Buffer | undefined => {
    // Looked up each time: an epoch that another process destroyed is gone here too.
    if (!existsSync(path)) return undefined;
    const key = opened.get(path) ?? unwrapKey(master, readFileSync(path));
    opened.set(path, key);
    return key;
  };
  const make = (path: string): Buffer => {
    const present = read(path);
    if (present !== undefined) return present;
    keepFile(path, wrapKey(master, randomBytes(keyLength)));
    return unwrapKey(master, readFileSync(path));
  };
  return {
    makeEpoch: (epoch) => make(epochPath(epoch)),
    readEpoch: (epoch) => read(epochPath(epoch)),
    destroyEpoch(epoch) {
      opened.get(epochPath(epoch))?.fill(0);
      opened.delete(epochPath(epoch));
      shredFile(epochPath(epoch));
    },
    epochs: () =>
      readdirSync(folder)
        .flatMap((name) => epochFile.exec(name)?.[1] ?? [])
        .map(Number)
        .sort((one, other) => one - other),
    named: (name) => make(join(folder, `${name}.key`)),
  };
}
