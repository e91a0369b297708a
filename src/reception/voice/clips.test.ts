import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { packageRoot } from '#platform/package';
import { sampleInventory } from '../queue/fixtures.ts';
import type { Service } from '../queue/hall-store.ts';
import { openClips } from './clips.ts';
import { type Engines, findEngines } from './engines.ts';
import { callPhrases, callSentence, type VoiceLanguage, voiceLanguages } from './phrases.ts';
import { clipOf, levelOf, readWav, writeWav } from './wav.ts';

const window3: Service = {
  id: '1階 3番窓口',
  floor: 1,
  window: '3',
  name: '3番窓口',
  departments: ['shiminka'],
  series: 'A',
  standardMinutes: 10,
};
const inventory = sampleInventory();
/** Hears of an engine that fails. */
const failed = (error: unknown): never => assert.fail(String(error));
const dictionary = '/var/lib/mecab/dic/open-jtalk/naist-jdic';
const testVoice =
  process.env.HITOMADO_TEST_VOICE ?? join(packageRoot, '..', 'shared', 'data', 'speech', 'tohoku-f01-neutral.htsvoice');

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-clips-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('V5 a call is spoken as people expect it, in four languages', () => {
  const sentences = voiceLanguages.map((one) => callSentence(callPhrases('A312', window3, one, inventory)));
  assert.deepEqual(sentences, [
    'エー、 312番のかた、 1階、3番窓口へお越しください。',
    'Number A, 312. Please go to window 3, floor 1.',
    'A, 三百一十二号, 请到一楼三号窗口。',
    '에이 삼백십이 번 고객님, 일 층 삼 번 창구로 오세요.',
  ]);
  const kana = callPhrases('A312', window3, 'ja', inventory).map((phrase) => phrase.kana);
  assert.deepEqual(kana, [
    'エー、',
    'さんびゃくじゅうにばんのかた、',
    'いっかい、さんばんまどぐちえ、おこしください。',
  ]);
  const upstairs = callPhrases('B001', { ...window3, floor: 3, window: '12' }, 'ja', inventory).at(-1);
  assert.equal(upstairs?.kana, 'さんがい、じゅうにばんまどぐちえ、おこしください。');
});

/** A tone with silence before and behind it, as loud as wanted. */
function tone(rate: number, loudness: number): Buffer {
  const samples = new Float32Array(rate * 2);
  for (let index = rate / 2; index < rate * 1.5; index += 1)
    samples[index] = loudness * Math.sin((index / rate) * 2_764);
  return writeWav({ rate, samples });
}

test('V5 clips have no silence at their ends, are equally loud and small, whatever the engine gives', () => {
  const clips = [tone(48_000, 0.05), tone(22_050, 0.9)].map((spoken) => readWav(clipOf(spoken)));
  for (const clip of clips) {
    const seconds = clip.samples.length / clip.rate;
    assert.ok(seconds > 1 && seconds < 1.1, `${seconds} s`);
    assert.ok(clip.rate <= 24_000);
    assert.ok(Math.abs(levelOf(clip) - 0.12) < 0.01, String(levelOf(clip)));
  }
  assert.throws(() => clipOf(writeWav({ rate: 16_000, samples: new Float32Array(16_000) })), /nothing was spoken/);
});

test('V5 where nothing can speak there are no clips, and an address nobody was given leads nowhere', async (t) => {
  const clips = openClips(folderFor(t), {}, failed);
  assert.equal(clips.addressesOf(callPhrases('A001', window3, 'ja', inventory)), null);
  assert.equal(await clips.read('ja-00000000000000000000'), null);
});

const engines: Engines = await findEngines({ enabled: true, japaneseVoice: undefined, japaneseDictionary: dictionary });
const without = (language: VoiceLanguage) =>
  engines[language] ? false : `espeak-ng with a voice for ${language} is not installed here (Debian: espeak-ng)`;

for (const language of voiceLanguages) {
  test(`V5 espeak-ng speaks a call in ${language}: made once, kept as files`, {
    skip: without(language),
  }, async (t) => {
    const folder = folderFor(t);
    const clips = openClips(folder, engines, failed);
    const phrases = callPhrases('A127', window3, language, inventory);
    assert.equal(await clips.prepare(phrases), 3);
    assert.equal(await clips.prepare(phrases), 0);
    const addresses = clips.addressesOf(phrases) ?? assert.fail();
    const lengths: number[] = [];
    for (const address of addresses) {
      const name = /([a-z]{2}-[0-9a-f]{20})\.wav$/.exec(address)?.[1] ?? assert.fail(address);
      const sound = readWav((await clips.read(name)) ?? assert.fail(name));
      assert.ok(levelOf(sound) > 0.05, 'it can be heard');
      lengths.push(sound.samples.length / sound.rate);
    }
    const total = lengths.reduce((sum, one) => sum + one, 0);
    assert.ok(total > 2 && total < 9, `${total} s`);
    assert.ok((lengths[2] ?? 0) > (lengths[0] ?? 0), 'the place takes longer than the letter');
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    assert.ok(bytes < 500_000, `${bytes} bytes`);
  });
}

test('V5 espeak-ng says the Japanese numbers with the right sounds', { skip: without('ja') }, () => {
  const sounds = (kana: string) =>
    execFileSync('espeak-ng', ['-q', '-x', '-v', 'ja', kana], { encoding: 'utf8' }).replace(/[,'\s]/g, '');
  const phrase = (number: string) => callPhrases(number, window3, 'ja', inventory)[1]?.kana ?? '';
  assert.match(sounds(phrase('A100')), /^Caku/);
  assert.match(sounds(phrase('A300')), /^sau~b_jaku/);
  assert.match(sounds(phrase('A600')), /p_jaku/);
  assert.match(sounds(phrase('A800')), /^hahp_jaku/);
});

const openJtalk = await findEngines({ enabled: true, japaneseVoice: testVoice, japaneseDictionary: dictionary });
const hasOpenJtalk = openJtalk.ja?.name.startsWith('open_jtalk') ?? false;
const noOpenJtalk = hasOpenJtalk
  ? false
  : `open_jtalk, its dictionary or the voice ${testVoice} (${existsSync(testVoice) ? 'there' : 'missing'}) is not here`;

test('V5 with a voice that the city chose, Open JTalk speaks Japanese', { skip: noOpenJtalk }, async (t) => {
  const clips = openClips(folderFor(t), openJtalk, failed);
  const phrases = callPhrases('A300', window3, 'ja', inventory);
  assert.equal(await clips.prepare(phrases), 3);
  const [, number = ''] = clips.addressesOf(phrases) ?? [];
  const sound = readWav((await clips.read(/(ja-[0-9a-f]+)/.exec(number)?.[1] ?? '')) ?? assert.fail());
  assert.ok(sound.rate <= 24_000 && levelOf(sound) > 0.05);
  assert.ok(sound.samples.length / sound.rate > 0.6);
});
