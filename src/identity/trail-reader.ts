import type { Audit, AuditRow, Verification } from '#platform/audit';
import { addDays, type Day, instantOf, toDay } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Staff } from '#platform/http';
import { type ListedAccount, listAccounts } from './account-store.ts';
import type { Emergencies, Emergency } from './emergencies.ts';
import { reviewDay } from './emergency.ts';
import type { House } from './house.ts';
import { findReview, insertReview, type Review } from './review-store.ts';
import { actionName, isOver, type Mark, markOf, purposeName, settingText, type WeekLine, weekLines } from './trail.ts';

export interface TrailParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly emergencies: Emergencies;
  readonly house: House;
}

/** What somebody wants to see of the trail. */
export interface TrailQuery {
  readonly day: Day | undefined;
  /** Id of a member of staff. */
  readonly person: string | undefined;
  readonly caseId: string | undefined;
  readonly about: 'looks' | 'other' | 'all';
  /** From 1. */
  readonly page: number;
}

/** A row of the trail in words. */
export interface TrailLine {
  readonly key: string;
  readonly at: Date;
  readonly who: string;
  readonly department: string;
  /** To what: the reference code of a case, a person, a device. */
  readonly what: string;
  readonly action: string;
  readonly why: string;
  readonly mark: Mark | undefined;
}

/** An emergency in words, for those who review it. */
export interface EmergencyLine {
  readonly emergency: Emergency;
  readonly who: string;
  readonly department: string;
  readonly code: string;
  readonly reviewer: string | undefined;
  readonly reviewBy: Day;
  readonly overdue: boolean;
}

/** The list of a week with what was opened as an emergency and, once done, who signed it off. */
export interface Week {
  readonly monday: Day;
  readonly lines: readonly WeekLine[];
  readonly emergencies: readonly EmergencyLine[];
  readonly over: boolean;
  readonly review: (Omit<Review, 'reviewedBy'> & { readonly reviewer: string }) | undefined;
}

export type SignOff = 'signed' | 'notOver' | 'openEmergencies' | 'already';

/** The trail of looks for those who watch over it. Nothing of what was looked at is ever read here. */
export interface TrailReader {
  /** A page of the trail, newest first, and whether there is more. */
  lines(query: TrailQuery): Promise<{ readonly lines: readonly TrailLine[]; readonly more: boolean }>;
  people(): Promise<readonly ListedAccount[]>;
  unreviewed(now: Date): Promise<readonly EmergencyLine[]>;
  week(monday: Day, now: Date): Promise<Week>;
  /** Checks that nobody changed the trail; that it was checked stands in it afterwards. */
  verify(by: Staff): Promise<Verification>;
  signOff(reviewer: Staff, monday: Day, remark: string, now: Date): Promise<SignOff>;
}

const linesAtOnce = 100;
const beginning = new Date(0);
const end = new Date('9999-12-31T00:00:00Z');
const goneCase = '削除した受け付け';

