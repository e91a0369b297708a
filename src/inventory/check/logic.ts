import { decide, factsOf, lint, type Vocabulary } from '#rules';
import { procedureFile, type Remark } from '../finding.ts';
import { vocabularyOf } from '../inventory.ts';
import type { InventoryRecords } from '../schema.ts';
import { checkClauses } from './clauses.ts';
import { conditionsOf } from './conditions.ts';
import { checkLifeEvents } from './life-events.ts';

/** What logic finds over all possible residents. The records must have passed `checkReferences`. */
export function checkLogic(records: InventoryRecords): Remark[] {
  const key = logicOf(records);
  const known = found.get(key);
  if (known) return known;
  const remarks = findLogic(records);
  found.set(key, remarks);
  for (const oldest of found.keys()) if (found.size > mostKept) found.delete(oldest);
  return remarks;
}

/** What was found for the last few states: most corrections of a record leave all conditions as they are. */
const found = new Map<string, Remark[]>();
const mostKept = 6;

/** All that the checks of logic read. */
function logicOf(records: InventoryRecords): string {
  const { facts, implications, lifeEvents, procedures } = records;
  return JSON.stringify([
    facts,
    implications,
    lifeEvents,
    conditionsOf(records),
    procedures.map((procedure) => [procedure.id, procedure.department, procedure.lifeEvents]),
  ]);
}

function findLogic(records: InventoryRecords): Remark[] {
  const vocabulary = vocabularyOf(records);
  return [
    ...neverTrue(records, vocabulary),
    ...lintProcedures(records, vocabulary),
    ...checkLifeEvents(records, vocabulary),
    ...checkClauses(records, vocabulary),
  ];
}

/** Conditions that no resident can meet; `false` alone is how one writes 「never」. */
export function neverTrue(records: InventoryRecords, vocabulary: Vocabulary): Remark[] {
  return conditionsOf(records)
    .filter(({ condition }) => factsOf(condition).length > 0 && decide(condition, {}, vocabulary) === false)
    .map(({ file, path }) => ({
      level: 'error',
      code: 'never-true',
      message: 'この条件に当てはまる人はいません。条件を見直してください。',
      file,
      path,
    }));
}

/** The kinds of lint findings about pairs and single conditions of procedures; the others are checked more finely here. */
const lintKinds: ReadonlySet<string> = new Set(['always-true', 'duplicate', 'subsumed']);
const implicationKinds: ReadonlySet<string> = new Set(['implication-cycle', 'implication-contradiction']);

function lintProcedures(records: InventoryRecords, vocabulary: Vocabulary): Remark[] {
  const fileOf = new Map(records.procedures.map((procedure) => [procedure.id, procedureFile(procedure)]));
  const goals = records.procedures.map(({ id, when }) => ({ id, condition: when }));
  return lint(vocabulary, goals).flatMap(({ kind, level, goal, message, witness }) => {
    if (implicationKinds.has(kind))
      return [{ level, code: kind, message, file: 'implications.yaml', path: ['implications'] }];
    const file = goal === undefined ? undefined : fileOf.get(goal);
    return file !== undefined && lintKinds.has(kind)
      ? [{ level, code: kind, message, file, path: ['when'], example: witness }]
      : [];
  });
}
