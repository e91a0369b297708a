import { conditionSentence, type Inventory, type Procedure } from '#inventory';
import { localText } from '#platform/i18n';

/** A question as it is asked on the phone, and the answer to read out. */
export interface SpokenAnswer {
  readonly question: string;
  readonly answers: readonly string[];
}

/** The end of a sentence that can be read out. */
const spoken = (text: string): string => (/[。です]$/u.test(text) ? text : `${text}です`).replace(/。?$/u, '。');

/** 「10分ほど」. */
const minutesOf = ({ duration }: Procedure): string => `${Math.round(duration.counterMinutes)}分ほど`;

/** What is said on the phone about a procedure: short sentences made from the record, none by hand. */
export function spokenAnswers(inventory: Inventory, procedure: Procedure): SpokenAnswer[] {
  const { summary, deadline, documents, counter, fee, agent, channels } = procedure;
  const always = documents.filter(({ required, when }) => required && when === undefined);
  const sometimes = documents.filter(({ required, when }) => !required || when !== undefined);
  const online = channels.online.available ? `インターネット(${channels.online.via ?? 'オンライン申請'})` : null;
  const ways = [
    channels.branch ? '支所' : null,
    channels.mail ? '郵送' : null,
    channels.convenienceStore ? 'コンビニ' : null,
    channels.phone ? '電話' : null,
    online,
  ].filter((way) => way !== null);
  return [
    { question: 'だれの手続きですか', answers: [spoken(summary.ja)] },
    { question: 'いつまでですか', answers: [spoken(deadline.text.ja)] },
    {
      question: '何を持って行きますか',
      answers: [
        always.length === 0 ? 'かならず要る物はありません。' : `${always.map(({ name }) => name.ja).join('、')}です。`,
        ...sometimes.map(({ name, when }) =>
          when === undefined
            ? `あれば、${name.ja}です。`
            : `${name.ja}は、${conditionSentence(inventory, when)}ときです。`,
        ),
      ],
    },
    { question: 'どこへ行きますか', answers: [spoken(counter.place)] },
    { question: 'いくらかかりますか', answers: [spoken(fee.text)] },
    { question: 'どのくらいかかりますか', answers: [`窓口で${minutesOf(procedure)}です。`] },
    {
      question: '代わりの人でもできますか',
      answers: agent.allowed
        ? [(agent.needs ?? []).length === 0 ? 'できます。' : `できます。${agent.needs?.join('と')}が要ります。`]
        : ['できません。本人が来てください。'],
    },
    {
      question: '来なくてもできますか',
      answers: [ways.length === 0 ? '窓口だけで受け付けています。' : `${ways.join('、')}でもできます。`],
    },
  ];
}

/** What a concierge says first: what the procedure is for in plain words. */
export function plainSummary({ summary }: Procedure): string {
  return localText(summary, 'easy').text;
}
