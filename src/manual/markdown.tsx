import MarkdownIt from 'markdown-it';
import type { ReactNode } from 'react';

/** HTML in a text is text; addresses become links by themselves. Pictures are those of the manual alone. */
const parser = new MarkdownIt({ html: false, linkify: true, breaks: true });

type Token = ReturnType<typeof parser.parse>[number];

/** Links lead to other sites by http(s) or to pages of ours; everything else is only text. */
export function isSafeLink(address: string): boolean {
  // Browsers drop tabs and line breaks, and read a backslash as a slash.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u001f\\]/.test(address)) return false;
  return /^https?:\/\//i.test(address) || /^\/(?!\/)/.test(address) || address.startsWith('#');
}

const isOwnPicture = (address: string): boolean => /^\/manual\/files\/[0-9a-f-]{36}$/.test(address);

/** Elements that blocks are made of. A heading in a block stands below the headings of the page. */
const elements: Readonly<Record<string, string>> = {
  p: 'p',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  blockquote: 'blockquote',
  strong: 'strong',
  em: 'em',
  s: 's',
  h1: 'h4',
  h2: 'h4',
  h3: 'h5',
  h4: 'h5',
  h5: 'h6',
  h6: 'h6',
  table: 'table',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  th: 'th',
  td: 'td',
};

/** Makes what stands between an opening token and its closing one into an element; unknown ones leave their content. */
function element(token: Token, children: ReactNode[], key: number): ReactNode {
  if (token.type === 'link_open') {
    const address = String(token.attrGet('href') ?? '');
    return isSafeLink(address) ? (
      <a key={key} href={address}>
        {children}
      </a>
    ) : (
      <span key={key}>{children}</span>
    );
  }
  const Tag = elements[token.tag] as 'p' | undefined;
  if (Tag === undefined) return <span key={key}>{children}</span>;
  if (token.tag === 'ol') {
    return (
      <ol key={key} start={Number(token.attrGet('start') ?? 1)}>
        {children}
      </ol>
    );
  }
  return <Tag key={key}>{children}</Tag>;
}

/** A token that has nothing within it. */
function leaf(token: Token, key: number): ReactNode {
  switch (token.type) {
    case 'text':
      return token.content;
    case 'inline':
      return <span key={key}>{tree(token.children ?? [])}</span>;
    case 'code_inline':
      return <code key={key}>{token.content}</code>;
    case 'fence':
    case 'code_block':
      return (
        <pre key={key}>
          <code>{token.content}</code>
        </pre>
      );
    case 'softbreak':
    case 'hardbreak':
      return <br key={key} />;
    case 'hr':
      return <hr key={key} />;
    case 'image': {
      const address = String(token.attrGet('src') ?? '');
      return isOwnPicture(address) ? <img key={key} src={address} alt={token.content} loading="lazy" /> : token.content;
    }
    default:
      return token.content;
  }
}

/** Puts the flat list of tokens together again. */
function tree(tokens: readonly Token[]): ReactNode[] {
  const stack: { token: Token | null; children: ReactNode[] }[] = [{ token: null, children: [] }];
  for (const [key, token] of tokens.entries()) {
    const top = stack.at(-1);
    if (token.nesting === 1) stack.push({ token, children: [] });
    else if (token.nesting === -1) {
      const closed = stack.length > 1 ? stack.pop() : undefined;
      if (closed?.token) {
        // In a list without blank lines a paragraph is no paragraph of its own.
        const inner = closed.token.hidden ? closed.children : [element(closed.token, closed.children, key)];
        stack.at(-1)?.children.push(...inner);
      }
    } else top?.children.push(leaf(token, key));
  }
  return stack[0]?.children ?? [];
}

/**
 * A text in Markdown as elements of the page. Nothing of it becomes markup by itself: only the tokens known here become
 * elements, links lead to http(s) or within this house, pictures are those that were added to the manual.
 */
export function Markdown({ text }: { text: string }) {
  return <div className="prose">{tree(parser.parse(text, {}))}</div>;
}

/** The words of a text in Markdown, for the search: a line for each part. */
export function plainWords(text: string): string {
  return parser
    .parse(text, {})
    .filter(({ type }) => type === 'inline' || type === 'fence' || type === 'code_block')
    .map((token) =>
      token.type === 'inline'
        ? (token.children ?? []).map(({ type, content }) => (type.endsWith('break') ? '\n' : content)).join('')
        : token.content,
    )
    .join('\n');
}
