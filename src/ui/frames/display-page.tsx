import type { ReactNode } from 'react';
import type { Language } from '#platform/i18n';
import { BrandMark, Icon } from '../components/icon.tsx';
import { rich } from '../components/text.tsx';
import { messages } from '../messages.ts';
import { Document } from './document.tsx';

export interface DisplayPageProps {
  title: string;
  language: Language;
  /** Day and time of rendering. */
  time: string;
  /** The calls: `CallTile`s, newest first, at most three. */
  children: ReactNode;
  /** Right: waiting times, those who were not there. */
  side: ReactNode;
  /** The lower line: why numbers jump. */
  notice: { title: ReactNode; text?: ReactNode };
  scripts?: readonly string[];
  /** What stands on the button that a script shows while the browser lets no sound out. */
  soundOn?: string;
}

/** A calling display in the hall, read from three to ten metres. Nothing on it can be pressed but the sound. */
export function DisplayPage({
  title,
  language,
  time,
  children,
  side,
  notice,
  scripts = [],
  soundOn,
}: DisplayPageProps) {
  return (
    <Document title={title} language={language} surface="display" scripts={['display', ...scripts]}>
      <header className="display-head">
        <BrandMark />
        <h1>{rich(title)}</h1>
        {soundOn && (
          <button type="button" id="sound-on" className="btn" hidden>
            {soundOn}
          </button>
        )}
        <span className="time num" id="now">
          {time}
        </span>
      </header>
      <main id="main" className="display-calls">
        {children}
      </main>
      <aside className="display-side">{side}</aside>
      <footer className="display-foot">
        <Icon name="info" />
        <p className="stopped" role="status">
          {rich(messages(language)('displayStopped'))}
          <small lang="en">{messages('en')('displayStopped')}</small>
        </p>
        <p className="usual">
          {rich(notice.title)}
          {notice.text && <small>{rich(notice.text)}</small>}
        </p>
      </footer>
    </Document>
  );
}

/** The three newest calls, newest on top. */
export function CallList({ children }: { children: ReactNode }) {
  return <ol className="call-list">{children}</ol>;
}

/** One line of the waiting times: the series, what it is for, the range. */
export function WaitRow({ series, name, wait }: { series: string; name: ReactNode; wait: ReactNode }) {
  return (
    <li className="wait-row">
      <span className="g">{series}</span>
      <span>{rich(name)}</span>
      <b className="num" data-wait>
        {wait}
      </b>
    </li>
  );
}
