import type { Condition } from '#rules';
import { type FilePath, procedureFile } from '../finding.ts';
import type { InventoryRecords, ProcedureRecord } from '../schema.ts';

/** A condition of a pack and where it stands. */
export interface PlacedCondition {
  condition: Condition;
  file: string;
  path: FilePath;
}

/** The conditions that stand in one procedure, its `when` first. */
export function conditionsOfProcedure(procedure: ProcedureRecord): PlacedCondition[] {
  const at = (condition: Condition | undefined, ...path: (string | number)[]): PlacedCondition[] =>
    condition ? [{ condition, file: procedureFile(procedure), path }] : [];
  return [
    ...at(procedure.when, 'when'),
    ...(procedure.needWhen ?? []).flatMap(({ when }, index) => at(when, 'needWhen', index, 'when')),
    ...at(procedure.deadline.appliesWhen, 'deadline', 'appliesWhen'),
    ...(procedure.deadline.anchors ?? []).flatMap(({ when }, index) => at(when, 'deadline', 'anchors', index, 'when')),
    ...procedure.documents.flatMap(({ when }, index) => at(when, 'documents', index, 'when')),
    ...procedure.staffSteps.flatMap(({ when, next = [] }, index) => [
      ...at(when, 'staffSteps', index, 'when'),
      ...next.flatMap(({ when: chosen }, place) => at(chosen, 'staffSteps', index, 'next', place, 'when')),
    ]),
  ];
}

/** Every condition of a pack. */
export function conditionsOf(records: InventoryRecords): PlacedCondition[] {
  const list = (file: string, key: string, name: string, conditions: readonly Condition[]) =>
    conditions.map((condition, index) => ({ condition, file, path: [key, index, name] }));
  return [
    ...records.procedures.flatMap(conditionsOfProcedure),
    ...list(
      'facts.yaml',
      'facts',
      'askWhen',
      records.facts.map(({ askWhen }) => askWhen),
    ),
    ...list(
      'implications.yaml',
      'implications',
      'when',
      records.implications.map(({ when }) => when),
    ),
    ...list(
      'implications.yaml',
      'implications',
      'then',
      records.implications.map(({ then }) => then),
    ),
    ...list(
      'neighbours.yaml',
      'neighbours',
      'when',
      records.neighbours.map(({ when }) => when),
    ),
  ];
}
