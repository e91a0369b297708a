import type { CaseService } from '#cases';
import type { Subject } from '#platform/http';
import { notFoundHere } from '../queue/errors.ts';
import type { ReceptionService } from '../queue/service.ts';
import type { CaseDesk } from './case-desk.ts';

export interface NoteParts {
  reception: Pick<ReceptionService, 'visit' | 'linkCase'>;
  desk: Pick<CaseDesk, 'create'>;
  cases: Pick<CaseService, 'addNote'>;
}

/**
 * Keeps a note for the next counter. It is encrypted with the visitor's case; somebody who came with a number only gets a
 * case for it. Blank notes are not kept.
 */
export async function addVisitNote(
  { reception, desk, cases }: NoteParts,
  subject: Subject,
  visitId: string,
  typed: string,
  assigned: boolean,
): Promise<void> {
  const text = typed.trim();
  if (text === '') return;
  const view = await reception.visit(visitId);
  if (view === null) throw notFoundHere();
  const { visit, legs } = view;
  const procedures = legs.flatMap((leg) => leg.procedures);
  const caseId = visit.caseId ?? (await desk.create(subject, { procedures, language: visit.language }));
  if (visit.caseId === null) await reception.linkCase(visitId, caseId);
  const from = subject.kind === 'staff' ? subject : { department: '総合案内', name: '総合案内' };
  await cases.addNote(subject, caseId, { department: from.department, author: from.name, text }, { assigned });
}
