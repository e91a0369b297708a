import type { ReactNode } from 'react';
import type { ChannelName, Procedure } from '#inventory';
import { htmlLang, type Language } from '#platform/i18n';
import { localized } from '#ui';
import { guideMessages } from '../messages.ts';

/** Where the procedure is done. Names of places are proper names and stay Japanese, marked as such. */
export function placeText(procedure: Procedure, language: Language): ReactNode {
  const place = procedure.counter.place;
  return htmlLang(language) === 'ja' ? place : <span lang="ja">{place}</span>;
}

/** What the procedure costs; the city's own words where the amount depends on the case. */
export function feeText(procedure: Procedure, language: Language): ReactNode {
  const t = guideMessages(language);
  const { amount, variants, text } = procedure.fee;
  if (variants !== undefined && variants.length > 0) return localized({ ja: text }, language);
  return amount === 0 ? t('free') : t('yen', { amount: amount.toLocaleString('ja-JP') });
}

const channelMessages = {
  online: 'channelOnline',
  mail: 'channelMail',
  branch: 'channelBranch',
  convenienceStore: 'channelStore',
  nightDuty: 'channelNight',
  phone: 'channelPhone',
} as const;

/** The ways besides the counter of city hall, in words. */
export function channelNames(open: readonly ChannelName[], language: Language): string[] {
  const t = guideMessages(language);
  return open.flatMap((channel) => (channel === 'counter' ? [] : [t(channelMessages[channel])]));
}
