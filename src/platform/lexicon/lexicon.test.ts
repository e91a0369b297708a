import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldSpelling, soundOf } from '#platform/search';
import { generalSynonyms, readAloud, withReadings } from './index.ts';

test('K5 titles are read aloud, in their order; what has no reading stays as it stands', async () => {
  const readings = await readAloud(['図書館', 'DV相談', '自動販売機']);
  assert.deepEqual(readings.map(soundOf), ['トショカン', 'dvソウダン', 'ジドウハンバイキ'].map(foldSpelling));
});

test('K5 the pieces of a reading make up the whole text', async () => {
  const texts = ['子育て支援の申し込み', '24時間（夜間）', '住民票の写し・印鑑', '🦊 と𠮷野家'];
  const readings = await readAloud(texts);
  assert.deepEqual(
    readings.map((reading) =>
      reading
        .map(([written]) => written)
        .join('')
        .replaceAll(/\s/g, ''),
    ),
    texts.map((text) => text.replaceAll(/\s/g, '')),
  );
});

test('K5 a document is read with its sayings', async () => {
  const [document] = await withReadings([{ id: 'x', title: '公民館', text: '', sayings: ['集会所'] }]);
  assert.deepEqual(document?.readings?.map(soundOf), ['コウミンカン', 'シユウカイシヨ'].map(foldSpelling));
});

test('K5 the language at large knows everyday words of official ones', async () => {
  const general = await generalSynonyms();
  assert.ok(general.alternatives(foldSpelling('電算機')).includes(foldSpelling('電子計算機')));
  assert.deepEqual(general.alternatives('龘'), ['龘']);
});
