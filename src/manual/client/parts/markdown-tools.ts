/** What a button puts around or before what is selected. */
const tools: readonly {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly line: boolean;
}[] = [
  { name: '太字', before: '**', after: '**', line: false },
  { name: '見出し', before: '## ', after: '', line: true },
  { name: '箇条書き', before: '- ', after: '', line: true },
  { name: '番号', before: '1. ', after: '', line: true },
  { name: '注意', before: '> ', after: '', line: true },
  { name: 'リンク', before: '[', after: '](https://)', line: false },
];

/** Puts a tool's signs into a text. Gives the text and what is then selected. */
function applied(
  text: string,
  from: number,
  to: number,
  { before, after, line }: (typeof tools)[number],
): { text: string; from: number; to: number } {
  if (!line) {
    const inner = text.slice(from, to);
    return {
      text: `${text.slice(0, from)}${before}${inner}${after}${text.slice(to)}`,
      from: from + before.length,
      to: to + before.length,
    };
  }
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const lines = text.slice(start, to).split('\n');
  const marked = lines.map((one) => `${before}${one}`).join('\n');
  return {
    text: `${text.slice(0, start)}${marked}${text.slice(to)}`,
    from: start + marked.length,
    to: start + marked.length,
  };
}

/** Buttons above the boxes for Markdown; without scripts the signs are typed, as the hint says. */
export function addMarkdownTools(document: Document): void {
  for (const field of document.querySelectorAll<HTMLElement>('[data-markdown]')) {
    const box = field.querySelector('textarea');
    if (!box) continue;
    const bar = document.createElement('div');
    bar.className = 'row wrap manual-bar';
    bar.setAttribute('role', 'toolbar');
    bar.setAttribute('aria-label', '書式');
    for (const tool of tools) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'btn sub';
      button.textContent = tool.name;
      button.addEventListener('click', () => {
        const next = applied(box.value, box.selectionStart, box.selectionEnd, tool);
        box.focus();
        box.value = next.text;
        box.setSelectionRange(next.from, next.to);
        box.dispatchEvent(new Event('input', { bubbles: true }));
      });
      bar.append(button);
    }
    box.before(bar);
  }
}
