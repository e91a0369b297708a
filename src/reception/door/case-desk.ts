import type { CaseService } from '#cases';
import type { Clock } from '#platform/clock';
import type { Resident, Subject } from '#platform/http';
import type { Language } from '#platform/i18n';
import type { Facts } from '#rules';

/** What the reception asks of the cases. */
export interface CaseDesk {
  /**
   * The case that a code, or the text of a scanned two-dimensional code, belongs to, with what is still to be done; null
   * for every kind of failure. Only for enrolled devices and staff in the hall, where the code alone is enough.
   */
  find(typed: string): Promise<FoundCase | null>;
  /** A new case for somebody who walked in, for a note or what they told us at the door; gives its id. */
  create(subject: Subject, walkIn: WalkIn): Promise<string>;
}

/** What is known of somebody who walked in. */
export interface WalkIn {
  procedures: readonly string[];
  language: Language;
  /** What they told us, by fact. */
  facts?: Facts;
}

export interface FoundCase {
  caseId: string;
  procedures: readonly string[];
  /** The language in which the resident entered it. */
  language: Language;
}

type Cases = Pick<CaseService, 'findForCheckIn' | 'openByToken' | 'overview' | 'createCase' | 'keepUntil'>;

/** A case lives on for a week after the visit (notes: retention). */
const keptAfterVisit = 7 * 86_400_000;
const secretLink = /\/c\/([A-Za-z0-9_-]{22})$/;

/** The token in the text of a two-dimensional code that holds a secret link, or null. */
function tokenIn(typed: string): string | null {
  return secretLink.exec(typed.trim())?.[1] ?? null;
}

/** The reception's view of the cases: finds what was prepared, and keeps it for as long as the visit needs it. */
export function createCaseDesk(cases: Cases, clock: Clock): CaseDesk {
  async function caseIdOf(typed: string): Promise<string | null> {
    const token = tokenIn(typed);
    if (token === null) return cases.findForCheckIn(typed);
    return (await cases.openByToken(token))?.caseId ?? null;
  }

  return {
    async find(typed) {
      const caseId = await caseIdOf(typed);
      if (caseId === null) return null;
      // Who holds the code or link at the door acts as the resident; only the ids of procedures are read.
      const resident: Resident = { kind: 'resident', caseId };
      const { procedures, language } = await cases.overview(resident, caseId);
      await cases.keepUntil(caseId, new Date(clock.now().getTime() + keptAfterVisit));
      const open = procedures.filter(({ state }) => state !== 'done').map(({ id }) => id);
      return { caseId, procedures: open, language };
    },
    async create(subject, { procedures, language, facts = {} }) {
      const created = await cases.createCase(subject, { facts, procedures, undecided: [], language });
      return created.caseId;
    },
  };
}
