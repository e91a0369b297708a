import { randomBytes } from 'node:crypto';
import type { Clock } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { seal, unseal } from '#platform/keys';
import { emptyDraft, type GuideDraft } from './draft.ts';
import { deleteDraft, deleteExpiredDrafts, findDraft, saveDraft } from './store.ts';

/** How long the answers of a resident without a case are kept. */
export const draftHours = 24;

/** The value of the draft cookie: `<id>.<key>`. Only the browser holds the key; the server stores none. */
export type DraftCookie = string;

export interface OpenDraft {
  draft: GuideDraft;
  cookie: DraftCookie;
}

/** Keeps and finds the drafts of the guide. */
export interface DraftService {
  /** The draft that the cookie opens, or null: no cookie, a wrong key, or its time is over. */
  open(cookie: DraftCookie | undefined): Promise<GuideDraft | null>;
  /** Saves the draft under the cookie, or under a new one. Returns the cookie to set. */
  save(cookie: DraftCookie | undefined, draft: GuideDraft): Promise<DraftCookie>;
  /** Deletes the draft at once. */
  clear(cookie: DraftCookie | undefined): Promise<void>;
  /** Deletes the drafts of yesterday; returns how many. */
  expire(): Promise<number>;
}

/** Creates the service over the database; `clock` decides when a draft is too old. */
export function createDraftService(database: Database, clock: Clock): DraftService {
  return {
    async open(cookie) {
      const ticket = readTicket(cookie);
      if (ticket === null) return null;
      const stored = await findDraft(database, ticket.id, clock.now());
      if (stored === null) return null;
      const text = openSealed(ticket, stored.sealed);
      return text === null ? null : { ...emptyDraft, ...(JSON.parse(text) as GuideDraft) };
    },
    async save(cookie, draft) {
      const ticket = readTicket(cookie) ?? { id: newId(), key: randomBytes(32) };
      const sealed = seal(ticket.key, noEpoch, context(ticket.id), JSON.stringify(draft));
      await saveDraft(database, { id: ticket.id, sealed }, new Date(clock.now().getTime() + draftHours * 3_600_000));
      return `${ticket.id}.${ticket.key.toString('base64url')}`;
    },
    async clear(cookie) {
      const ticket = readTicket(cookie);
      if (ticket !== null) await deleteDraft(database, ticket.id);
    },
    expire: () => deleteExpiredDrafts(database, clock.now()),
  };
}

const ticketPattern = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

interface Ticket {
  id: string;
  key: Buffer;
}

function readTicket(cookie: string | undefined): Ticket | null {
  const match = ticketPattern.exec(cookie ?? '');
  return match?.[1] && match[2] ? { id: match[1], key: Buffer.from(match[2], 'base64url') } : null;
}

/** The text, or null when the cookie's key is not the one that sealed it. */
function openSealed(ticket: Ticket, sealed: Buffer): string | null {
  try {
    return unseal(ticket.key, context(ticket.id), sealed);
  } catch {
    return null;
  }
}

/** The key of a draft belongs to no epoch of the key ring: only the cookie holds it. */
const noEpoch = 0;

/** Binds the sealed bytes to their row, so that they can't be moved to another. */
const context = (id: string) => `v1|guide_draft|${id}`;
