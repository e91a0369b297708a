import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { type Inventory, loadInventory } from '#inventory';
import { html } from './fixtures.tsx';
import { isSafeLink, plainWords } from './markdown.tsx';
import { counterOf, pagesOf, pathOf, pathOfKey } from './page.ts';
import { spokenAnswers } from './phone.ts';

const _page = 'procedure/tennyu_todoke';

let inventory: Inventory;
before(async () => {
  inventory = await loadInventory(join(import.meta.dirname, '..', '..', 'content', 'asahikawa'));
});

test('K3 every page of the manual is made from a record and has an address that leads back to it', () => {
  const pages = pagesOf(inventory);
  assert.ok(pages.filter(({ kind }) => kind === 'procedure').length >= 131);
  assert.ok(pages.filter(({ kind }) => kind === 'counter').length >= 15);
  assert.equal(new Set(pages.map(({ key }) => key)).size, pages.length);
  for (const one of pages) assert.equal(pathOfKey(one.key), pathOf(one));
});

test('C1 a concierge is led from a procedure to its counter on the floor plan', () => {
  const procedure = inventory.procedureById.get('tennyu_todoke');
  assert.ok(procedure);
  assert.equal(counterOf(inventory, procedure), '1階 3番窓口');
});

test('K3 what is read out on the phone says the deadline, what to bring and the place of the record', () => {
  const procedure = inventory.procedureById.get('tennyu_todoke');
  assert.ok(procedure);
  const said = spokenAnswers(inventory, procedure).flatMap(({ answers }) => answers);
  assert.ok(said.some((line) => line.includes('14日以内')));
  assert.ok(said.some((line) => line.includes('窓口に来る人の本人確認書類')));
  assert.ok(said.some((line) => line.includes('3番窓口')));
  for (const line of said) assert.match(line, /。$/);
});

test('K3 Markdown becomes lists, bold text and links', () => {
  const made = html('## 見出し\n\n1. **太い**字\n2. [市](https://www.city.example/)\n\n- [手引き](/manual)\n\n> 注意');
  for (const part of ['<h4>', '<strong>太い</strong>', 'href="https://www.city.example/"', '<blockquote>']) {
    assert.ok(made.includes(part), part);
  }
});

test('X2 a hostile text becomes no markup, no script and no foreign picture', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,<script>1</script>)',
    '[a](//evil.example)',
    '[a](/\\evil.example)',
    '[a](/\tevil)',
    '![p](https://evil.example/p.png)',
    '![p](/manual/files/../../staff/sign-out)',
    '<https://ok.example/"onmouseover="x>',
    '[x]: javascript:alert(1)\n\n[x]',
  ];
  for (const text of hostile) {
    const made = html(text);
    assert.ok(
      !/<(script|img|iframe)|<[^>]+\son\w+=|href="(?:javascript|data|\/\/|\/\\)/i.test(made),
      `${text}: ${made}`,
    );
  }
});

test('X2 property: whatever is typed, only known elements come out, and every address is a safe one', () => {
  const known =
    /^<\/?(div|p|ul|ol|li|blockquote|strong|em|s|h[456]|table|thead|tbody|tr|th|td|a|span|code|pre|br|hr|img)(\s(href|class|start|src|alt|loading)="[^"]*")*\s*\/?>$/;
  const pieces = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '[',
    ']',
    '(',
    ')',
    '!',
    '`',
    '*',
    '\n',
    '- ',
    'javascript:',
    'https://a.example',
    '<b onclick=1>',
    '|',
    '&lt;',
    'あ',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const made = html(parts.join(''));
      for (const tag of made.match(/<[^>]*>/g) ?? []) assert.match(tag, known);
      for (const [, address = ''] of made.matchAll(/href="([^"]*)"/g)) {
        assert.ok(isSafeLink(address.replaceAll('&amp;', '&').replaceAll('&#x27;', "'")), address);
      }
    }),
    { numRuns: 300 },
  );
  assert.equal(plainWords('**太字** と[リンク](https://a.example)'), '太字 とリンク');
});
