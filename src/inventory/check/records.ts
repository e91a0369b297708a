import { evaluate, holds } from '#rules';
import { procedureFile, type Remark } from '../finding.ts';
import type { InventoryRecords, ProcedureRecord } from '../schema.ts';

/** Checks over whole records: order, deadlines, names of papers, example residents. */
export function checkRecords(records: InventoryRecords): Remark[] {
  return [
    ...checkOrder(records.procedures),
    ...records.procedures.flatMap(checkDeadline),
    ...checkDocumentNames(records.procedures),
    ...checkSituations(records),
    ...checkImplications(records),
    ...checkStatements(records),
  ];
}

/** Procedures that wait for each other could never be put in an order. */
function checkOrder(procedures: readonly ProcedureRecord[]): Remark[] {
  const byId = new Map(procedures.map((procedure) => [procedure.id, procedure]));
  const waitsForItself = ({ id }: ProcedureRecord): boolean => {
    const reached = new Set<string>();
    const next = [id];
    for (let current = next.pop(); current !== undefined; current = next.pop())
      for (const before of byId.get(current)?.order?.after ?? [])
        if (!reached.has(before)) {
          reached.add(before);
          next.push(before);
        }
    return reached.has(id);
  };
  return procedures.filter(waitsForItself).map((procedure) => ({
    level: 'error',
    code: 'order-cycle',
    message: 'order.after をたどると、この手続きに戻ります。どれか1つの順番を消してください。',
    file: procedureFile(procedure),
    path: ['order', 'after'],
  }));
}

function checkDeadline(procedure: ProcedureRecord): Remark[] {
  const { kind, value, unit, countsFirstDay, anchors } = procedure.deadline;
  const remark = (level: Remark['level'], code: string, message: string): Remark => ({
    level,
    code,
    message,
    file: procedureFile(procedure),
    path: ['deadline'],
  });
  if ((value === undefined) !== (unit === undefined))
    return [remark('error', 'deadline', 'value と unit は、両方書くか、両方書かないでください。')];
  if (kind === 'within' && (value === undefined || countsFirstDay === undefined))
    return [remark('error', 'deadline', 'within の期限には value・unit・countsFirstDay を書いてください。')];
  if (anchors && !['within', 'before', 'window'].includes(kind))
    return [remark('error', 'deadline', `${kind} の期限には、数えはじめる日(anchors)を書けません。`)];
  if (value !== undefined && !anchors)
    return [
      remark(
        'error',
        'no-anchor',
        '期間(value・unit)があるのに、数えはじめる日(anchors)がありません。住民に日付で示せるように、dates.yaml の日を書いてください。',
      ),
    ];
  if (anchors?.some(({ plusDays, nextMonth }) => plusDays !== undefined && nextMonth !== undefined))
    return [remark('error', 'deadline', 'anchors の plusDays と nextMonth は、どちらか1つだけ書いてください。')];
  return [];
}

/** The same id is the same paper everywhere, so residents read it once: it should have one name. */
function* checkDocumentNames(procedures: readonly ProcedureRecord[]): Generator<Remark> {
  const names = new Map<string, string>();
  for (const procedure of procedures)
    for (const [index, { id, name }] of procedure.documents.entries()) {
      const first = names.get(id) ?? name;
      names.set(id, first);
      if (first !== name)
        yield {
          level: 'information',
          code: 'document-name',
          message: `持ち物「${id}」の名前が、ほかの手続きでは「${first}」です。まとめた一覧には1つだけ出ます。`,
          file: procedureFile(procedure),
          path: ['documents', index, 'name'],
        };
    }
}

function* checkSituations(records: InventoryRecords): Generator<Remark> {
  for (const [index, { title, facts, expected }] of records.situations.entries()) {
    const shown = new Set(records.procedures.filter(({ when }) => holds(when, facts)).map(({ id }) => id));
    const say = (level: Remark['level'], code: string, message: string): Remark => ({
      level,
      code,
      message: `「${title}」: ${message}`,
      file: 'situations.yaml',
      path: ['situations', index, 'expected'],
    });
    const { required, requiredAnyOf = [], acceptable, forbidden } = expected;
    for (const id of required)
      if (!shown.has(id)) yield say('error', 'situation-required', `必要な手続き「${id}」が出ません。`);
    for (const group of requiredAnyOf)
      if (!group.some((id) => shown.has(id)))
        yield say('error', 'situation-required', `「${group.join('・')}」のどれかが要りますが、出ません。`);
    for (const id of forbidden)
      if (shown.has(id)) yield say('error', 'situation-forbidden', `出てはならない手続き「${id}」が出ます。`);
    const expectedIds = new Set([...required, ...requiredAnyOf.flat(), ...acceptable, ...forbidden]);
    for (const id of shown)
      if (!expectedIds.has(id)) yield say('information', 'situation-extra', `書かれていない手続き「${id}」が出ます。`);
  }
}

/** An implication that an example resident contradicts is not certain. */
function* checkImplications(records: InventoryRecords): Generator<Remark> {
  for (const [index, { when, then, why }] of records.implications.entries())
    for (const { title, facts } of records.situations)
      if (holds(when, facts) && evaluate(then, facts) === false)
        yield {
          level: 'error',
          code: 'implication-false',
          message: `例の住民「${title}」では成り立ちません(${why})。`,
          file: 'implications.yaml',
          path: ['implications', index],
        };
}

/** Booleans are asked several at a time, each with a sentence to tick. */
function checkStatements({ facts }: InventoryRecords): Remark[] {
  return facts.flatMap(({ id, type, statement, staffOnly }, index) =>
    type === 'boolean' && !staffOnly && statement === undefined
      ? [
          {
            level: 'warning',
            code: 'no-statement',
            message: `「${id}」に、選ぶときの文(statement)を書いてください。例: 犬を飼っている`,
            file: 'facts.yaml',
            path: ['facts', index],
          },
        ]
      : [],
  );
}
