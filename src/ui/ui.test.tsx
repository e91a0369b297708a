import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { ReactElement } from 'react';
import { type Language, languages, parameterNames, parseRuby } from '#platform/i18n';
import { type FontSlices, fontFaces } from './font-faces.ts';
import {
  BringList,
  Button,
  ChoiceGroup,
  choiceNone,
  choiceUnknown,
  ErrorSummary,
  fieldId,
  GalleryPage,
  localized,
  Qr,
  ResidentPage,
  readChoices,
  renderPage,
  rich,
  type Surface,
  speakingFor,
  Tabs,
  TextField,
} from './index.ts';
import { messages } from './messages.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const surfaces: readonly Surface[] = ['resident', 'kiosk', 'tablet', 'staff', 'display', 'print'];
const languageIds = languages.map(({ id }) => id);
const html = (element: ReactElement) => renderPage(element).replace('<!doctype html>', '');
const gallery = (surface: Surface, language: Language) =>
  renderPage(<GalleryPage surface={surface} language={language} />);
const everyGallery = surfaces.flatMap((surface) => languageIds.map((language) => gallery(surface, language)));

/** The values of an attribute wherever it stands in a page. */
const attribute = (page: string, name: string) =>
  Array.from(page.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g')), ([, value = '']) => value);

test('X1 every sentence of the components stands in six languages with the same parameters', () => {
  const entries = Object.entries(messages.table);
  assert.ok(entries.length > 60);
  for (const [key, sentence] of entries) {
    for (const language of languageIds) {
      assert.ok(sentence[language].trim(), `${key} ${language}`);
      assert.deepEqual(parameterNames(sentence[language]), parameterNames(sentence.ja), `${key} ${language}`);
    }
  }
});

test('X1 every kanji in やさしい日本語 carries its reading', () => {
  for (const [key, { easy }] of Object.entries(messages.table)) {
    const bare = parseRuby(easy).filter((part) => typeof part === 'string' && /\p{Script=Han}/u.test(part));
    assert.deepEqual(bare, [], key);
  }
});

test('X1 pages carry nothing that the content security policy forbids', () => {
  for (const page of everyGallery) {
    assert.doesNotMatch(page, / style="/);
    assert.doesNotMatch(page, / on[a-z]+="/);
    assert.doesNotMatch(page, /<script(?![^>]* src="\/assets\/)/);
    assert.doesNotMatch(page, /(?:src|href)="(?:data|javascript|https?):/);
  }
});

test('X1 every page has a language, a title, a skip link to its main part and no id twice', () => {
  for (const page of everyGallery) {
    assert.match(page, /^<!doctype html><html lang="(ja|en|zh-Hans|ko|vi)" data-surface=/);
    assert.match(page, /<title>[^<]+<\/title>/);
    assert.match(page, /<main id="main"/);
    const ids = attribute(page, 'id');
    assert.equal(new Set(ids).size, ids.length, String(ids));
  }
  assert.match(gallery('resident', 'ja'), /<a class="skip" href="#main">本文へ移動<\/a>/);
});

test('X1 readings are drawn as furigana and never left as text', () => {
  for (const surface of surfaces) {
    const text = gallery(surface, 'easy').replaceAll(/<rp>.*?<\/rp>/g, '');
    assert.doesNotMatch(text, /\p{Script=Han}\([\u3041-\u3096\u30a1-\u30fc]+\)/u);
  }
  assert.equal(
    html(<p>{rich('漢字(かんじ)を 読(よ)む')}</p>),
    '<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>を <ruby>読<rp>(</rp><rt>よ</rt><rp>)</rp></ruby>む</p>',
  );
});

test('X1 every control has a label or a name, and every reference leads to an element', () => {
  for (const page of everyGallery) {
    const ids = new Set(attribute(page, 'id'));
    const references = ['for', 'aria-describedby', 'aria-labelledby'].flatMap((name) => attribute(page, name));
    const links = attribute(page, 'href').filter((href) => href.startsWith('#field-'));
    for (const id of links.map((href) => href.slice(1))) assert.ok(ids.has(id), id);
    for (const id of references.flatMap((value) => value.split(' '))) assert.ok(ids.has(id), id);
  }
});

test('X1 a field says what is wrong to eye and ear, and keeps what was typed', () => {
  const field = html(
    <TextField
      name="phone"
      label="電話番号"
      language="ja"
      hint="例 090-0000-1187"
      error="数字を入れてください"
      value="九"
      required
    />,
  );
  assert.match(field, /<label class="lbl" for="field-phone">電話番号<span class="req">必須<\/span>/);
  assert.match(field, /aria-describedby="field-phone-hint field-phone-error"/);
  assert.match(field, /aria-invalid="true"/);
  assert.match(field, /aria-required="true"/);
  assert.match(field, /value="九"/);
  const sound = html(<TextField name="phone" label="電話番号" language="ja" />);
  assert.doesNotMatch(sound, /aria-/);
});

test('X1 the error summary repeats the sentence at the field and leads to it', () => {
  const errors = [{ name: 'phone', message: '電話番号を入れてください' }];
  const summary = html(<ErrorSummary errors={errors} language="ja" />);
  assert.match(summary, /直すところが1か所あります/);
  assert.ok(summary.includes(`<a href="#${fieldId('phone')}">電話番号を入れてください</a>`));
  assert.match(summary, /role="alert" tabindex="-1"/i);
  assert.equal(html(<ErrorSummary errors={[]} language="ja" />), '');
  const page = renderPage(
    <ResidentPage title="住所" language="ja" path="/" hasErrors>
      <h1>住所</h1>
    </ResidentPage>,
  );
  assert.match(page, /<title>エラー: 住所 \| ひとまど<\/title>/);
});

test('X1 the last two choices are marked as exclusive and stand behind または', () => {
  const props = {
    name: 'family',
    label: '家族',
    language: 'ja',
    none: true,
    unknown: true,
    selected: ['child'],
  } as const;
  const group = html(<ChoiceGroup {...props} kind="checkbox" options={[{ value: 'child', label: '子ども' }]} />);
  assert.equal(group.match(/data-exclusive/g)?.length, 2);
  assert.ok(group.indexOf('子ども') < group.indexOf('または'));
  assert.ok(group.indexOf('または') < group.indexOf('どれも当てはまらない'));
  assert.ok(group.indexOf('どれも当てはまらない') < group.indexOf('わからない'));
  assert.match(group, /data-choices="ほかの選択を外しました"/);
  assert.equal(group.match(/checked=""/g)?.length, 1);
  const radios = html(<ChoiceGroup {...props} kind="radio" options={[{ value: 'yes', label: 'はい' }]} />);
  assert.doesNotMatch(radios, /data-exclusive|または/);
});

test('X1 without a script an exclusive choice is the whole answer, and a doubt is never a no', () => {
  assert.deepEqual(readChoices(['child', 'school', 'child']), ['child', 'school']);
  assert.deepEqual(readChoices(['child', choiceNone]), [choiceNone]);
  assert.deepEqual(readChoices([choiceNone, 'child', choiceUnknown]), [choiceUnknown]);
  assert.deepEqual(readChoices([]), []);
});

test('X1 a button that cannot be pressed says why and sends nothing', () => {
  const button = html(
    <Button name="send" disabledReason="必須の2つを入れると進めます">
      次へ進む
    </Button>,
  );
  assert.match(button, /type="button" aria-disabled="true" aria-describedby="send-reason"/);
  assert.match(button, /id="send-reason">必須の2つを入れると進めます/);
  assert.doesNotMatch(button, /disabled=""/);
});

test('X1 a text that is not translated is marked with its language and says so', () => {
  assert.equal(
    html(<p>{localized({ ja: '窓口' }, 'vi')}</p>),
    '<p><span lang="ja">窓口</span> <small class="only">Chỉ có tiếng Nhật</small></p>',
  );
  assert.equal(html(<p>{localized({ ja: '窓口' }, 'easy')}</p>), '<p>窓口</p>');
  assert.equal(html(<p>{localized({ ja: '窓口', en: 'Counter' }, 'en')}</p>), '<p>Counter</p>');
});

test('X1 the language is changed by plain forms that lead back to the same page', () => {
  const page = renderPage(
    speakingFor(
      { name: { ja: '旭川市', en: 'Asahikawa City' }, phone: '0166-26-1111', open: '08:45', close: '17:15' },
      <ResidentPage title="案内" language="en" path="/guide?life=move">
        <h1>Guide</h1>
      </ResidentPage>,
    ),
  );
  assert.match(page, /<form[^>]* action="\/language" method="post"/);
  assert.match(page, /name="return" value="\/guide\?life=move"/);
  for (const { id } of languages) assert.match(page, new RegExp(`value="${id}"[^>]* name="language"`));
  assert.match(page, /value="en" lang="en" aria-pressed="true"/);
  assert.match(page, /href="tel:0166-26-1111"/);
  assert.match(page, /<small>Asahikawa City<\/small>/);
  assert.match(page, /Mon–Fri 8:45–17:15/);
});

test('X1 a code on the page has its quiet zone and a name', () => {
  const code = html(<Qr text="https://example.test/c/H7K-4M2-P9X" label="受付コード" />);
  const [, x, size] = code.match(/viewBox="(-4) -4 (\d+) /) ?? [];
  assert.equal(x, '-4');
  assert.ok(Number(size) >= 21 + 8);
  assert.match(code, /role="img" aria-label="受付コード"/);
});

test('X1 marks for scripts are plain data, and tabs are addresses', () => {
  assert.match(html(<BringList storageKey="case" items={[{ id: 'seal', name: '印鑑' }]} />), /data-bring="case"/);
  const tabs = html(<Tabs label="例" current="b" tabs={[{ id: 'b', label: '手続き', count: 5, href: '/b' }]} />);
  assert.match(tabs, /<a href="\/b" aria-current="page">手続き 5<\/a>/);
});

/** Bundles as the build does and gives the bytes that travel, gzipped. */
async function bundle(file: string): Promise<{ bytes: number; text: string }> {
  const result = await build({
    entryPoints: [`${folder}${file}`],
    outdir: folder,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['es2019', 'chrome80', 'safari13', 'firefox78'],
    supported: { nesting: true },
    external: ['*.woff2', '*.svg', '*.png'],
  });
  const text = result.outputFiles[0]?.text ?? '';
  assert.ok(text.length > 100);
  return { bytes: gzipSync(text).length, text };
}

test('X1 style sheet and scripts stay small', async () => {
  for (const sheet of ['main', 'hall']) {
    const { bytes, text } = await bundle(`styles/${sheet}.css`);
    assert.ok(bytes <= 10 * 1024, `${sheet}: ${bytes} bytes`);
    assert.doesNotMatch(text, /url\(["']?data:/);
  }
  for (const script of ['main', 'staff', 'kiosk', 'display']) {
    const { bytes } = await bundle(`client/${script}.ts`);
    assert.ok(bytes <= 6 * 1024, `${script}: ${bytes} bytes`);
  }
});

test('X1 every class that a component uses is drawn by the style sheets of its surface', async () => {
  const [main, hall] = await Promise.all(['main', 'hall'].map((sheet) => bundle(`styles/${sheet}.css`)));
  for (const surface of surfaces) {
    const css = surface === 'resident' || surface === 'print' ? main?.text : `${main?.text}${hall?.text}`;
    const pages = languageIds.map((language) => gallery(surface, language));
    const used = new Set(pages.flatMap((page) => attribute(page, 'class')).flatMap((value) => value.split(' ')));
    const undrawn = [...used].filter((name) => !new RegExp(`\\.${name}(?![\\w-])`).test(css ?? ''));
    assert.deepEqual(undrawn.sort(), [], surface);
  }
});

test('X1 the font rules are those of the installed font package', () => {
  const slices = createRequire(import.meta.url)('@fontsource/biz-udpgothic/unicode.json') as FontSlices;
  assert.equal(readFileSync(`${folder}styles/fonts.css`, 'utf8'), fontFaces(slices));
});
