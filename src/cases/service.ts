import { hashToken, newId, newReferenceCode, newToken, normalizeReferenceCode } from '#platform/codes';
import { isUniqueViolation, type Transaction } from '#platform/database';
import { appendEvent } from '#platform/events';
import type { Resident, Subject } from '#platform/http';
import { type Personal, personal } from '#platform/personal';
import type { Facts } from '#rules';
import {
  type CaseEntry,
  type CaseNote,
  type CaseOverview,
  entryClasses,
  type KnownAnswers,
  keptDays,
  type NewCase,
  type ProcedureState,
  type SecondValue,
} from './case.ts';
import { type Among, type FoundPerson, findPeople, forgetMarks, type Sought } from './finding.ts';
import { actorOf, itemOf, type Standing, withCase } from './gate.ts';
import { type AccessValues, newSecondNumber, type OpenedCase, openByCode, openByToken } from './opening.ts';
import { countOutcomes, type Outcomes } from './outcomes.ts';
import type { CaseParts } from './parts.ts';
import { expireCases, removeCase } from './removal.ts';
import * as store from './store.ts';
import { openVault, sealProtected } from './vault.ts';
import { type CounterView, counterView } from './view.ts';

export interface CreatedCase {
  readonly caseId: string;
  /** `H7K-4M2-P9X`, to be noted down. */
  readonly code: string;
  /** Opens the case as `/c/<token>`; only its hash is kept. */
  readonly token: string;
  /** Four digits that open the case together with the code. */
  readonly number: string;
}

export type Saved = { readonly state: 'saved' | 'conflict'; readonly revision: number };

export interface EntryChanges {
  /** Entries to set; others stay as they are. */
  readonly entries: readonly CaseEntry[];
  /** Keys to take out. */
  readonly removed?: readonly string[];
  /** The revision that the page was drawn from. Another one in the meantime is a conflict and nothing is written. */
  readonly expectedRevision: number;
  /** Birth date of the person who files, as the second value that opens the case. */
  readonly birthDate?: string | null;
}

