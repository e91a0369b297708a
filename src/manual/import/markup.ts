import { SaxesParser } from 'saxes';

/** An element of well-formed markup with what is in it. */
export interface MarkupElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (MarkupElement | string)[];
}

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: (MarkupElement | string)[];
}

/** Elements of HTML that have no end. */
const empty = /<(br|img|hr)([^>]*?)\/?>/g;

/** Reads markup as mammoth writes it into a tree. No entity is defined anew and nothing is loaded. */
export function parseMarkup(markup: string): readonly (MarkupElement | string)[] {
  const root: Open = { name: 'root', attributes: {}, children: [] };
  const path: Open[] = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const element: Open = { name, attributes: attributes as Record<string, string>, children: [] };
    path.at(-1)?.children.push(element);
    path.push(element);
  });
  parser.on('closetag', () => void path.pop());
  parser.on('text', (text) => void path.at(-1)?.children.push(text));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(`<root>${markup.replace(empty, '<$1$2/>')}</root>`).close();
  const [outer] = root.children;
  return typeof outer === 'object' ? outer.children : [];
}

/** The text of an element; a line break becomes `line`. */
export function textOf(element: MarkupElement, line = ' '): string {
  const parts = element.children.map((child) => {
    if (typeof child === 'string') return child;
    if (child.name === 'br') return line;
    return child.name === 'p' ? `${textOf(child, line)}${line}` : textOf(child, line);
  });
  const text = parts.join('');
  return line === '\n' ? text : text.trim();
}
