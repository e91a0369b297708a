import type { Inventory } from '#inventory';
import { UserError } from '#platform/errors';
import type { Subject } from '#platform/http';
import type { Language } from '#platform/i18n';
import type { Facts, FactValue } from '#rules';
import type { ReceptionService } from '../queue/service.ts';
import type { CaseDesk } from './case-desk.ts';

/** Somebody who was taken in by a machine on its own, with a number of its block; only codes, no names. */
export interface DoorPerson {
  commandId: string;
  series: string;
  number: number;
  takenAt: Date;
  procedures: readonly string[];
  /** Codes of facts: 「hasPreschool」, 「insurance=kokuho」. */
  facts: readonly string[];
  /** The place, where no procedure says it. */
  serviceId?: string;
  language: Language;
  people: number;
  priorityReason?: string;
}

/** What became of one of them. */
export type DoorResult = { commandId: string; ticket: string; token: string } | { commandId: string; refused: string };

export interface DoorParts {
  reception: Pick<ReceptionService, 'checkIn' | 'lentAt' | 'linkCase' | 'countPurposes'>;
  desk: Pick<CaseDesk, 'create'>;
  inventory: () => Inventory;
}

/** The facts that codes stand for. What the inventory does not know (any more), or keeps for staff alone, is left out. */
export function factsOfCodes(inventory: Inventory, codes: readonly string[]): Facts {
  const facts: Record<string, FactValue> = {};
  for (const code of codes) {
    const [id = '', value] = code.split('=');
    const fact = inventory.factById.get(id);
    if (!fact || fact.staffOnly) continue;
    const option = fact.options.find((one) => one.value === value && !one.staffOnly);
    if (fact.type === 'boolean' && value === undefined) facts[id] = true;
    if (fact.type === 'enum' && option) facts[id] = option.value;
    if (fact.type === 'list' && option) facts[id] = [...new Set([...((facts[id] as string[]) ?? []), option.value])];
  }
  return facts;
}

/** The codes among some that say why somebody came, as far as the inventory knows them. */
function purposesIn(inventory: Inventory, codes: readonly string[]): string[] {
  return codes.filter(
    (code) => /^(?:events|wants)=/.test(code) && Object.keys(factsOfCodes(inventory, [code])).length > 0,
  );
}

/** Takes one of them in. Sent again, it changes nothing and gives the same answer. */
async function takeIn(
  { reception, desk, inventory }: DoorParts,
  { subject, actor }: { subject: Subject; actor: string },
  { series, number, takenAt, facts: codes, people, ...person }: DoorPerson,
): Promise<DoorResult> {
  const lent = await reception.lentAt({ series, number });
  const known = inventory().procedureById;
  const procedures = person.procedures.filter((id) => known.has(id));
  const { visit, token } = await reception.checkIn({
    ...person,
    procedures,
    actor,
    source: subject.kind === 'device' && subject.device === 'kiosk' ? 'kiosk' : 'concierge',
    caseId: null,
    people,
    given: { series, number },
    // A tablet's clock may be wrong: nobody came before the block was lent.
    arrivedAt: takenAt < lent ? lent : takenAt,
  });
  const facts = factsOfCodes(inventory(), codes);
  if (visit.caseId === null && Object.keys(facts).length > 0) {
    await reception.linkCase(visit.id, await desk.create(subject, { procedures, language: visit.language, facts }));
  }
  return { commandId: person.commandId, ticket: visit.ticket, token };
}

/** Takes in everybody whom a machine kept, in the order in which they came; one who is refused does not hold up the others. */
export async function takeInFromDoor(
  parts: DoorParts,
  who: { subject: Subject; actor: string },
  people: readonly DoorPerson[],
): Promise<DoorResult[]> {
  const results: DoorResult[] = [];
  const taken: string[] = [];
  for (const person of people) {
    try {
      results.push(await takeIn(parts, who, person));
      taken.push(...purposesIn(parts.inventory(), person.facts));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      results.push({
        commandId: person.commandId,
        refused: typeof error.sentence === 'string' ? error.sentence : error.sentence.ja,
      });
    }
  }
  await parts.reception.countPurposes(taken);
  return results;
}
