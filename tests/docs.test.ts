import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { commands } from '#cli';
import { loadConfig } from '#platform/config';

const root = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name)));
}

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...filesBelow('docs').filter((name) => name.endsWith('.md')),
  'content/README.md',
];

/** What `pattern` finds in each page of the documentation, with the page. */
function found(pattern: RegExp): { page: string; word: string }[] {
  return pages.flatMap((page) => [...read(page).matchAll(pattern)].map(([, word = '']) => ({ page, word })));
}

test('X5 every link and picture of the documentation leads to a file', () => {
  const targets = found(/\]\(([^)\s]+)\)/g).filter(({ word }) => !/^(https?:|mailto:|#)/.test(word));
  assert.ok(targets.length > 80, 'the pages are found and have links');
  const broken = targets.filter(({ page, word }) => {
    const [path = ''] = word.split('#');
    return !existsSync(resolve(root, dirname(page), path));
  });
  assert.deepEqual(broken, []);
});

test('X5 every picture is shown somewhere, and is small', () => {
  const shown = new Set(found(/!\[[^\]]+\]\(([^)]+)\)/g).map(({ page, word }) => join(dirname(page), word)));
  for (const picture of filesBelow('docs/images')) {
    assert.ok(shown.has(picture), `${picture} is shown nowhere`);
    assert.ok(readFileSync(join(root, picture)).length <= 120 * 1024, `${picture} is too large`);
  }
});

test('X5 every command of the documentation exists, and every command is documented', () => {
  const known = ['serve', ...Object.keys(commands)];
  const named = found(/bin\/hitomado ([a-z-]+)/g);
  assert.deepEqual(
    named.filter(({ word }) => !known.includes(word)),
    [],
  );
  const documented = named.filter(({ page }) => page === 'docs/developers/api.md').map(({ word }) => word);
  assert.deepEqual([...new Set(documented)].sort(), known.toSorted());
});

test('X5 every npm script of the documentation exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = found(/npm run ([a-z:]+)/g);
  assert.ok(named.length > 5);
  assert.deepEqual(
    named.filter(({ word }) => scripts[word] === undefined),
    [],
  );
});

/** The settings that the program knows, as it says itself: an unknown name is refused, a known one is not. */
function isSetting(name: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-docs-'));
  try {
    writeFileSync(join(folder, 'hitomado.yaml'), `${name}: 1\n`);
    loadConfig({}, folder);
    return true;
  } catch (error) {
    return !(error instanceof Error && error.message.includes(`「${name}」は使えない名前`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The block of an object literal or type in a source file, from its opening line to the closing one. */
function block(text: string, opening: string): string {
  const start = text.indexOf(opening);
  assert.ok(start >= 0, opening);
  return text.slice(start, text.indexOf('\n}', start));
}

test('X5 the page of settings has exactly the settings and variables that the program reads', () => {
  const page = read('docs/operators/settings.md');
  const rows = [...page.matchAll(/^\| `([a-z]\w+)` \| (?:`(\w+)`|なし) \|/gim)];
  const documented = rows.flatMap(([, name]) => (name !== undefined && /^[a-z]/.test(name) ? [name] : []));
  assert.deepEqual(
    documented.filter((name) => !isSetting(name)),
    [],
  );
  const source = read('src/platform/config/config.ts');
  const known = [...block(source, 'const settings = z.strictObject({').matchAll(/^ {2}(\w+): z/gm)];
  assert.deepEqual(documented.toSorted(), known.map(([, name]) => name ?? '').sort());

  const variables = [...block(source, 'const variables = {').matchAll(/(\w+): '(\w+)'/g)];
  const pairs = (found: readonly RegExpMatchArray[]) => found.map(([, name, variable]) => `${name} ${variable}`).sort();
  assert.deepEqual(pairs(rows.filter(([, , variable]) => variable !== undefined)), pairs(variables));
  for (const name of ['DATABASE_URL', 'HITOMADO_MASTER_KEY']) assert.ok(page.includes(`| \`${name}\` |`), name);
});

/** A text without what differs from case to case, and without kinds of brackets and blanks. */
function comparable(text: string): string {
  return text
    .replaceAll(/\$\{[^}]*\}/g, '〇〇')
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .replaceAll(/\s/g, '');
}

const sources = [...filesBelow('src'), ...filesBelow('scripts'), 'bin/hitomado']
  .filter((name) => /\.(ts|tsx|mjs)$|hitomado$/.test(name) && !name.includes('.test.'))
  .map(read);

test('X5 every sentence for operators that the program throws is explained on the page of troubles', () => {
  const page = comparable(read('docs/operators/troubles.md'));
  const sentences = sources.flatMap((source) =>
    [...source.matchAll(/new OperatorError\(\s*(['"`])(.*?)\1/g)].map(([, , text = '']) => comparable(text)),
  );
  assert.ok(sentences.length > 30);
  // The first sentence says what happened; what to do may be told at more length on the page.
  const unexplained = sentences.filter((sentence) => !page.includes(sentence.split('。')[0] ?? ''));
  assert.deepEqual(unexplained, []);
});

test('X5 the page of troubles explains only sentences that the program says', () => {
  const [forOperators = ''] = read('docs/operators/troubles.md').split('## 職員からの問い合わせ');
  const explained = [...forOperators.matchAll(/^\| (?!出る文|---)([^|]+?) \|/gm)].map(([, text = '']) =>
    comparable(text),
  );
  assert.ok(explained.length > 50);
  const said = sources.map(comparable);
  assert.deepEqual(
    explained.filter((sentence) => !said.some((source) => source.includes(sentence))),
    [],
  );
});

test('X2 the documentation names no folder of a person or of a workplace', () => {
  assert.deepEqual(found(/((?:\/home\/|\/Users\/|\/root\b|\/work\/|\/tmp\/|C:\\)\S*)/g), []);
});
