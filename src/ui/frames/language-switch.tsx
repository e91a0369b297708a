import { htmlLang, type Language, languages } from '#platform/i18n';
import { Icon } from '../components/icon.tsx';
import { rich } from '../components/text.tsx';
import { messages } from '../messages.ts';

export interface SwitchProps {
  language: Language;
  /** The address of this page; the switch leads back to it. */
  path: string;
}

function ReturnPath({ path }: { path: string }) {
  return <input type="hidden" name="return" value={path} />;
}

/** 漢字 with its reading: from Japanese to やさしい日本語 and back. Other languages have no use for it. */
export function ReadingSwitch({ language, path }: SwitchProps) {
  if (language !== 'ja' && language !== 'easy') return null;
  const on = language === 'easy';
  return (
    <form action="/language" method="post">
      <ReturnPath path={path} />
      <button className="tool" type="submit" name="language" value={on ? 'ja' : 'easy'} aria-pressed={on}>
        <span>{rich('漢字(かんじ)')}</span>
        <span className="sr">{messages(language)('readings')}</span>
      </button>
    </form>
  );
}

/** The languages by their own names, as buttons of one form; the chosen one is marked. */
function LanguageButtons({ language, path, className }: SwitchProps & { className: string }) {
  return (
    <form action="/language" method="post" className={className}>
      <ReturnPath path={path} />
      {languages.map(({ id, name }) => (
        <button key={id} type="submit" name="language" value={id} lang={htmlLang(id)} aria-pressed={id === language}>
          <span>{rich(name)}</span>
          {id === language && <Icon name="check" size="small" />}
        </button>
      ))}
    </form>
  );
}

/** The language menu in the header; opens without a script. */
export function LanguageMenu({ language, path }: SwitchProps) {
  return (
    <details className="menu" data-menu>
      <summary className="tool">
        <Icon name="globe" />
        <span className="wide-only">Language</span>
        <span className="sr">{messages(language)('language')}</span>
      </summary>
      <LanguageButtons language={language} path={path} className="menu-list" />
    </details>
  );
}

/** All languages side by side, as on a kiosk. */
export function LanguageRow({ language, path }: SwitchProps) {
  return <LanguageButtons language={language} path={path} className="language-row" />;
}
