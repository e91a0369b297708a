import { isSame, type ProcedureRecord } from '#inventory';
import type { HearingQuestion } from './hearing.ts';
import type { HearingAnswer } from './hearing-store.ts';

/** What the answers about a procedure become. */
export interface AnsweredRecord {
  /** The record with every answer that is just what a field holds; null where no answer changes it. */
  readonly value: ProcedureRecord | null;
  /** All answers with their questions and who gave them, for whoever reviews the draft. */
  readonly said: string;
}

/** Several things in one answer, as people write them below or behind one another. */
const several = (answer: string): string[] =>
  answer
    .split(/[\n、,]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const lines = (answer: string): string[] =>
  answer
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** How an answer to a question stands in the record. What is said about deadlines, fees, papers and steps needs a person's eyes. */
const fields: Readonly<Record<string, (record: ProcedureRecord, answer: string) => ProcedureRecord>> = {
  A1: (record, answer) =>
    /^(?:はい|合って|あって|そのとおり)/u.test(answer)
      ? { ...record, counter: { ...record.counter, verified: true } }
      : record,
  A4: (record, answer) => {
    const minutes = Number(/(\d{1,3})\s*分/u.exec(answer.normalize('NFKC'))?.[1]);
    return minutes > 0 ? { ...record, duration: { ...record.duration, counterMinutes: minutes } } : record;
  },
  A5: (record, answer) => ({ ...record, legalBasis: [...new Set([...record.legalBasis, ...several(answer)])] }),
  A6: (record, answer) => ({
    ...record,
    agent: { ...record.agent, needs: [...new Set([...(record.agent.needs ?? []), ...several(answer)])] },
  }),
  A7: (record, answer) => ({ ...record, notes: [...new Set([...record.notes, ...lines(answer)])] }),
};

/** Brings the answers of a hearing into the record, the newest to each question, as a draft for review. */
export function recordOfAnswers(
  record: ProcedureRecord,
  questions: readonly HearingQuestion[],
  answers: readonly HearingAnswer[],
): AnsweredRecord {
  const newest = questions.flatMap((question) => {
    const answer = answers.find((one) => one.question === question.code);
    return answer === undefined ? [] : [{ ...question, ...answer, question: question.question }];
  });
  const value = newest.reduce((before, { code, answer }) => fields[code]?.(before, answer) ?? before, record);
  return {
    value: isSame(value, record) ? null : value,
    said: newest
      .map(({ code, question, answer, answeredBy }) => `${code} ${question}\n→ ${answer}(${answeredBy}さん)`)
      .join('\n'),
  };
}
