import type { Inventory, Procedure } from '../inventory.ts';
import type { Sheet } from './sheets.ts';

/** Lengths that the model sets (政府相互運用性フレームワーク GIF, 451-4 行政サービス・制度). */
const most = { title: 40, summary: 100, content: 500 };

const cut = (text: string, length: number): string => {
  const signs = Array.from(text);
  return signs.length > length ? `${signs.slice(0, length - 1).join('')}…` : text;
};

const columns = [
  '制度番号',
  '元制度番号',
  '所管組織',
  'タイトル',
  '概要',
  '内容',
  '連絡先',
  '根拠法令',
  '対象者',
  '費用',
  '申請届出方法',
  '手続書類',
  '電子申請の有無',
  'ライフイベント',
  'サービス種別',
  'キーワード',
  '更新日',
] as const;

/** The public procedures as data on services and programmes, in the items of GIF; lists are joined by semicolons. */
export function governmentData(inventory: Inventory, isPublic: (procedure: Procedure) => boolean): Sheet {
  const { city, departmentById, lifeEventById } = inventory;
  const rows = inventory.procedures.filter(isPublic).map((procedure) => {
    const department = departmentById.get(procedure.department);
    const events = procedure.lifeEvents.flatMap((id) => lifeEventById.get(id)?.name.ja ?? []);
    const content = [
      procedure.summary.ja,
      `期限: ${procedure.deadline.text.ja}`,
      `場所: ${procedure.counter.place}`,
    ].join('。');
    return [
      `${city.localGovernmentCode}-${procedure.id}`,
      '',
      `${city.name.ja} ${department?.name.ja ?? ''}`.trim(),
      cut(procedure.name.ja, most.title),
      cut(procedure.summary.ja, most.summary),
      cut(content, most.content),
      department?.phone ?? city.hall.phone,
      procedure.legalBasis.join(';'),
      procedure.who,
      procedure.fee.text,
      waysOf(procedure).join(';'),
      procedure.documents.map(({ name }) => name.ja).join(';'),
      procedure.channels.online.available ? '有' : '無',
      [procedure.gifCategory, ...events].join(';'),
      procedure.gifServiceType,
      [procedure.name.ja, procedure.nameKana, ...events].join(';'),
      procedure.checkedOn,
    ];
  });
  return { name: '行政サービス・制度', columns, rows };
}

function waysOf({ channels }: Procedure): string[] {
  const ways: readonly [boolean | undefined, string][] = [
    [channels.counter, '窓口'],
    [channels.branch, '支所'],
    [channels.mail, '郵送'],
    [channels.nightDuty, '夜間窓口'],
    [channels.convenienceStore, 'コンビニ'],
    [channels.phone, '電話'],
    [channels.online.available, 'オンライン'],
  ];
  return ways.flatMap(([has, name]) => (has ? [name] : []));
}
