import type { ReactElement, ReactNode } from 'react';
import type { Language } from '#platform/i18n';
import type { IconName } from '../icon-paths.ts';
import { messages } from '../messages.ts';
import { Icon } from './icon.tsx';
import { rich } from './text.tsx';

/** Something that opens: 「なぜ聞くのですか」. */
export function Details(props: { summary: ReactNode; children: ReactNode; icon?: IconName; open?: boolean }) {
  return (
    <details className="why" open={props.open}>
      <summary>
        <Icon name={props.icon ?? 'help'} />
        <span>{rich(props.summary)}</span>
        <span className="chev">
          <Icon name="down" size="small" />
        </span>
      </summary>
      <div className="why-body">{rich(props.children)}</div>
    </details>
  );
}

/** Where one is in 3–5 steps; `current` counts from 0, and every step before it is done. */
export function Steps(props: { language: Language; steps: readonly ReactNode[]; current: number }) {
  const t = messages(props.language);
  const className = (index: number) => (index < props.current ? 'done' : index === props.current ? 'now' : undefined);
  return (
    <ol className="steps" aria-label={t('steps')}>
      {props.steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a page never move
        <li key={index} className={className(index)} aria-current={index === props.current ? 'step' : undefined}>
          <b>
            {index < props.current ? <Icon name="check" size="small" /> : index + 1}
            {index < props.current && <span className="sr">{t('stepDone')}</span>}
          </b>
          {rich(step)}
        </li>
      ))}
    </ol>
  );
}

/** How far one is, in words first: 「質問 3」「(残り 2問ほど)」. `value` of `max` parts are done; it never goes backwards. */
export function Progress(props: {
  label: ReactNode;
  detail?: ReactNode;
  value: number;
  max: number;
  language: Language;
}) {
  return (
    <div className="prog">
      <span>
        <b>{rich(props.label)}</b>
        {props.detail && ' '}
        {rich(props.detail)}
      </span>
      <progress value={props.value} max={props.max} aria-label={messages(props.language)('progress')} />
    </div>
  );
}

export interface ProcedureCardProps {
  /** The place in the order of the route. */
  number?: number;
  name: ReactNode;
  /** The official name in plain words. */
  plainName?: ReactNode;
  deadline?: ReactElement;
  /** Place, time, fee: each with its icon. */
  facts?: readonly { icon: IconName; text: ReactNode }[];
  /** 「なぜ必要ですか」: the answers that led here and the law. */
  why?: ReactNode;
  whyOpen?: boolean;
  children?: ReactNode;
  language: Language;
  /** The level of the heading; 3 below a heading of a list. */
  level?: 2 | 3;
}

/** One procedure on the route: what, until when, where, how long, and why. */
export function ProcedureCard(props: ProcedureCardProps) {
  const Heading = props.level === 2 ? 'h2' : 'h3';
  return (
    <article className="proc">
      <div className="proc-h">
        {props.number !== undefined && (
          <span className="proc-n" aria-hidden="true">
            {props.number}
          </span>
        )}
        <div>
          <Heading>{rich(props.name)}</Heading>
          {props.plainName && <p className="mut s">{rich(props.plainName)}</p>}
        </div>
      </div>
      <ul className="proc-meta">
        {props.deadline && <li>{props.deadline}</li>}
        {props.facts?.map(({ icon, text }) => (
          <li key={icon}>
            <Icon name={icon} />
            <span>{rich(text)}</span>
          </li>
        ))}
      </ul>
      {props.why && (
        <Details summary={messages(props.language)('whyNeeded')} open={props.whyOpen}>
          {props.why}
        </Details>
      )}
      {rich(props.children)}
    </article>
  );
}

export interface BringItem {
  id: string;
  name: ReactNode;
  /** Which papers count. */
  note?: ReactNode;
  /** 「1と3で使う」. */
  usedBy?: ReactNode;
}

/**
 * What to bring, each thing once. The ticks are the visitor's own: the script keeps them in this tab, under `storageKey`,
 * and they are never sent.
 */
export function BringList({ items, storageKey }: { items: readonly BringItem[]; storageKey?: string }) {
  return (
    <ul className="bring" data-bring={storageKey}>
      {items.map(({ id, name, note, usedBy }) => (
        <li key={id}>
          <label>
            <input type="checkbox" value={id} />
            <span>
              <b>{rich(name)}</b>
              {(note || usedBy) && (
                <small>
                  {rich(note)}
                  {note && usedBy ? ' ' : null}
                  {usedBy && <span className="nw">{rich(usedBy)}</span>}
                </small>
              )}
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}
