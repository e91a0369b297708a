// `npm test`: every stage from a bare clone, and one closing line with the sum of all of them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { bundleTests } from './bundle-tests.mjs';
import { installPackages, requireNode, root, run } from './environment.mjs';
import { prepareData } from './prepared-data.mjs';

const heavy = process.argv.includes('--heavy');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const total = { passed: 0, failed: 0 };
/** Tests that could not run here, each with its reason. */
const skippedTests = [];

/** One stage that is right or wrong as a whole. */
function check(name, ok) {
  console.log(`${ok ? '✔' : '✖'} ${name}`);
  if (ok) total.passed += 1;
  else total.failed += 1;
}

/** All test files below a folder whose name ends with one of the endings. The runner lists them itself: `node --test FOLDER` finds none on Node 20. */
function testFiles(folder, endings) {
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => join(folder, name))
    .filter((name) => only.length === 0 || only.some((part) => name.includes(part)))
    .sort();
}

/** Runs test files with node:test and adds what it counted. */
async function runTests(name, files, concurrency) {
  if (files.length === 0) {
    if (only.length === 0) check(`${name}: テストのファイルが見つかりません`, false);
    return;
  }
  console.log(`\n── ${name}(${files.length} ファイル)`);
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-test-'));
  const report = join(folder, 'report.tap');
  spawnSync(
    process.execPath,
    [
      '--enable-source-maps',
      '--test',
      `--test-concurrency=${concurrency}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${report}`,
      ...(await bundleTests(files)),
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'test', HITOMADO_HEAVY: heavy ? '1' : '', HITOMADO_TEST_DATA: preparedData },
    },
  );
  const text = existsSync(report) ? readFileSync(report, 'utf8') : '';
  rmSync(folder, { recursive: true, force: true });
  const count = (label) => Number(text.match(new RegExp(`^# ${label} (\\d+)$`, 'm'))?.[1] ?? Number.NaN);
  const [passed, failed, cancelled, todo] = ['pass', 'fail', 'cancelled', 'todo'].map(count);
  if (Number.isNaN(passed) || passed + failed === 0) {
    check(`${name}: テストの結果を読めません`, false);
    return;
  }
  total.passed += passed;
  total.failed += failed + cancelled + todo;
  for (const [, test, reason] of text.matchAll(/^\s*ok \d+ - (.*?) # SKIP ?(.*)$/gm))
    skippedTests.push({ test, reason });
}

/** Makes sure that the browser and the PDF reader of the scenarios are there; as root they are installed. */
function ensurePrograms() {
  const needed = [
    ['/usr/bin/chromium', 'chromium'],
    ['/usr/bin/pdftotext', 'poppler-utils'],
  ]
    .filter(([path]) => !existsSync(path))
    .map(([, name]) => name);
  if (needed.length === 0) return;
  if (process.getuid?.() === 0) {
    console.log(`試験に使う ${needed.join('、')} を入れています…`);
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', ...needed], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
  const missing = needed.filter(
    (name) => !existsSync(name === 'chromium' ? '/usr/bin/chromium' : '/usr/bin/pdftotext'),
  );
  check(
    missing.length === 0
      ? `${needed.join('、')} を入れました`
      : `${missing.join('、')} がありません。次を実行してください: sudo apt-get install -y ${missing.join(' ')}`,
    missing.length === 0,
  );
}

/**
 * The voice that displays speak with. The product does without it, and so do the tests: they show then what happens where
 * nothing can speak, and those that listen are named at the end as left out.
 */
function askForVoice() {
  const isThere = () => existsSync('/usr/bin/espeak-ng');
  if (isThere()) return;
  if (process.getuid?.() === 0) {
    run('apt-get', ['install', '-y', '-qq', 'espeak-ng'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  if (isThere()) return;
  console.log(
    '声(espeak-ng)がありません。声のないときのふるまい(音声なしで文字と番号を出す)を試験し、声を聞く試験は行いません。\n' +
      '声も試験するには: sudo apt-get install -y espeak-ng',
  );
}

requireNode();
installPackages();
ensurePrograms();
askForVoice();
await build();
if (only.length === 0) {
  check('型の検査', run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']) === 0);
  check('書き方の検査', run(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', '.']) === 0);
}
const preparedData = await prepareData();
const sources = [...testFiles('src', ['.test.ts', '.test.tsx']), ...testFiles('tests', ['.test.ts'])];
const isScenario = (file) => relative('tests', file).startsWith('scenarios');
const isHeavy = (file) => file.includes('.heavy.test.');
await runTests(
  '単体・結合の試験',
  sources.filter((file) => !isScenario(file) && !isHeavy(file)),
  2,
);
await runTests(
  '画面の試験',
  sources.filter((file) => isScenario(file) && !isHeavy(file)),
  2,
);
if (heavy) await runTests('負荷と故障の試験', sources.filter(isHeavy), 1);
rmSync(preparedData, { recursive: true, force: true });

if (skippedTests.length > 0) {
  console.log('\n行わなかった試験と、その理由:');
  for (const { test, reason } of skippedTests) console.log(`- ${test}\n  ${reason}`);
}
const skipped = skippedTests.length > 0 ? `, ${skippedTests.length} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed === 0 ? 0 : 1);
