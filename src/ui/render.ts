import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

/** A whole page as HTML text. Pages have no state and no handlers, so the markup carries no traces of the framework. */
export function renderPage(element: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(element)}`;
}

/**
 * A message of an event stream that carries live parts of a page: `parts` by the ids of their `LiveRegion`s, and `versions`
 * of parts that are fetched again when they are older than that.
 */
export function regionsEvent(
  parts: Readonly<Record<string, ReactElement>>,
  versions: Readonly<Record<string, string>> = {},
): string {
  const html = Object.fromEntries(Object.entries(parts).map(([id, part]) => [id, renderToStaticMarkup(part)]));
  return `event: regions\ndata: ${JSON.stringify({ html, versions })}\n\n`;
}
