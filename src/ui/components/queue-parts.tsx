import type { ReactNode } from 'react';
import type { Language } from '#platform/i18n';
import { messages } from '../messages.ts';
import { Icon } from './icon.tsx';
import { rich } from './text.tsx';

export interface TicketProps {
  /** 「A127」. Never with a name. */
  number: string;
  /** 「1階 3番窓口」. */
  place: ReactNode;
  /** How long it takes, as a range: 「25〜40分」. */
  wait?: ReactNode;
  children?: ReactNode;
  language: Language;
}

/** A queue ticket on a screen. */
export function Ticket({ number, place, wait, children, language }: TicketProps) {
  const t = messages(language);
  return (
    <section className="tkt" aria-label={t('ticketNumber')}>
      <p>{rich(t('yourNumber'))}</p>
      <p className="n">{number}</p>
      <p className="place">{rich(place)}</p>
      {wait && (
        <p data-wait>
          {rich(t('expectedWait'))} <b className="num">{rich(wait)}</b>
        </p>
      )}
      {children}
    </section>
  );
}

export interface CallTileProps {
  number: string;
  /** The number of the counter: 「3」. */
  counter: string;
  place?: ReactNode;
  /** The newest call is yellow and larger. */
  newest?: boolean;
  language: Language;
}

/** A call on the board: number → counter. */
export function CallTile({ number, counter, place, newest, language }: CallTileProps) {
  return (
    <li className={newest ? 'call-tile newest' : 'call-tile'}>
      <span className="n">{number}</span>
      <Icon name="arrow" />
      <span className="w">
        <b>{counter}</b>
        <span>{rich(messages(language)('counterSuffix'))}</span>
        {place && <small>{rich(place)}</small>}
      </span>
    </li>
  );
}

export interface QueueRowProps {
  /** Number or time that identifies the row. */
  number: ReactNode;
  /** Name or 「番号札のみ」; never a name on a public display. */
  title: ReactNode;
  note?: ReactNode;
  /** Waiting time or one badge. */
  trailing?: ReactNode;
  href: string;
  current?: boolean;
}

/** One visitor in a list of the staff. Stands in a `QueueList`. */
export function QueueRow({ number, title, note, trailing, href, current }: QueueRowProps) {
  return (
    <li>
      <a href={href} aria-current={current ? 'true' : undefined}>
        <span className="tn">{number}</span>
        <span>
          <b>{rich(title)}</b>
          {note && <small>{rich(note)}</small>}
        </span>
        {rich(trailing)}
      </a>
    </li>
  );
}

/** A group of rows under its name: 対応中, 次に呼ぶ順, 保留・不在. */
export function QueueList({ title, children }: { title?: ReactNode; children: ReactNode }) {
  return (
    <>
      {title && <h3 className="grp">{rich(title)}</h3>}
      <ul className="q">{children}</ul>
    </>
  );
}

export interface TimelineStep {
  id: string;
  title: ReactNode;
  state: 'done' | 'now' | 'todo';
  /** What is to be done, opened for the step that is now. */
  children?: ReactNode;
}

/** The steps of a task in order; one is open. */
export function Timeline({ steps, language }: { steps: readonly TimelineStep[]; language: Language }) {
  const t = messages(language);
  return (
    <ol className="tl">
      {steps.map((step, index) => (
        <li key={step.id} className={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <span className="d">
            {step.state === 'done' ? <Icon name="check" size="small" /> : index + 1}
            {step.state === 'done' && <span className="sr">{t('stepDone')}</span>}
          </span>
          <div className="t">{rich(step.title)}</div>
          {step.children && <div className="b">{step.children}</div>}
        </li>
      ))}
    </ol>
  );
}

/**
 * A part of the page that the server keeps up to date. `source` is an event stream; on an event about `topic` (any, when not
 * given) the script fetches the page again and exchanges this part, without losing focus or place. A stream that carries
 * the part itself (`regionsEvent`) spares that. `id` must be unique.
 */
export function LiveRegion(props: {
  id: string;
  source: string;
  topic?: string;
  children: ReactNode;
  /** Says changes aloud; for a part that holds little more than what changes. */
  polite?: boolean;
  /** What the part shows, in short: it is fetched again when the stream names another version. */
  version?: string;
}) {
  return (
    <div
      id={props.id}
      className="live"
      data-live={props.source}
      data-topic={props.topic}
      data-version={props.version}
      aria-live={props.polite ? 'polite' : undefined}
    >
      {props.children}
    </div>
  );
}
