import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine, Engines } from './engines.ts';
import type { Phrase } from './phrases.ts';
import { clipOf } from './wav.ts';

/** The addresses of the clips of a call in order; null where this machine cannot speak the language. */
export type ClipAddresses = (phrases: readonly Phrase[]) => string[] | null;

/** Clips of phrases, made once and kept as files. */
export interface Clips {
  readonly addressesOf: ClipAddresses;
  /** The clip behind an address, made now if it is not there yet; null for one that nobody asked for. */
  read(name: string): Promise<Buffer | null>;
  /** Makes those of the phrases that are not there, one after the other. Gives how many were made. */
  prepare(phrases: Iterable<Phrase>): Promise<number>;
}

const prefix = '/display-voice/';
/** Names that are remembered; a day has far fewer. */
const mostNames = 20_000;

interface Wanted {
  engine: Engine;
  phrase: Phrase;
}

/** Opens the clips in `folder`. `failed` hears of engines that fail; what failed is tried again when it is asked for again. */
export function openClips(folder: string, engines: Engines, failed: (error: unknown) => void): Clips {
  const wanted = new Map<string, Wanted>();
  const making = new Map<string, Promise<Buffer>>();
  const fileOf = (name: string) => join(folder, `${name}.wav`);

  /** What a clip is called: the same words of the same voice have the same name, and other words another one. */
  function nameOf(phrase: Phrase): string | null {
    const engine = engines[phrase.language];
    if (!engine) return null;
    const content = JSON.stringify([engine.name, engine.textOf(phrase)]);
    const name = `${phrase.language}-${createHash('sha256').update(content).digest('hex').slice(0, 20)}`;
    if (wanted.size >= mostNames) wanted.clear();
    wanted.set(name, { engine, phrase });
    return name;
  }

  async function make(name: string, { engine, phrase }: Wanted): Promise<Buffer> {
    const clip = clipOf(await engine.speak(phrase));
    await mkdir(folder, { recursive: true });
    // Several processes may make the same clip: each writes apart, and the last one in place is as good as the first.
    const part = `${fileOf(name)}.${process.pid}`;
    await writeFile(part, clip);
    await rename(part, fileOf(name));
    return clip;
  }

  async function read(name: string): Promise<Buffer | null> {
    const known = await readFile(fileOf(name)).catch(() => null);
    const wish = wanted.get(name);
    if (known !== null || wish === undefined) return known;
    const running = making.get(name) ?? make(name, wish).finally(() => making.delete(name));
    making.set(name, running);
    return running.catch((error: unknown) => {
      failed(error);
      return null;
    });
  }

  return {
    addressesOf(phrases) {
      const names = phrases.map(nameOf);
      return names.some((name) => name === null) ? null : names.map((name) => `${prefix}${name}.wav`);
    },
    read,
    async prepare(phrases) {
      let made = 0;
      for (const phrase of phrases) {
        const name = nameOf(phrase);
        if (name === null) continue;
        const isThere = await stat(fileOf(name)).then(
          () => true,
          () => false,
        );
        if (!isThere && (await read(name)) !== null) made += 1;
      }
      return made;
    },
  };
}
