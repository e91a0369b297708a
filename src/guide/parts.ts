import type { Inventory } from '#inventory';
import type { Clock, Day } from '#platform/clock';
import { type CookieChange, cookieNames, type Fields, type Result, type Subject, setCookie } from '#platform/http';
import type { Language } from '#platform/i18n';
import type { Facts } from '#rules';
import { answersThatCount } from './answers.ts';
import { emptyDraft, type GuideDraft } from './draft.ts';
import type { Congestion } from './pages/home.tsx';
import { addressOfFacts } from './screen.ts';
import { type DraftService, draftHours } from './service.ts';

/** What the guide needs from the rest of the house. */
export interface GuideParts {
  /** The current revision; asked anew with every request. */
  inventory: () => Inventory;
  clock: Clock;
  drafts: DraftService;
  congestion: () => Promise<Congestion | null>;
  /** Makes a case of the answers and says where it goes on. */
  handOver: (answers: GuideAnswers) => Promise<Result>;
}

/** What a resident leaves the guide with. */
export interface GuideAnswers {
  subject: Subject;
  language: Language;
  facts: Facts;
  procedures: readonly string[];
  /** Procedures that only the counter can decide. */
  undecided: readonly string[];
  /** Days that deadlines count from, by their name in the inventory. */
  dates: Readonly<Record<string, Day>>;
  /** What they want to do next: enter everything, or book a time. */
  next: 'entry' | 'booking';
}

/** The values sent under `name`: none, one or several. */
export function valuesOf(fields: Fields, name: string): string[] {
  const value = fields[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : [...value];
}

/** The part of a request that the draft of the browser hangs on. */
export interface WithCookies {
  readonly cookies: Readonly<Record<string, string | undefined>>;
}

/** The answers of this browser; an empty draft when there are none. */
export async function openDraft({ drafts }: GuideParts, { cookies }: WithCookies): Promise<GuideDraft> {
  return (await drafts.open(cookies[cookieNames.draft])) ?? emptyDraft;
}

/** Saves the answers of this browser; gives the cookies to send back. */
export async function keepDraft(
  { drafts }: GuideParts,
  { cookies }: WithCookies,
  draft: GuideDraft,
): Promise<CookieChange[]> {
  const cookie = await drafts.save(cookies[cookieNames.draft], draft);
  return [setCookie(cookieNames.draft, cookie, { maxAge: draftHours * 3600 })];
}

/** Where the guide goes on: the next question that can decide something, or the result. */
export function nextAddress(inventory: Inventory, draft: GuideDraft): string {
  const next = inventory.program.next(answersThatCount(inventory, draft.facts));
  return next === null ? '/guide/result' : `/guide/questions/${addressOfFacts(next.facts)}`;
}

/** Whether questions are left that can decide something. */
export function isUnfinished(inventory: Inventory, draft: GuideDraft): boolean {
  return inventory.program.next(answersThatCount(inventory, draft.facts)) !== null;
}