/** The cases of residents. Every method that reads writes the look into the audit trail in the same transaction. */
export interface CaseService {
  createCase(subject: Subject, newCase: NewCase): Promise<CreatedCase>;
  openByToken(token: string): Promise<OpenedCase | null>;
  openByCode(code: string, second: SecondValue, addressBlock: string): Promise<OpenedCase | null>;
  /** Who a browser's cookie stands for. */
  residentOf(session: string): Promise<Resident | null>;
  /** The case of a code, for machines in the hall that check a visitor in and are told nothing else. */
  findForCheckIn(code: string): Promise<string | null>;
  /** Who is meant among those who are expected or here; null when what was typed says too little. */
  find(subject: Subject, sought: Sought, among: Among): Promise<FoundPerson[] | null>;
  /** Nightly: forgets by what people were found. */
  forgetMarks(): Promise<number>;
  /** Reference codes by case, for lists that name cases and say nothing else of them. Cases that are gone have none. */
  codesOf(caseIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  overview(subject: Subject, caseId: string, standing?: Standing): Promise<CaseOverview>;
  /** What the guide was told; nothing where the subject may not see it. */
  readKnown(subject: Subject, caseId: string, standing?: Standing): Promise<Personal<KnownAnswers>>;
  readEntries(
    subject: Subject,
    caseId: string,
    standing?: Standing,
  ): Promise<{ revision: number; entries: Personal<CaseEntry[]> }>;
  /** The four digits that open the case, for the resident who has it open. */
  readNumber(subject: Subject, caseId: string): Promise<Personal<string>>;
  saveEntries(subject: Subject, caseId: string, changes: EntryChanges, standing?: Standing): Promise<Saved>;
  /** The resident leaves the entries with the city; gives the instant until which they are kept. */
  deposit(subject: Subject, caseId: string): Promise<Date>;
  /** Keeps the case until an instant (last booking or visit + 7 days), at most 60 days from its making. */
  keepUntil(caseId: string, until: Date): Promise<void>;
  setProtected(subject: Subject, caseId: string, isProtected: boolean, standing?: Standing): Promise<void>;
  setProcedureState(
    subject: Subject,
    caseId: string,
    procedure: string,
    state: ProcedureState,
    standing?: Standing,
  ): Promise<void>;
  addNote(subject: Subject, caseId: string, note: Omit<CaseNote, 'id' | 'at'>, standing?: Standing): Promise<void>;
  /** What a member of staff may see of a case at their counter. */
  viewForCounter(subject: Subject, caseId: string, standing: Standing): Promise<CounterView>;
  /** Deletes one case for good. */
  remove(subject: Subject, caseId: string, reason: 'request' | 'error', standing?: Standing): Promise<void>;
  /** Counts over the open cases what a pure function says of their answers; see `countOutcomes`. */
  countOutcomes(subject: Subject, judge: (facts: Facts) => readonly string[]): Promise<Outcomes>;
  /** Nightly: deletes cases whose time is over and what a restored backup brought back. Gives how many. */
  expire(): Promise<number>;
}

const day = 86_400_000;
const ownOrStaff = (subject: Subject, own: string, staff: string): string =>
  subject.kind === 'resident' ? own : staff;
const reading = (subject: Subject): string => ownOrStaff(subject, 'case:readOwn', 'case:read');
/** Staff enter what stands on a sheet filled in by hand. */
const entering = (subject: Subject): string => ownOrStaff(subject, 'case:writeOwn', 'sheet:write');

export function createCaseService(parts: CaseParts): CaseService {
  return {
    createCase: (subject, newCase) => createCase(parts, subject, newCase),
    openByToken: (token) => openByToken(parts, token),
    openByCode: (code, second, addressBlock) => openByCode(parts, code, second, addressBlock),
    async residentOf(session) {
      const caseId = await store.findSession(parts.database.kysely, hashToken(session), parts.clock.now());
      return caseId === undefined ? null : { kind: 'resident', caseId };
    },
    async findForCheckIn(typed) {
      const code = normalizeReferenceCode(typed);
      if (code === null) return null;
      return (await store.findCaseId(parts.database.kysely, 'reference_code', code, parts.clock.now())) ?? null;
    },
    find: (subject, sought, among) => findPeople(parts, subject, sought, among),
    forgetMarks: () => forgetMarks(parts),
    countOutcomes: (subject, judge) => countOutcomes(parts, actorOf(subject), judge),
    codesOf: (caseIds) => store.findCodes(parts.database.kysely, caseIds),
    overview: (subject, caseId, standing = {}) =>
      withCase(parts, subject, reading(subject), caseId, standing, async (_, { overview }) => overview),
    readKnown: (subject, caseId, standing = {}) =>
      withCase(parts, subject, reading(subject), caseId, standing, async (transaction, { vault, maySee }) => {
        const [known] = maySee({ name: 'facts', class: 'personal' })
          ? await vault.read<KnownAnswers>(transaction, 'fact', ['personal'])
          : [];
        return known ?? personal({ facts: {}, dates: {} });
      }),
    readEntries: (subject, caseId, standing = {}) =>
      withCase(parts, subject, reading(subject), caseId, standing, async (transaction, admitted) => {
        const lists = await admitted.vault.read<CaseEntry[]>(transaction, 'entry', entryClasses);
        const entries = lists
          .flatMap((list) => list.reveal())
          .filter((entry) => admitted.maySee(itemOf(entry, admitted.overview)));
        return { revision: admitted.overview.entriesRevision, entries: personal(entries) };
      }),
    readNumber: (subject, caseId) =>
      withCase(parts, subject, 'case:readOwn', caseId, {}, async (transaction, { vault }) => {
        const [access] = await vault.read<AccessValues>(transaction, 'access', ['personal']);
        return access?.map(({ number }) => number) ?? personal('');
      }),
    saveEntries: (subject, caseId, changes, standing = {}) => saveEntries(parts, subject, caseId, changes, standing),
    deposit: (subject, caseId) =>
      withCase(parts, subject, 'case:writeOwn', caseId, { hold: true }, async (transaction, { overview, now }) => {
        const until = new Date(Math.max(overview.expiresAt.getTime(), now.getTime() + keptDays.deposited * day));
        const expires = earlier(until, longest(overview));
        await store.updateCase(transaction, caseId, { state: 'deposited', expires_at: expires });
        await tell(transaction, caseId, 'case.deposited');
        return expires;
      }),
    keepUntil: (caseId, until) =>
      parts.database.transaction(async (transaction) => {
        const row = await store.lockCase(transaction, caseId);
        if (!row || row.overview.expiresAt >= until) return;
        await store.updateCase(transaction, caseId, { expires_at: earlier(until, longest(row.overview)) });
      }),
    setProtected: (subject, caseId, value, standing = {}) =>
      withCase(parts, subject, 'case:protect', caseId, { ...standing, hold: true }, async (transaction, { row }) => {
        const key = await parts.keys.openCaseKey(transaction, caseId);
        const revision = row.protected.revision + 1;
        if (key)
          await store.updateCase(transaction, caseId, {
            protected: sealProtected(key, revision, value),
            protected_revision: revision,
          });
        // Says that something changed, never what: the log of events must not tell who is protected.
        await tell(transaction, caseId, 'case.changed');
      }),
    setProcedureState: (subject, caseId, procedure, state, standing = {}) =>
      withCase(parts, subject, 'case:write', caseId, { ...standing, hold: true }, async (transaction) => {
        await store.setProcedureState(transaction, caseId, procedure, state);
        await tell(transaction, caseId, 'case.procedureChanged');
      }),
    addNote: (subject, caseId, note, standing = {}) =>
      withCase(
        parts,
        subject,
        'case:note',
        caseId,
        { ...standing, hold: true },
        async (transaction, { vault, now }) => {
          await vault.add(transaction, 'note', { ...note, id: newId(), at: now.toISOString() }, now);
          await tell(transaction, caseId, 'case.noted');
        },
      ),
    viewForCounter: (subject, caseId, standing) =>
      withCase(parts, subject, 'case:read', caseId, standing, (transaction, admitted) =>
        counterView(transaction, admitted),
      ),
    remove: (subject, caseId, reason, standing = {}) =>
      withCase(
        parts,
        subject,
        ownOrStaff(subject, 'case:writeOwn', 'case:remove'),
        caseId,
        { ...standing, hold: true },
        (transaction) => removeCase(parts, transaction, caseId, reason, actorOf(subject)),
      ),
    expire: () => expireCases(parts),
  };
}

const mostCollisions = 5;

/** A code is drawn again when it is taken; five times in a row does not happen among 31⁸ codes. */
async function createCase(parts: CaseParts, subject: Subject, newCase: NewCase): Promise<CreatedCase> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await parts.database.transaction((transaction) => insertCase(parts, transaction, subject, newCase));
    } catch (error) {
      if (attempt === mostCollisions || !isUniqueViolation(error)) throw error;
    }
  }
}

