import { z } from 'zod';
import type { Language } from '#platform/i18n';
import { checkPhone, foldWidth } from '#platform/japanese';
import type { Channel } from '#platform/notify';
import type { WaitEstimate } from '../queue/wait.ts';

/** When somebody wants to be told: so many people, or so many minutes before. */
export interface NoticeRule {
  measure: 'people' | 'minutes';
  amount: number;
}

/** The choices of the form, as `people-3`. */
export const noticeChoices = ['people-1', 'people-3', 'people-5', 'minutes-10', 'minutes-20'] as const;
export type NoticeChoice = (typeof noticeChoices)[number];

/** The rule of a choice. */
export function ruleOf(choice: NoticeChoice): NoticeRule {
  const [measure, amount] = choice.split('-');
  return { measure: measure === 'minutes' ? 'minutes' : 'people', amount: Number(amount) };
}

/** Somebody who wants to be told before it is their turn. */
export interface TurnNotice extends NoticeRule {
  visitId: string;
  channel: Channel;
  language: Language;
}

/** Whether a turn has come so near. By minutes the sooner end of the range counts: better early than too late. */
export function isNear({ measure, amount }: NoticeRule, turn: { ahead: number; wait: WaitEstimate }): boolean {
  if (measure === 'people' || turn.ahead === 0) return turn.ahead <= amount;
  if (turn.wait.kind === 'unknown') return false;
  return turn.wait.kind === 'now' || turn.wait.from <= amount;
}

const mail = z.email().max(254);
/** SMS reaches mobile phones only. */
const mobile = /^0[789]0/;
const subscription = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(1_000),
  keys: z.object({ p256dh: z.string().max(200), auth: z.string().max(100) }),
});

/** Reads where somebody wants to be told; null for what is no address of that channel. */
export function readAddress(channel: Channel, typed: string): string | null {
  if (channel === 'mail') return mail.safeParse(foldWidth(typed).replace(/\s/g, '')).data ?? null;
  if (channel === 'sms') {
    const phone = checkPhone(foldWidth(typed));
    return 'value' in phone && mobile.test(phone.value) ? phone.value : null;
  }
  try {
    return JSON.stringify(subscription.parse(JSON.parse(typed)));
  } catch {
    return null;
  }
}
