import { Fragment, type ReactNode } from 'react';
import { htmlLang, type Language, type LocalText, localText, parseRuby } from '#platform/i18n';
import { messages } from '../messages.ts';

/** A text with readings, drawn as furigana: 漢字(かんじ) → 漢字 with かんじ above it. */
function ruby(text: string): ReactNode {
  const parts = parseRuby(text);
  if (parts.every((part) => typeof part === 'string')) return text;
  return parts.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text never move
      <ruby key={index}>
        {part.base}
        <rp>(</rp>
        <rt>{part.reading}</rt>
        <rp>)</rp>
      </ruby>
    ),
  );
}

/**
 * What a component shows for a slot: plain strings get their readings drawn, elements stay as they are. Every component
 * passes the texts it is given through this, so that callers hand over sentences as they stand in `messages.ts`. A function,
 * not a component: pages show hundreds of texts, and a component for each costs more than the text.
 */
export function rich(content: ReactNode): ReactNode {
  return typeof content === 'string' && content.includes('(') ? ruby(content) : content;
}

/** Each part on a line of its own, within one paragraph. */
export function onLines(parts: readonly ReactNode[]): ReactNode {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text never move
    <Fragment key={index}>
      {index > 0 && <br />}
      {rich(part)}
    </Fragment>
  ));
}

/**
 * A text of the inventory in the visitor's language; where it is not translated, marked with its own `lang` and said so.
 */
export function localized(text: LocalText, language: Language): ReactNode {
  const shown = localText(text, language);
  if (htmlLang(shown.language) === htmlLang(language)) return rich(shown.text);
  const t = messages(language);
  return (
    <Fragment>
      <span lang={htmlLang(shown.language)}>{rich(shown.text)}</span>{' '}
      <small className="only">{t(shown.language === 'ja' ? 'onlyInJapanese' : 'onlyInEnglish')}</small>
    </Fragment>
  );
}