export function openTrailReader({ database, audit, emergencies, house }: TrailParts): TrailReader {
  const { kysely } = database;
  const departmentName = (id: string): string => house.departments().find((one) => one.id === id)?.name.ja ?? id;

  const emergencyLines = async (found: readonly Emergency[], now: Date): Promise<readonly EmergencyLine[]> => {
    const [people, codes] = await Promise.all([
      peopleById(database),
      house.cases.codesOf(found.map(({ caseId }) => caseId)),
    ]);
    return found.map((emergency) => {
      const person = people.get(emergency.staffId);
      const reviewBy = reviewDay(emergency.openedAt, house.nextOpenDay);
      return {
        emergency,
        who: person?.name ?? '',
        department: departmentName(person?.department ?? ''),
        code: codes.get(emergency.caseId) ?? goneCase,
        reviewer: emergency.reviewedBy === null ? undefined : people.get(emergency.reviewedBy)?.name,
        reviewBy,
        overdue: emergency.reviewedAt === null && reviewBy < toDay(now),
      };
    });
  };

  const week = async (monday: Day, now: Date): Promise<Week> => {
    const [from, until] = [instantOf(monday), instantOf(addDays(monday, 7))];
    const [tallies, people, opened, review] = await Promise.all([
      audit.tally(from, until),
      listAccounts(kysely),
      emergencies.openedIn(from, until),
      findReview(kysely, monday),
    ]);
    return {
      monday,
      lines: weekLines(tallies, people),
      emergencies: await emergencyLines(opened, now),
      over: isOver(monday, now),
      review: review && { ...review, reviewer: people.find(({ id }) => id === review.reviewedBy)?.name ?? '' },
    };
  };

  return {
    async lines({ day, person, caseId, about, page }) {
      const rows = await audit.find({
        from: day === undefined ? beginning : instantOf(day),
        until: day === undefined ? end : instantOf(addDays(day, 1)),
        actor: person && `staff:${person}`,
        case: caseId,
        about: about === 'all' ? undefined : about,
        limit: linesAtOnce + 1,
        offset: (page - 1) * linesAtOnce,
      });
      const shown = rows.slice(0, linesAtOnce);
      const [people, codes] = await Promise.all([
        peopleById(database),
        house.cases.codesOf([...new Set(shown.flatMap(({ resource }) => resource.case ?? []))]),
      ]);
      const lines = shown.map((row) => trailLine(row, { people, codes, departmentName }));
      return { lines, more: rows.length > linesAtOnce };
    },
    people: () => listAccounts(kysely),
    unreviewed: async (now) => emergencyLines(await emergencies.unreviewed(), now),
    week,
    async verify(by) {
      const verification = await audit.verify();
      await database.transaction((transaction) =>
        audit.append(transaction, {
          actor: `staff:${by.staffId}`,
          action: 'audit:verify',
          resource: { trail: verification.state },
          outcome: 'done',
        }),
      );
      return verification;
    },
    async signOff(reviewer, monday, remark, now) {
      const seen = await week(monday, now);
      if (!seen.over) return 'notOver';
      if (seen.emergencies.some(({ emergency }) => emergency.reviewedAt === null)) return 'openEmergencies';
      return await database.transaction(async (transaction) => {
        const review = { reviewedBy: reviewer.staffId, reviewedAt: now, remark };
        if (!(await insertReview(transaction, monday, review))) return 'already';
        await audit.append(transaction, {
          actor: `staff:${reviewer.staffId}`,
          action: 'audit:review',
          resource: { week: monday },
          outcome: 'done',
        });
        return 'signed';
      });
    },
  };
}

async function peopleById({ kysely }: Database): Promise<ReadonlyMap<string, ListedAccount>> {
  return new Map((await listAccounts(kysely)).map((person) => [person.id, person]));
}

interface Names {
  readonly people: ReadonlyMap<string, ListedAccount>;
  readonly codes: ReadonlyMap<string, string>;
  readonly departmentName: (id: string) => string;
}

function trailLine(row: AuditRow, names: Names): TrailLine {
  const [kind = '', id = ''] = row.actor.split(':');
  const person = kind === 'staff' ? names.people.get(id) : undefined;
  return {
    key: `${row.stream}-${row.seq}`,
    at: row.at,
    who: person?.name ?? actorNames[kind] ?? row.actor,
    department: person === undefined ? '' : names.departmentName(person.department),
    what: whatOf(row.resource, names),
    action: actionName(row),
    why: purposeName(row.purpose),
    mark: markOf(row),
  };
}

const actorNames: Readonly<Record<string, string>> = {
  resident: '住民本人',
  device: '機器',
  anonymous: 'だれか分からない人',
  system: 'システム',
};

function whatOf(resource: AuditRow['resource'], { people, codes }: Names): string {
  if (resource.case !== undefined) return codes.get(resource.case) ?? goneCase;
  if (resource.staff !== undefined) return people.get(resource.staff)?.name ?? '';
  if (resource.setting !== undefined) return settingText(resource);
  return resource.week ?? '';
}
