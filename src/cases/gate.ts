import { type Context, decide, type EntryItem, groundOf } from '#identity';
import type { Transaction } from '#platform/database';
import { UserError } from '#platform/errors';
import type { Subject } from '#platform/http';
import type { CaseEntry, CaseOverview } from './case.ts';
import type { CaseParts } from './parts.ts';
import * as store from './store.ts';
import { isProtected, openVault, type Vault } from './vault.ts';

/** A case that someone was let into, within the transaction in which that was written down. */
export interface Admitted {
  readonly overview: CaseOverview;
  readonly row: store.CaseRow;
  readonly vault: Vault;
  readonly now: Date;
  /** Whether the person of the case hides from somebody (支援措置). */
  readonly isProtected: boolean;
  /** Whether this subject may see an entry of the case. */
  maySee(item: EntryItem): boolean;
}

/** How staff stand to the case: whether the visitor is at their counter, or comes there today. Others have none. */
export type Standing = Pick<Context, 'assigned' | 'expected'>;

/** What is not there and what one may not see look the same to everyone. */
export function caseNotFound(): UserError {
  return new UserError(
    'case.notFound',
    {
      ja: '開けませんでした。受付コードを確かめて、もう一度開いてください。',
      easy: '開(ひら)けませんでした。受付(うけつけ)コードを 見(み)て、もう一度(いちど) 開(ひら)いて ください。',
      en: 'It could not be opened. Please check the reception code and open it again.',
      zh: '无法打开。请确认受理码后重新打开。',
      ko: '열 수 없습니다. 접수 코드를 확인하고 다시 열어 주세요.',
      vi: 'Không mở được. Hãy kiểm tra mã tiếp nhận và mở lại.',
    },
    404,
  );
}

/**
 * Lets a subject into a case for one action and writes that down before anything is read: no trail, no data. A denial is
 * written down too and looks like a case that is not there. `hold` keeps others from changing the case meanwhile.
 */
export async function withCase<T>(
  parts: CaseParts,
  subject: Subject,
  action: string,
  caseId: string,
  standing: Standing & { hold?: boolean },
  work: (transaction: Transaction, admitted: Admitted) => Promise<T>,
): Promise<T> {
  const result = await withCaseIfPermitted(parts, subject, action, caseId, standing, work);
  if (result === null) throw caseNotFound();
  return result.value;
}

/** The same for a list of cases: what may not be opened gives null, and is not in the list. */
export function withCaseIfPermitted<T>(
  parts: CaseParts,
  subject: Subject,
  action: string,
  caseId: string,
  standing: Standing & { hold?: boolean },
  work: (transaction: Transaction, admitted: Admitted) => Promise<T>,
): Promise<{ value: T } | null> {
  return parts.database.transaction(async (transaction) => {
    const admitted = await admit(parts, transaction, subject, action, caseId, standing);
    return admitted === null ? null : { value: await work(transaction, admitted) };
  });
}

async function admit(
  parts: CaseParts,
  transaction: Transaction,
  subject: Subject,
  action: string,
  caseId: string,
  { assigned = false, expected = false, hold }: Standing & { hold?: boolean },
): Promise<Admitted | null> {
  const row = await (hold ? store.lockCase(transaction, caseId) : store.findCase(transaction, caseId));
  const key = row && (await parts.keys.openCaseKey(transaction, caseId));
  if (!row || !key) return null;
  const now = parts.clock.now();
  const procedures = await store.findProcedures(transaction, caseId);
  const departments = [...new Set(procedures.map(({ department }) => department))];
  const hidden = isProtected(key, row.protected);
  const resource = { kind: 'case', caseId, departments, protected: hidden } as const;
  const staff = subject.kind === 'staff' ? subject : undefined;
  const emergency = !assigned && staff && (await parts.isEmergency?.(transaction, staff.staffId, caseId, now));
  const context = { now, assigned, expected, emergency };
  const permitted = decide(subject, action, resource, context).permit;
  await parts.audit.append(transaction, {
    actor: actorOf(subject),
    action,
    resource: { case: caseId },
    // Only of looks that happened: on what ground one was denied would say who is protected.
    purpose: permitted && staff ? groundOf(staff, { departments, assigned, expected, emergency }) : undefined,
    outcome: permitted ? 'done' : 'denied',
  });
  if (!permitted) return null;
  const maySee = (item: EntryItem): boolean => {
    const decision = decide(subject, action, { ...resource, items: [item] }, context);
    return decision.permit && (decision.fields ?? []).includes(item.name);
  };
  return { overview: { ...row.overview, procedures }, row, vault: openVault(key), now, maySee, isProtected: hidden };
}

/** Who acts, as the audit trail names them. */
export function actorOf(subject: Subject): string {
  switch (subject.kind) {
    case 'staff':
      return `staff:${subject.staffId}`;
    case 'resident':
      return `resident:${subject.caseId}`;
    case 'device':
      return `device:${subject.deviceId}`;
    case 'anonymous':
      return 'anonymous';
  }
}

/** The item of an entry as the permission rules see it: those whose procedures need it may. */
export function itemOf(
  entry: CaseEntry,
  overview: CaseOverview,
): { name: string; class: CaseEntry['class']; visibleTo: string[] } {
  const concerned = overview.procedures.filter(({ id }) => entry.procedures.includes(id));
  return {
    name: entry.key,
    class: entry.class,
    visibleTo: [...new Set(concerned.map(({ department }) => department))],
  };
}
