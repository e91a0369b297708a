import type { ReactNode } from 'react';
import { type Language, localText, stripReadings } from '#platform/i18n';
import { useCity } from '../city.ts';
import { BrandMark, Icon } from '../components/icon.tsx';
import { rich } from '../components/text.tsx';
import { messages } from '../messages.ts';
import { Document, SkipLink } from './document.tsx';
import { LanguageRow } from './language-switch.tsx';

export interface KioskPageProps {
  title: string;
  language: Language;
  path: string;
  children: ReactNode;
  /** Day and time of rendering, 「11月25日(水) 10:21」. */
  time?: string;
  /** Where the idle kiosk returns to; every entry is wiped by the server on this address. Not on the start page itself. */
  restartHref?: string;
  /** Seconds without a touch before the warning, or until a finished page goes: 60. */
  idleSeconds?: number;
  /** Nothing more is to be done or lost: the page counts down in sight and goes without a warning. */
  finished?: boolean;
  /** The lower row; the languages when not given. */
  actions?: ReactNode;
  scripts?: readonly string[];
  hasErrors?: boolean;
}

/** The warning before the kiosk forgets a visitor; the script opens it. The safe answer has the focus. */
function IdleDialog({ language, restartHref }: { language: Language; restartHref: string }) {
  const t = messages(language);
  return (
    <dialog
      className="dlg"
      aria-labelledby="idle-title"
      data-idle-text={stripReadings(messages.table.idleText[language])}
    >
      <h2 id="idle-title">{rich(t('idleTitle'))}</h2>
      <p className="countdown num" aria-hidden="true" data-idle-count>
        30
      </p>
      <p data-idle-sentence />
      <div className="row">
        <a className="btn sub" href={restartHref} data-ends="">
          <span>{rich(t('idleEnd'))}</span>
        </a>
        <button className="btn" type="button" data-idle-continue>
          <span>{rich(t('idleContinue'))}</span>
        </button>
      </div>
    </dialog>
  );
}

const modes = ['large', 'low', 'contrast', 'voice'] as const;

/** Ways of seeing and hearing, for this visitor only; the script shows and carries them. */
function Modes({ language }: { language: Language }) {
  const t = messages(language);
  return (
    <details className="kiosk-modes" data-modes="" hidden>
      <summary>{rich(t('modes'))}</summary>
      <div>
        {modes.map((mode) => (
          <button key={mode} type="button" data-mode={mode} aria-pressed="false" hidden={mode === 'voice'}>
            {rich(t(`mode_${mode}`))}
          </button>
        ))}
      </div>
    </details>
  );
}

/** How the last page ends: the seconds that are left, and a button for those who are ready. */
function Finish({ language, restartHref, seconds }: { language: Language; restartHref: string; seconds: number }) {
  const t = messages(language);
  return (
    <>
      <p className="leave" data-finish={restartHref} data-finish-seconds={seconds}>
        {rich(t('leaveIn', { seconds }))}
      </p>
      <a className="btn restart" href={restartHref} data-ends="">
        <span>{rich(t('finish'))}</span>
      </a>
    </>
  );
}

/** The page of a kiosk at the entrance: large, one question, everything within reach of a hand. */
export function KioskPage(props: KioskPageProps) {
  const { title, language, path, children, time, restartHref, idleSeconds = 60, actions, scripts = [] } = props;
  // The server forgets on this address: the language goes with the visitor.
  const leaveHref = restartHref && `${restartHref}?end=yes`;
  const { finished = false } = props;
  const isWatched = restartHref !== undefined && !finished;
  const t = messages(language);
  const { name } = useCity();
  return (
    <Document
      title={title}
      language={language}
      surface="kiosk"
      scripts={['kiosk', ...scripts]}
      hasErrors={props.hasErrors}
    >
      <SkipLink language={language} />
      <header className="kiosk-head">
        <BrandMark />
        <b>{rich(t('kioskTitle', { city: localText(name, language).text }))}</b>
        {time && <span className="time num">{rich(time)}</span>}
        <Modes language={language} />
      </header>
      <main
        id="main"
        data-idle={isWatched ? leaveHref : undefined}
        data-idle-seconds={isWatched ? idleSeconds : undefined}
      >
        {children}
      </main>
      <footer className="kiosk-foot">
        {actions ?? <LanguageRow language={language} path={path} />}
        {leaveHref && finished && <Finish language={language} restartHref={leaveHref} seconds={idleSeconds} />}
        {isWatched && (
          <a className="btn sub restart" href={leaveHref} data-ends="">
            <Icon name="redo" />
            <span>{rich(t('startOver'))}</span>
          </a>
        )}
      </footer>
      {isWatched && leaveHref && <IdleDialog language={language} restartHref={leaveHref} />}
    </Document>
  );
}
