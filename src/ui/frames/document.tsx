import type { ReactNode } from 'react';
import { htmlLang, type Language, stripReadings } from '#platform/i18n';
import { messages } from '../messages.ts';

/** Where a page is seen. Sizes follow from it; components are never styled anew. */
export type Surface = 'resident' | 'kiosk' | 'tablet' | 'staff' | 'display' | 'print';

export interface DocumentProps {
  /** The page's own title; readings are left out. */
  title: string;
  language: Language;
  surface: Surface;
  /** Client scripts by name, `/assets/<name>.js`. */
  scripts: readonly string[];
  /** Further style sheets by name, `/assets/<name>.css`. */
  styles?: readonly string[];
  /** Something on the page is to be put right: the title says so first. */
  hasErrors?: boolean;
  className?: string;
  /** Without a script the page is asked for again after so many seconds. */
  refreshSeconds?: number;
  children: ReactNode;
}

/**
 * The sentences that client scripts say, in the page's language. Scripts read them from here, so that they carry no texts and
 * no languages themselves.
 */
function scriptSentences(language: Language) {
  const t = messages(language);
  const plain = (text: string) => stripReadings(text);
  return {
    'data-busy': plain(t('busy')),
    'data-unsent': plain(t('unsent')),
    'data-stale-title': plain(t('staleTitle')),
    'data-stale-until': plain(messages.table.staleUntil[language]),
  };
}

/** The HTML around every page: language, surface, style sheet and scripts as files, as the content security policy asks. */
export function Document(props: DocumentProps) {
  const { title, language, surface, scripts, styles = [], hasErrors, className, refreshSeconds, children } = props;
  const t = messages(language);
  const inHall = surface !== 'resident' && surface !== 'print';
  const pageTitle = `${stripReadings(title)} | ${t('brand')}`;
  return (
    <html lang={htmlLang(language)} data-surface={surface} data-language={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        {refreshSeconds !== undefined && (
          <noscript>
            <meta httpEquiv="refresh" content={String(refreshSeconds)} />
          </noscript>
        )}
        <title>{hasErrors ? `${t('errorPrefix')} ${pageTitle}` : pageTitle}</title>
        <link rel="icon" href="/assets/images/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/main.css" />
        {inHall && <link rel="stylesheet" href="/assets/hall.css" />}
        {surface === 'print' && <link rel="stylesheet" href="/assets/fonts.css" />}
        {styles.map((name) => (
          <link key={name} rel="stylesheet" href={`/assets/${name}.css`} />
        ))}
        {scripts.map((name) => (
          <script key={name} type="module" src={`/assets/${name}.js`} />
        ))}
      </head>
      <body className={className} {...scriptSentences(language)}>
        {children}
      </body>
    </html>
  );
}

/** The first stop of the keyboard on every page. */
export function SkipLink({ language }: { language: Language }) {
  return (
    <a className="skip" href="#main">
      {messages(language)('skipToMain')}
    </a>
  );
}
