import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { jsonSchemas, loadPack, revisionOf } from './index.ts';
import { readPack } from './pack.ts';
import { readYaml } from './yaml.ts';

const folder = 'content/asahikawa';
const whole = loadPack(folder);

/** All files of the pack as they stand in memory, to be changed by a test. */
async function sources(): Promise<Map<string, string>> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.yaml'));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const)),
  );
}

function findingsOf(files: ReadonlyMap<string, string>) {
  return readPack([...files].map(([file, text]) => ({ file, text }))).findings;
}

test('K6 the whole pack of 旭川市 loads: 131 procedures, 86 facts, 145 entries, 32 roles', async () => {
  const { inventory, findings } = await whole;
  assert.deepEqual(findings, []);
  assert.ok(inventory);
  assert.equal(inventory.procedures.length, 131);
  assert.equal(inventory.facts.length, 86);
  assert.equal(inventory.entries.length, 145);
  assert.equal(inventory.roles.length, 32);
  assert.equal(inventory.lifeEvents.length, 37);
  assert.equal(inventory.home.length, 10);
  assert.ok(inventory.procedures.every(({ id }) => inventory.procedureById.get(id)?.id === id));
  assert.ok(inventory.facts.find(({ id }) => id === 'dv')?.staffOnly);
});

test('K6 a warm start reads what the last one has read, and gives the same revision', async () => {
  const cacheFolder = await mkdtemp(join(tmpdir(), 'hitomado-pack-'));
  try {
    const cold = await loadPack(folder, { cacheFolder });
    const warm = await loadPack(folder, { cacheFolder });
    assert.equal(warm.inventory?.revision, cold.inventory?.revision);
    // What stands in the file of the last start comes back, so nothing was read from the sources again.
    const [file = ''] = await readdir(cacheFolder);
    const kept = await readFile(join(cacheFolder, file), 'utf8');
    await writeFile(join(cacheFolder, file), kept.replaceAll(cold.records?.city.hall.phone ?? '', '0166-00-0000'));
    assert.equal((await loadPack(folder, { cacheFolder })).records?.city.hall.phone, '0166-00-0000');
  } finally {
    await rm(cacheFolder, { recursive: true });
  }
});

test('K6 a revision depends on the content only, not on the order of keys', async () => {
  const { records } = await whole;
  assert.ok(records);
  const turned = Object.fromEntries(Object.entries(structuredClone(records)).reverse());
  assert.equal(revisionOf({ ...records, ...turned }), revisionOf(records));
  const changed = structuredClone(records);
  changed.city.hall.phone = '0166-00-0000';
  assert.notEqual(revisionOf(changed), revisionOf(records));
});

test('K6 the JSON Schemas for editors are those of the program', async () => {
  for (const [name, text] of Object.entries(jsonSchemas()))
    assert.equal(await readFile(join('content/schema', name), 'utf8'), text, `${name} is out of date`);
});

test('K6 each file of the pack names a schema that exists', async () => {
  for (const [file, text] of await sources()) {
    if (file.startsWith('translations/')) continue;
    const schema = /\$schema=(\S+)/.exec(text)?.[1];
    assert.ok(schema, file);
    await readFile(join(folder, file, '..', schema));
  }
});

test('K6 a mistake is told with its file and line in Japanese', async () => {
  const file = 'procedures/shiminka/tennyu_todoke.yaml';
  const text = await readFile(join(folder, file), 'utf8');
  const cases: [string, string, RegExp][] = [
    [text.replace('need: required', 'need: sometimes'), 'need: sometimes', /required・recommended・optional/],
    [text.replace('nameKana:', 'namekana:'), 'namekana:', /知らない項目です:「namekana」/],
    [
      text.replace('when: list contains(events, "tennyu")', 'when: list contains(events'),
      'when:',
      /\p{Script=Hiragana}/u,
    ],
    [text.replace('id: tennyu_todoke', 'id: tennyuu'), 'id: tennyuu', /procedures\/shiminka\/tennyuu\.yaml/],
    [text.replace('department: shiminka', 'department: nobody'), 'id: tennyu', /に置いてください/],
    [text.replace('countsFirstDay: false', 'countsFirstDay: maybe'), 'countsFirstDay', /true か false/],
  ];
  for (const [changed, place, message] of cases) {
    assert.notEqual(changed, text);
    // The other files would only be parsed again; that they are missing is told beside.
    const finding = findingsOf(new Map([[file, changed]])).find(
      (found) => found.file === file && message.test(found.message),
    );
    assert.ok(finding, place);
    const line = changed.split('\n').findIndex((candidate) => candidate.trim().startsWith(place)) + 1;
    assert.equal(finding.line, line, place);
  }
});

test('K6 a missing file is an error, not an empty list', async () => {
  assert.ok(findingsOf(new Map()).some(({ code, file }) => code === 'missing-file' && file === 'facts.yaml'));
});

const hostile: [string, string, string][] = [
  ['an alias bomb', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n', 'alias'],
  ['__proto__', 'a:\n  __proto__:\n    isAdmin: true\n', 'key'],
  ['a repeated key', 'id: a\nid: b\n', 'repeated-key'],
  ['10 MB', `a: ${'x'.repeat(10_000_000)}`, 'too-large'],
  ['a million brackets', '['.repeat(1_000_000), 'too-deep'],
  ['deep indentation', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'too-deep'],
  ['deep lists on one line', `${'- '.repeat(5000)}x`, 'too-deep'],
  ['a tab as indentation', 'a:\n\tb: 1', 'syntax'],
  ['two documents', 'a: 1\n---\nb: 2\n', 'syntax'],
];

for (const [what, text, code] of hostile)
  test(`X2 hostile YAML is refused with a sentence: ${what}`, () => {
    const start = performance.now();
    const { value, remarks } = readYaml('x.yaml', text);
    assert.equal(value, undefined);
    assert.equal(remarks[0]?.code, code);
    assert.match(remarks[0]?.message ?? '', /\p{Script=Hiragana}.*。$/u);
    assert.ok(performance.now() - start < 5_000);
  });

test('K6 reading by our limits gives what the YAML library gives', async () => {
  for (const [file, text] of await sources()) assert.deepEqual(readYaml(file, text).value, parse(text), file);
});
