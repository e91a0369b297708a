import type { z } from 'zod';
import { type Inventory, isStaffOnlyEvent, type Procedure } from '#inventory';
import { printFeel } from '#rules';
import { proceduresFor } from './answers.ts';
import type { procedureDetail, procedureList, publicInventory } from './shapes.ts';

type Detail = z.infer<typeof procedureDetail>;

/** The procedures that residents may know of, in short. */
export function listProcedures(inventory: Inventory): z.infer<typeof procedureList> {
  return {
    revision: inventory.revision,
    procedures: proceduresFor(inventory, 'public').map(summaryOf),
  };
}

/** All that residents may read about one procedure; undefined when there is none, or only staff may know of it. */
export function describeProcedure(inventory: Inventory, id: string): Detail | undefined {
  const procedure = proceduresFor(inventory, 'public').find((each) => each.id === id);
  return procedure && detailOf(procedure);
}

/** The whole inventory as far as residents may know it: no steps of staff, no fact or procedure that is for staff alone. */
export function describeInventory(inventory: Inventory): z.infer<typeof publicInventory> {
  const { city, departments, lifeEvents, facts, revision } = inventory;
  const procedures = proceduresFor(inventory, 'public');
  const shown = new Set(procedures.map(({ id }) => id));
  return {
    revision,
    city: {
      name: city.name,
      localGovernmentCode: city.localGovernmentCode,
      hall: city.hall,
      hours: { open: city.hours.open, close: city.hours.close },
    },
    departments: departments.map(({ id, name, place, phone }) => ({ id, name, place, phone })),
    lifeEvents: lifeEvents
      .filter(({ id }) => !isStaffOnlyEvent(inventory, id))
      .map(({ id, name, procedures: named }) => ({ id, name, procedures: named.filter((each) => shown.has(each)) })),
    facts: facts
      .filter(({ staffOnly }) => !staffOnly)
      .map(({ id, type, label, question, options, minimum, maximum }) => ({
        id,
        type,
        label,
        question,
        options: options
          .filter(({ staffOnly }) => !staffOnly)
          .map(({ value, label: name }) => ({ value, label: name })),
        minimum,
        maximum,
      })),
    procedures: procedures.map(detailOf),
  };
}

function summaryOf({ id, name, summary, department, lifeEvents, need }: Procedure) {
  return { id, name, summary, department, lifeEvents, need };
}

function detailOf(procedure: Procedure): Detail {
  const { deadline, documents, fee, counter, channels, duration } = procedure;
  return {
    ...summaryOf(procedure),
    when: printFeel(procedure.when),
    deadline: { kind: deadline.kind, value: deadline.value, unit: deadline.unit, text: deadline.text },
    documents: documents.map(({ id, name, description, required, when }) => ({
      id,
      name,
      description,
      required,
      when: when && printFeel(when),
    })),
    fee: { amount: fee.amount, text: fee.text },
    place: { floor: counter.floor, window: counter.window, text: counter.place },
    channels: {
      counter: channels.counter,
      branch: channels.branch,
      mail: channels.mail,
      nightDuty: channels.nightDuty,
      convenienceStore: channels.convenienceStore ?? false,
      phone: channels.phone ?? false,
      online: channels.online.available,
    },
    counterMinutes: duration.counterMinutes,
    legalBasis: procedure.legalBasis,
    sources: procedure.sources,
    checkedOn: procedure.checkedOn,
    confidence: procedure.confidence,
  };
}
