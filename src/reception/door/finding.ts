import { type CaseService, type FoundPerson, readSought } from '#cases';
import type { Subject } from '#platform/http';
import type { Personal } from '#platform/personal';
import type { Snapshot } from '../queue/board.ts';
import type { Visit } from '../queue/visit.ts';

/** Those with an appointment around today. */
export interface Callers {
  expected(): Promise<readonly { caseId: string; at: Date }[]>;
  /** Cases among them whose appointment was made with this telephone number, given by its digits. */
  withPhone(digits: Personal<string>): Promise<readonly string[]>;
}

/** Somebody who was found, with what they come for. */
export interface FoundCaller extends FoundPerson {
  /** Their number of today; null while they have not checked in. */
  visit: Visit | null;
  /** When their appointment begins. */
  appointmentAt: Date | null;
}

/** What came of looking for somebody: `unreadable` is neither a code nor kana nor a telephone number. */
export type Finding =
  | { outcome: 'found'; callers: readonly FoundCaller[] }
  | { outcome: 'none' | 'unreadable' | 'tooMany' };

export interface FindingParts {
  cases: Pick<CaseService, 'find'>;
  callers?: Callers;
}

const nobody: Callers = { expected: async () => [], withPhone: async () => [] };

/** The newest of today's visits of each case. */
function visitsByCase({ visits }: Snapshot): ReadonlyMap<string, Visit> {
  return new Map([...visits.values()].flatMap((visit) => (visit.caseId ? [[visit.caseId, visit] as const] : [])));
}

/** Looks for somebody by name in kana or telephone number, among those with an appointment around today and those who are here. */
export async function findCallers(
  { cases, callers = nobody }: FindingParts,
  subject: Subject,
  typed: string,
  snapshot: Snapshot,
): Promise<Finding> {
  const sought = readSought(typed);
  if (sought === null) return { outcome: 'unreadable' };
  const expected = await callers.expected();
  const visits = visitsByCase(snapshot);
  const among = {
    cases: [...new Set([...visits.keys(), ...expected.map(({ caseId }) => caseId)])],
    known: sought.by === 'phone' ? await callers.withPhone(sought.digits) : [],
  };
  const found = await cases.find(subject, sought, among);
  if (found === null) return { outcome: 'tooMany' };
  if (found.length === 0) return { outcome: 'none' };
  return {
    outcome: 'found',
    callers: found.map((person) => ({
      ...person,
      visit: visits.get(person.caseId) ?? null,
      appointmentAt: expected.find(({ caseId }) => caseId === person.caseId)?.at ?? null,
    })),
  };
}
