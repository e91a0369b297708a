import type { ReactNode } from 'react';
import type { Language } from '#platform/i18n';
import type { IconName } from '../icon-paths.ts';
import { messages } from '../messages.ts';
import { fieldId } from './field.tsx';
import { Icon } from './icon.tsx';
import { rich } from './text.tsx';

export type BannerKind = 'info' | 'ok' | 'soon' | 'err' | 'stale';

const looks: Record<BannerKind, { className: string; icon: IconName }> = {
  info: { className: 'ban', icon: 'info' },
  ok: { className: 'ban ok', icon: 'done' },
  soon: { className: 'ban soon', icon: 'alert' },
  err: { className: 'ban err', icon: 'alert' },
  stale: { className: 'ban gray', icon: 'offline' },
};

export interface BannerProps {
  kind: BannerKind;
  /** The first sentence, bold. */
  title?: ReactNode;
  children?: ReactNode;
  /** Inside cards. */
  slim?: boolean;
  icon?: IconName;
  /** The answer to what the visitor has just done: read out at once. */
  announce?: boolean;
}

/** A notice that stays on the page. At most one above the fold. */
export function Banner({ kind, title, children, slim, icon, announce }: BannerProps) {
  const look = looks[kind];
  return (
    <div className={slim ? `${look.className} slim` : look.className} role={announce ? 'status' : undefined}>
      <Icon name={icon ?? look.icon} />
      <div>
        {title && <b>{rich(title)}</b>}
        {title && children ? <br /> : null}
        {rich(children)}
      </div>
    </div>
  );
}

/** One thing to put right: the name of the field that it concerns and the very sentence that stands at the field. */
export interface FormError {
  name: string;
  message: string;
}

/** What is to be put right, above the heading, each line leading to its field. Shows nothing without errors. */
export function ErrorSummary({ errors, language }: { errors: readonly FormError[]; language: Language }) {
  if (errors.length === 0) return null;
  const t = messages(language);
  const count = errors.length;
  return (
    <div className="errsum" role="alert" tabIndex={-1} aria-labelledby="error-summary" data-focus-first>
      <h2 id="error-summary">
        <Icon name="alert" />
        <span>{rich(count < 10 ? t('errorCount', { count }) : t('errorCountMany', { count }))}</span>
      </h2>
      <ul>
        {errors.map(({ name, message }) => (
          <li key={name}>
            <a href={`#${fieldId(name)}`}>{rich(message)}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
