import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { check } from './check.ts';

const folder = 'content/asahikawa';

async function output(
  folder: string,
  options: Parameters<typeof check>[1] = {},
): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await check(folder, { ...options, print: (line) => lines.push(line) });
  return { code, lines };
}

test('K6 check says that the pack can be used, and lists what the city must confirm', async () => {
  const sound = await output(folder);
  assert.equal(sound.code, 0);
  assert.match(sound.lines.at(-1) ?? '', /^誤りはありません/);
  const confirm = await output(folder, { confirm: true });
  assert.equal(confirm.code, 0);
  assert.ok(confirm.lines.length > 50);
});

test('K6 check names the file and line of a mistake and ends with 1', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'hitomado-check-'));
  try {
    await cp(folder, copy, { recursive: true });
    const file = 'procedures/shiminka/tenkyo_todoke.yaml';
    const text = await readFile(join(copy, file), 'utf8');
    await writeFile(join(copy, file), text.replace('"tenkyo"', '"tenkyou"'));
    const line = text.split('\n').findIndex((candidate) => candidate.startsWith('when:')) + 1;
    const { code, lines } = await output(copy);
    assert.equal(code, 1);
    assert.ok(lines.some((printed) => printed.startsWith(`${file}:${line} 誤り`) && printed.includes('tenkyou')));
    const json = await output(copy, { json: true });
    assert.equal(JSON.parse(json.lines[0] ?? '{}').file, file);
  } finally {
    await rm(copy, { recursive: true });
  }
});
