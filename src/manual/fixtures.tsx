import { renderToStaticMarkup } from 'react-dom/server';
import { Markdown } from './markdown.tsx';

/** A text as it stands on a page. */
export const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);
