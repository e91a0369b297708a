import { type Condition, decide, type Facts, type Vocabulary, withoutFacts } from '#rules';
import { procedureFile, type Remark } from '../finding.ts';
import type { InventoryRecords } from '../schema.ts';

/** A procedure's life events are exactly those of which each can make it apply, as far as residents are asked. */
export function checkLifeEvents(records: InventoryRecords, vocabulary: Vocabulary): Remark[] {
  const asEvents = records.lifeEvents.filter(({ asEvent }) => asEvent).map(({ id }) => id);
  const nothing = answering({ events: [], wants: [] }, vocabulary);
  const byEvent = asEvents.map((event) => ({
    event,
    alone: answering({ events: [event], wants: [] }, vocabulary),
    withWishes: answering({ events: [event] }, vocabulary),
  }));
  return records.procedures.flatMap((procedure) => {
    const named = new Set(procedure.lifeEvents);
    const say = (code: string, message: string): Remark => ({
      level: 'error',
      code,
      message,
      file: procedureFile(procedure),
      path: ['lifeEvents'],
    });
    return byEvent.flatMap(({ event, alone, withWishes }) => {
      if (named.has(event) && !withWishes(procedure.when))
        return [say('life-event-idle', `できごと「${event}」では、この手続きの条件は成り立ちません。`)];
      if (!named.has(event) && alone(procedure.when) && !nothing(procedure.when))
        return [say('life-event-missing', `条件はできごと「${event}」でも成り立ちます。lifeEvents に足してください。`)];
      return [];
    });
  });
}

/**
 * Tells of a condition whether it can hold for someone who gave these answers and is asked only what `askWhen` allows.
 * What is never asked stays without an answer, so its leaves are false.
 */
function answering(answers: Facts, vocabulary: Vocabulary): (condition: Condition) => boolean {
  const silent = new Set<string>();
  const truth = (condition: Condition) => decide(withoutFacts(condition, silent), answers, vocabulary);
  for (let before = -1; before < silent.size; ) {
    before = silent.size;
    for (const { id, askWhen } of vocabulary.facts)
      if (answers[id] === undefined && askWhen && !silent.has(id) && truth(askWhen) === false) silent.add(id);
  }
  return (condition) => truth(condition) !== false;
}
