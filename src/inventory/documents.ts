import type { LocalText } from '#platform/i18n';
import { type Condition, evaluate, type Facts, holds, type Truth } from '#rules';
import type { Procedure, ProcedureDocument } from './inventory.ts';

/** `required`: bring it; `if`: needed in a case that is not known yet; `optional`: helpful. */
export type Requiredness = 'required' | 'if' | 'optional';

/** One paper to bring, for all procedures that ask for it. */
export interface DocumentToBring {
  id: string;
  name: LocalText;
  /** What the procedures say about it, each sentence once. */
  notes: readonly LocalText[];
  requiredness: Requiredness;
  /** Conditions under which procedures ask for it; empty when some procedure always does. */
  conditions: readonly Condition[];
  /** Ids of the procedures that ask for it, in the order given. */
  usedBy: readonly string[];
}

const weight: Record<Requiredness, number> = { required: 2, if: 1, optional: 0 };

/**
 * What to bring for some procedures: the same id and name is the same paper and stands once. Unanswered facts read as no
 * (`'no'`), or leave the paper with its condition (`'unknown'`). What must be brought comes first.
 */
export function documentsFor(
  procedures: readonly Procedure[],
  facts: Facts,
  unanswered: 'no' | 'unknown',
): DocumentToBring[] {
  const judge = unanswered === 'no' ? holds : evaluate;
  const merged = new Map<string, DocumentToBring>();
  for (const procedure of procedures)
    for (const document of procedure.documents) {
      const asked = askedFor(document, document.when ? judge(document.when, facts) : true, procedure.id);
      if (!asked) continue;
      const paper = `${document.id} ${document.name.ja}`;
      const before = merged.get(paper);
      merged.set(paper, before ? join(before, asked) : asked);
    }
  return [...merged.values()].sort((left, right) => weight[right.requiredness] - weight[left.requiredness]);
}

function askedFor(document: ProcedureDocument, applies: Truth, procedure: string): DocumentToBring | undefined {
  if (applies === false) return undefined;
  const needed = applies === true ? 'required' : 'if';
  return {
    id: document.id,
    name: document.name,
    notes: [document.description],
    requiredness: document.required ? needed : 'optional',
    conditions: document.when ? [document.when] : [],
    usedBy: [procedure],
  };
}

function join(left: DocumentToBring, right: DocumentToBring): DocumentToBring {
  const always = left.conditions.length === 0 || right.conditions.length === 0;
  return {
    ...left,
    notes: distinct([...left.notes, ...right.notes]),
    requiredness: weight[left.requiredness] >= weight[right.requiredness] ? left.requiredness : right.requiredness,
    conditions: always ? [] : distinct([...left.conditions, ...right.conditions]),
    usedBy: [...left.usedBy, ...right.usedBy],
  };
}

/** Each value once, compared by content. */
function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
