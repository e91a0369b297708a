import { type FilePath, procedureFile, type Remark } from '../finding.ts';
import type { InventoryRecords, ProcedureRecord } from '../schema.ts';

/** What the city still has to confirm before residents may rely on it. */
export function unconfirmed(records: InventoryRecords): Remark[] {
  return [...records.procedures.flatMap(ofProcedure), ...ofDepartments(records)];
}

function ofProcedure(procedure: ProcedureRecord): Remark[] {
  const remark = (path: FilePath, message: string): Remark => ({
    level: 'information',
    code: 'unconfirmed',
    message,
    file: procedureFile(procedure),
    path,
  });
  const { confidence, evidence, counter } = procedure;
  return [
    ...(confidence === 'low'
      ? [remark(['confidence'], `「${procedure.name}」の内容は確かさが低い(low)ので、確かめてください。`)]
      : []),
    ...(evidence === 'knowledge_only'
      ? [remark(['evidence'], `「${procedure.name}」は公開ページで確かめていません。`)]
      : []),
    ...(counter.verified ? [] : [remark(['counter'], `窓口「${counter.place}」を確かめてください。`)]),
    ...openTexts(procedure).map(({ path, text }) => remark(path, text)),
  ];
}

const openWords = ['要確認', '未確認'];

/** Every text of a record in which the authors left a question open. */
function openTexts(value: unknown, path: FilePath = []): { path: FilePath; text: string }[] {
  if (typeof value === 'string') return openWords.some((word) => value.includes(word)) ? [{ path, text: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => openTexts(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => openTexts(item, [...path, key]));
}

function ofDepartments({ departments }: InventoryRecords): Remark[] {
  return departments.flatMap(({ name, place, phone }, index) => {
    const open = [place ? [] : ['場所'], phone ? [] : ['電話番号']].flat();
    if (open.length === 0) return [];
    const message = `「${name}」の${open.join('と')}を確かめて書いてください。`;
    return [
      { level: 'information', code: 'unconfirmed', message, file: 'departments.yaml', path: ['departments', index] },
    ];
  });
}
