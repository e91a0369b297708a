import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

const source = resolve(import.meta.dirname, '..', 'src');
const { edges } = JSON.parse(readFileSync(join(source, 'architecture.json'), 'utf8')) as {
  edges: Record<string, string[]>;
};

interface Import {
  file: string;
  module: string;
  specifier: string;
}

/** The module that a path below src/ belongs to; `main.ts` is a module of its own. */
function moduleOf(path: string): string {
  const [first = ''] = relative(source, path).split('/');
  return first.replace(/\.tsx?$/, '');
}

function sourceFiles(): string[] {
  return readdirSync(source, { recursive: true })
    .map((name) => join(source, String(name)))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s+'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/g;
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    module: moduleOf(file),
    specifier: match[1] ?? match[2] ?? match[3] ?? '',
  }));
}

const files = sourceFiles();
const imports = files.flatMap(importsOf);

test('X5 architecture: the test sees the source files and their imports', () => {
  assert.ok(files.length > 20, `only ${files.length} files found`);
  assert.ok(imports.length > 50, `only ${imports.length} imports found`);
  for (const module of new Set(files.map(moduleOf))) {
    assert.ok(edges[module], `module ${module} has no line in src/architecture.json`);
  }
});

test('X5 architecture: a module reaches another only through its index and along a listed edge', () => {
  const wrong = imports.flatMap(({ file, module, specifier }) => {
    const here = relative(source, file);
    if (specifier.startsWith('#')) {
      const target = specifier.slice(1).split('/')[0] ?? '';
      if (target !== 'platform' && specifier.includes('/')) return [`${here}: ${specifier} reaches inside ${target}`];
      return target === module || edges[module]?.includes(target) ? [] : [`${here}: ${module} may not know ${target}`];
    }
    if (!specifier.startsWith('.')) return [];
    const target = resolve(dirname(file), specifier);
    const owner = moduleOf(target);
    if (owner === module) return [];
    return [`${here}: ${specifier} leaves the module`];
  });
  assert.deepEqual(wrong, []);
});

test('X5 architecture: the edges have no cycle', () => {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (module: string, path: string[]): void => {
    if (state.get(module) === 'done') return;
    assert.notEqual(state.get(module), 'open', `cycle: ${[...path, module].join(' → ')}`);
    state.set(module, 'open');
    for (const next of edges[module] ?? []) visit(next, [...path, module]);
    state.set(module, 'done');
  };
  for (const module of Object.keys(edges)) visit(module, []);
});

test('X2 architecture: scripts for the browser import no server code', () => {
  const wrong = imports.filter(
    ({ file, specifier }) =>
      file.includes('/client/') &&
      (specifier.startsWith('#') || specifier.startsWith('node:') || specifier.includes('..')),
  );
  assert.deepEqual(
    wrong.map(({ file, specifier }) => `${relative(source, file)}: ${specifier}`),
    [],
  );
});

test('X2 architecture: SQL stands only in stores, migrations and the platform', () => {
  const wrong = files.filter(
    (file) =>
      !/store\.ts$/.test(file) &&
      moduleOf(file) !== 'platform' &&
      /\bsql`|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/.test(readFileSync(file, 'utf8')),
  );
  assert.deepEqual(
    wrong.map((file) => relative(source, file)),
    [],
  );
});

test('X2 architecture: no source of danger outside the place that guards it', () => {
  const guards: [RegExp, RegExp][] = [
    [/\beval\(|new Function\(/, /^$/],
    [/\.innerHTML\s*=|dangerouslySetInnerHTML/, /^ui\//],
    [/\bMath\.random\(/, /^$/],
    [/from 'node:child_process'/, /^platform\/|^cli\//],
    [/\bstyle=\{/, /^$/],
    [/console\.(log|error|warn)\(/, /^cli\/|^main\.ts$/],
  ];
  const wrong = files.flatMap((file) => {
    const here = relative(source, file);
    const text = readFileSync(file, 'utf8');
    return guards
      .filter(([danger, allowed]) => danger.test(text) && !allowed.test(here))
      .map(([danger]) => `${here}: ${danger}`);
  });
  assert.deepEqual(wrong, []);
});
