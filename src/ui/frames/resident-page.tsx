import type { ReactNode } from 'react';
import { type Language, localText } from '#platform/i18n';
import { useCity } from '../city.ts';
import { BrandMark, Icon } from '../components/icon.tsx';
import { rich } from '../components/text.tsx';
import { messages } from '../messages.ts';
import { Document, SkipLink } from './document.tsx';
import { LanguageMenu, ReadingSwitch } from './language-switch.tsx';

export interface ResidentPageProps {
  title: string;
  language: Language;
  /** The address of this page without anything personal in it. */
  path: string;
  children: ReactNode;
  /** As wide as the frame allows, for the home page and results; otherwise one column for reading. */
  wide?: boolean;
  /** The way back, with its words when 「前へ」 says too little. */
  back?: { href: string; label?: string };
  /** More for the footer, below the help. */
  footer?: ReactNode;
  /** Stays at the lower edge of a phone: an `ActionBar`. */
  actions?: ReactNode;
  /** Further client scripts besides `main`. */
  scripts?: readonly string[];
  hasErrors?: boolean;
  /** Without a script the page is asked for again after so many seconds. */
  refreshSeconds?: number;
}

function Header({ language, path }: { language: Language; path: string }) {
  const t = messages(language);
  const { name } = useCity();
  return (
    <header className="hd">
      <div className="wrap-page hd-in">
        <a className="brand" href="/">
          <BrandMark />
          <span>
            {t('brand')}
            <small>{rich(t('service', { city: localText(name, language).text }))}</small>
          </span>
        </a>
        <div className="hd-tools">
          <ReadingSwitch language={language} path={path} />
          <LanguageMenu language={language} path={path} />
        </div>
      </div>
    </header>
  );
}

/** 「08:45」 as people say it: 「8:45」. */
const clockTime = (time: string): string => time.replace(/^0/, '');

/** Help stands in the same place on every page (WCAG 2.2, 3.2.6), with the way to a person first. */
function Footer({ language, children }: { language: Language; children?: ReactNode }) {
  const t = messages(language);
  const { phone, open, close } = useCity();
  return (
    <footer className="ft">
      <div className="wrap-page stack">
        <h2>{rich(t('inTrouble'))}</h2>
        <p>
          <a className="btn sub" href={`tel:${phone}`}>
            <Icon name="phone" />
            <span>{rich(t('talkToPerson'))}</span>
          </a>
        </p>
        <p>
          {rich(t('phoneLine', { phone }))}
          <br />
          {rich(t('phoneHours', { open: clockTime(open), close: clockTime(close) }))}
        </p>
        {children}
      </div>
    </footer>
  );
}

/** The page of a resident, on a phone or at home. `main` begins below the way back; the page brings its own H1. */
export function ResidentPage(props: ResidentPageProps) {
  const {
    title,
    language,
    path,
    children,
    wide,
    back,
    footer,
    actions,
    scripts = [],
    hasErrors,
    refreshSeconds,
  } = props;
  return (
    <Document
      title={title}
      language={language}
      surface="resident"
      scripts={['main', ...scripts]}
      hasErrors={hasErrors}
      refreshSeconds={refreshSeconds}
    >
      <SkipLink language={language} />
      <Header language={language} path={path} />
      <main id="main" className={wide ? 'wrap-page' : 'wrap-page narrow'}>
        {back && (
          <p>
            <a className="back" href={back.href}>
              <Icon name="left" size="small" />
              <span>{rich(back.label ?? messages(language)('back'))}</span>
            </a>
          </p>
        )}
        {children}
      </main>
      {actions}
      <Footer language={language}>{footer}</Footer>
    </Document>
  );
}

/** A tinted band across the page, such as the search of the home page. Only directly in a wide `ResidentPage`. */
export function Band({ children }: { children: ReactNode }) {
  return <div className="band">{children}</div>;
}
