import type { LocalText } from '#platform/i18n';
import type { Procedure } from './inventory.ts';
import { inEveryLanguage, messages } from './messages.ts';

/** Ways to do a procedure. */
export type ChannelName = 'counter' | 'branch' | 'mail' | 'nightDuty' | 'convenienceStore' | 'phone' | 'online';

export interface ChannelChoice {
  /** Ways that are open to this resident, the counter first. */
  open: readonly ChannelName[];
  /** By which service it can be done online, if `online` is open. */
  via?: string;
  /** True when a proxy asked about a procedure that only the person concerned can do. */
  mustCome: boolean;
  /** What has to be said about it; absent when nothing has. */
  sentence?: LocalText;
  /** What the city says about the ways, in Japanese. */
  note?: string;
}

/**
 * The ways open to a resident. A proxy where none is allowed is told that the person must come, and by no way can do it.
 * For persons under 支援措置 every way but the counter is closed, without saying why: whoever reads the screen learns
 * nothing.
 */
export function channelsFor(
  { channels, agent }: Pick<Procedure, 'channels' | 'agent'>,
  visitor: { isAgent: boolean; isProtected: boolean },
): ChannelChoice {
  if (visitor.isAgent && !agent.allowed)
    return {
      open: [],
      mustCome: true,
      sentence: inEveryLanguage((language) => messages(language)('mustCome')),
      note: agent.note,
    };
  if (visitor.isProtected)
    return {
      open: ['counter'],
      mustCome: false,
      sentence: inEveryLanguage((language) => messages(language)('onlyHere')),
    };
  const offered: [ChannelName, boolean | undefined][] = [
    ['counter', channels.counter],
    ['branch', channels.branch],
    ['mail', channels.mail],
    ['nightDuty', channels.nightDuty],
    ['convenienceStore', channels.convenienceStore],
    ['phone', channels.phone],
    ['online', channels.online.available],
  ];
  return {
    open: offered.filter(([, isOffered]) => isOffered).map(([name]) => name),
    via: channels.online.available ? channels.online.via : undefined,
    mustCome: false,
    note: channels.note,
  };
}
