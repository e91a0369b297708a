import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VoiceConfig } from '#platform/config';
import { isInstalled, runProgram } from '#platform/programs';
import type { Phrase, VoiceLanguage } from './phrases.ts';

/** A program of this machine that speaks. */
export interface Engine {
  /** Which program with which voice and manner: clips of another one are made anew. */
  readonly name: string;
  /** What is given to it, as a person can check it. */
  textOf(phrase: Phrase): string;
  /** Speaks a phrase: a WAV file. Throws where the program fails. */
  speak(phrase: Phrase): Promise<Buffer>;
}

/** The engine of each language; a language without one is spoken by the browser or not at all. */
export type Engines = Partial<Record<VoiceLanguage, Engine>>;

const espeakVoices: Readonly<Record<VoiceLanguage, string>> = { ja: 'ja', en: 'en-us', zh: 'cmn', ko: 'ko' };
/** Words in a minute; slower than in talk, as announcements in halls are. */
const espeakSpeed: Readonly<Record<VoiceLanguage, number>> = { ja: 150, en: 140, zh: 150, ko: 150 };

/** Voices that espeak-ng has here; none where it is not installed. */
async function espeakLanguages(): Promise<VoiceLanguage[]> {
  const listed = await runProgram('espeak-ng', ['--voices'], '').then(String, () => '');
  const known = new Set(listed.split('\n').map((line) => line.trim().split(/\s+/)[1] ?? ''));
  const languages: VoiceLanguage[] = ['ja', 'en', 'zh', 'ko'];
  return languages.filter((language) => known.has(espeakVoices[language]));
}

function espeak(language: VoiceLanguage): Engine {
  const [voice, speed] = [espeakVoices[language], espeakSpeed[language]];
  const options = ['-v', voice, '-s', String(speed), '-g', '1', '--stdin', '--stdout'];
  const textOf = ({ text, kana }: Phrase) => kana ?? text;
  return {
    name: `espeak-ng ${voice} ${speed}`,
    textOf,
    speak: (phrase) => runProgram('espeak-ng', options, textOf(phrase)),
  };
}

/** Open JTalk with a voice of the city's choice; undefined where program, voice or dictionary is not there. */
async function openJtalk({ japaneseVoice: voice, japaneseDictionary: dictionary }: VoiceConfig) {
  if (voice === undefined || !existsSync(voice) || !existsSync(dictionary)) return undefined;
  if (!(await isInstalled('open_jtalk', ['-x', dictionary, '-m', voice, '-ow', '/dev/null']))) return undefined;
  const textOf = ({ text }: Phrase) => text;
  const engine: Engine = {
    name: `open_jtalk ${voice}`,
    textOf,
    async speak(phrase) {
      const folder = await mkdtemp(join(tmpdir(), 'hitomado-voice-'));
      try {
        const file = join(folder, 'spoken.wav');
        await runProgram('open_jtalk', ['-x', dictionary, '-m', voice, '-r', '0.95', '-ow', file], textOf(phrase));
        return await readFile(file);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
  return engine;
}

/** Finds what can speak on this machine: Open JTalk for Japanese where a voice is set, espeak-ng for the rest. */
export async function findEngines(config: VoiceConfig): Promise<Engines> {
  if (!config.enabled) return {};
  const found: Engines = {};
  for (const language of await espeakLanguages()) found[language] = espeak(language);
  const japanese = await openJtalk(config);
  return japanese ? { ...found, ja: japanese } : found;
}