async function insertCase(
  parts: CaseParts,
  transaction: Transaction,
  subject: Subject,
  newCase: NewCase,
): Promise<CreatedCase> {
  const now = parts.clock.now();
  const created = { caseId: newId(), code: newReferenceCode(), token: newToken(), number: newSecondNumber() };
  const { caseId } = created;
  const inventory = parts.inventory();
  const procedures = [...new Set([...newCase.procedures, ...newCase.undecided])].flatMap((id) => {
    const department = inventory.procedureById.get(id)?.department;
    const state: ProcedureState = newCase.procedures.includes(id) ? 'wanted' : 'undecided';
    return department === undefined ? [] : [{ id, department, state }];
  });
  const key = await parts.keys.createCaseKey(transaction, caseId);
  await store.insertCase(
    transaction,
    {
      id: caseId,
      reference_code: created.code,
      link_token_hash: hashToken(created.token),
      state: 'entering',
      language: newCase.language,
      inventory_revision: inventory.revision,
      protected: sealProtected(key, 0, newCase.facts.dv === true),
      protected_revision: 0,
      created_at: now,
      expires_at: new Date(now.getTime() + keptDays.entering * day),
    },
    procedures,
  );
  const vault = openVault(key);
  const known: KnownAnswers = { facts: newCase.facts, dates: newCase.dates ?? {} };
  await vault.put(transaction, 'fact', 'personal', known, now);
  await vault.put(
    transaction,
    'access',
    'personal',
    { number: created.number, birthDate: null } satisfies AccessValues,
    now,
  );
  const actor = subject.kind === 'anonymous' ? `resident:${caseId}` : actorOf(subject);
  await parts.audit.append(transaction, { actor, action: 'case:create', resource: { case: caseId }, outcome: 'done' });
  await tell(transaction, caseId, 'case.created');
  return created;
}

function saveEntries(
  parts: CaseParts,
  subject: Subject,
  caseId: string,
  changes: EntryChanges,
  standing: Standing,
): Promise<Saved> {
  return withCase(
    parts,
    subject,
    entering(subject),
    caseId,
    { ...standing, hold: true },
    async (transaction, { overview, vault, now }) => {
      const revision = overview.entriesRevision;
      if (changes.expectedRevision !== revision) return { state: 'conflict', revision };
      const replaced = new Set([...changes.entries.map(({ key }) => key), ...(changes.removed ?? [])]);
      for (const entryClass of entryClasses) {
        const [kept] = await vault.read<CaseEntry[]>(transaction, 'entry', [entryClass]);
        const others = (kept?.reveal() ?? []).filter(({ key }) => !replaced.has(key));
        const entries = [...others, ...changes.entries.filter((entry) => entry.class === entryClass)];
        if (kept || entries.length > 0) await vault.put(transaction, 'entry', entryClass, entries, now);
      }
      if (changes.birthDate !== undefined) {
        const [access] = await vault.read<AccessValues>(transaction, 'access', ['personal']);
        const number = access?.reveal().number ?? newSecondNumber();
        await vault.put(
          transaction,
          'access',
          'personal',
          { number, birthDate: changes.birthDate } satisfies AccessValues,
          now,
        );
      }
      await store.updateCase(transaction, caseId, { entries_revision: revision + 1 });
      await tell(transaction, caseId, 'case.entered');
      return { state: 'saved', revision: revision + 1 };
    },
  );
}

function longest({ createdAt }: Pick<CaseOverview, 'createdAt'>): Date {
  return new Date(createdAt.getTime() + keptDays.longest * day);
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

async function tell(transaction: Transaction, caseId: string, kind: string): Promise<void> {
  await appendEvent(transaction, { topic: `case:${caseId}`, subject: caseId, kind });
}
