import type { ReactNode } from 'react';
import type { Language } from '#platform/i18n';
import type { IconName } from '../icon-paths.ts';
import { messages } from '../messages.ts';
import { Icon } from './icon.tsx';
import { rich } from './text.tsx';

/** Every state that a badge may show. The list is closed: a new state is a decision of design, not of one page. */
export type BadgeState = keyof typeof looks;

type Tone = 'plain' | 'key' | 'fill' | 'ok' | 'soon' | 'err' | 'note' | 'auto' | 'call';

const looks = {
  planned: { tone: 'plain' },
  waiting: { tone: 'plain' },
  arrived: { tone: 'fill' },
  serving: { tone: 'fill' },
  calling: { tone: 'call', icon: 'bell' },
  held: { tone: 'plain', icon: 'pause' },
  absent: { tone: 'soon' },
  late: { tone: 'soon', icon: 'clock' },
  done: { tone: 'ok', icon: 'check' },
  priority: { tone: 'key', icon: 'support' },
  interpreter: { tone: 'note', icon: 'globe' },
  automatic: { tone: 'auto' },
  unconfirmed: { tone: 'plain' },
  confirmed: { tone: 'ok', icon: 'check' },
  look: { tone: 'note', icon: 'eye' },
  caution: { tone: 'err', icon: 'alert' },
} as const satisfies Record<string, { tone: Tone; icon?: IconName }>;

/** The states in the order of the gallery. */
export const badgeStates = Object.keys(looks) as BadgeState[];

/** A state in a word, repeated by shape and colour. `children` says it more closely: 「書類待ち」. */
export function Badge({ state, language, children }: { state: BadgeState; language: Language; children?: ReactNode }) {
  const look: { tone: Tone; icon?: IconName } = looks[state];
  return (
    <span className={`bdg ${look.tone}`}>
      {look.icon && <Icon name={look.icon} size="small" />}
      {rich(children ?? messages(language)(`badge_${state}`))}
    </span>
  );
}

/** A fact about a visitor or a thing, which is no state: 「市外から転入」. */
export function Tag({ children, tone = 'key' }: { children: ReactNode; tone?: 'key' | 'plain' | 'soon' }) {
  return <span className={`bdg ${tone}`}>{rich(children)}</span>;
}

export type DeadlineState = 'plain' | 'soon' | 'over' | 'none';

/**
 * Until when: `text` is the day 「11月30日(月)まで」, `detail` how near it is 「あと10日」. `soon` within 14 days, `over` when it
 * has passed, `none` without a deadline.
 */
export function DeadlineBadge({ state, text, detail }: { state: DeadlineState; text: ReactNode; detail?: ReactNode }) {
  return (
    <span className={state === 'plain' ? 'dl' : `dl ${state}`}>
      <b>{rich(text)}</b>
      {detail && <span>{rich(detail)}</span>}
    </span>
  );
}
