import type { Kysely } from 'kysely';
import type { Day } from '#platform/clock';
import { type Executor, isUniqueViolation, type Transaction } from '#platform/database';
import type { BookingTables } from './tables.ts';
import type { NoticeKind, Template } from './templates.ts';

const on = (executor: Executor): Kysely<BookingTables> => executor.withTables<BookingTables>();

/** One version of the city's own words of a notice. */
export interface TemplateVersion {
  kind: NoticeKind;
  language: string;
  version: number;
  /** Null: with this version the city went back to the product's words. */
  words: Template | null;
  changedAt: Date;
  changedBy: string;
}

type Row = {
  kind: NoticeKind;
  language: string;
  version: number;
  subject: string | null;
  mail: string | null;
  sms: string | null;
  changed_at: Date;
  changed_by: string;
};

const toVersion = ({ kind, language, version, subject, mail, sms, ...row }: Row): TemplateVersion => ({
  kind,
  language,
  version,
  words: subject === null || mail === null || sms === null ? null : { subject, mail, sms },
  changedAt: row.changed_at,
  changedBy: row.changed_by,
});

/** The versions of one notice in one language, the newest first. */
export async function templateVersions(
  executor: Executor,
  kind: NoticeKind,
  language: string,
): Promise<TemplateVersion[]> {
  const rows = await on(executor)
    .selectFrom('message_template')
    .selectAll()
    .where('kind', '=', kind)
    .where('language', '=', language)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(toVersion);
}

/** The newest version of every notice that the city has ever worded itself. */
export async function newestTemplates(executor: Executor): Promise<TemplateVersion[]> {
  const rows = await on(executor)
    .selectFrom('message_template')
    .selectAll()
    .distinctOn(['kind', 'language'])
    .orderBy('kind')
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute();
  return rows.map(toVersion);
}

/** The city's own words of a notice, or undefined where the product's are used. */
export async function templateOf(
  executor: Executor,
  kind: NoticeKind,
  language: string,
): Promise<Template | undefined> {
  const row = await on(executor)
    .selectFrom('message_template')
    .selectAll()
    .where('kind', '=', kind)
    .where('language', '=', language)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row && toVersion(row).words) ?? undefined;
}

/**
 * Writes the version after `after` (0: there is none yet). False where somebody else wrote it first; then the transaction is
 * of no more use.
 */
export async function addTemplate(
  transaction: Transaction,
  { kind, language, after }: { kind: NoticeKind; language: string; after: number },
  words: Template | null,
  change: { at: Date; by: string },
): Promise<boolean> {
  const { subject = null, mail = null, sms = null } = words ?? {};
  try {
    await on(transaction)
      .insertInto('message_template')
      .values({
        kind,
        language,
        version: after + 1,
        subject,
        mail,
        sms,
        changed_at: change.at,
        changed_by: change.by,
      })
      .execute();
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** An appointment as a list of messages names it. */
export interface NamedAppointment {
  id: string;
  caseId: string;
  day: Day;
  firstCell: number;
  isLive: boolean;
}

/** The appointments among `ids`. */
export async function appointmentsNamed(
  executor: Executor,
  ids: readonly string[],
): Promise<Map<string, NamedAppointment>> {
  if (ids.length === 0) return new Map();
  const rows = await on(executor)
    .selectFrom('booking')
    .select(['id', 'case_id', 'day', 'first_cell', 'state'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(
    rows.map(({ id, case_id, day, first_cell, state }) => [
      id,
      { id, caseId: case_id, day, firstCell: first_cell, isLive: state === 'confirmed' },
    ]),
  );
}

/** Which reminders are ticked beforehand, by place. */
export async function reminderDefaults(executor: Executor): Promise<Map<string, readonly string[]>> {
  const rows = await on(executor).selectFrom('reminder_default').select(['service_id', 'choices']).execute();
  return new Map(rows.map(({ service_id, choices }) => [service_id, choices]));
}

/** Sets which reminders are ticked beforehand at a place. */
export async function putReminderDefault(
  transaction: Transaction,
  serviceId: string,
  choices: readonly string[],
  change: { at: Date; by: string },
): Promise<void> {
  const values = { choices: [...choices], changed_at: change.at, changed_by: change.by };
  await on(transaction)
    .insertInto('reminder_default')
    .values({ service_id: serviceId, ...values })
    .onConflict((conflict) => conflict.column('service_id').doUpdateSet(values))
    .execute();
}
