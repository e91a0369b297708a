import { conditionSentence, type Inventory, type Procedure } from '#inventory';
import type { ManualPage } from './page.ts';

/** A question for those who know, under the code that stands on the sheet. */
export interface HearingQuestion {
  /** 'A1', 'S3', 'D2': short, as it is typed in again from paper. */
  readonly code: string;
  readonly question: string;
  /** What the record says now; empty where it says nothing. */
  readonly now: string;
  /** Why it is asked. */
  readonly why: string;
}

/** What is unclear, missing or to be confirmed in the record of a procedure, item by item. */
export function procedureQuestions(inventory: Inventory, procedure: Procedure): HearingQuestion[] {
  const {
    evidence,
    confidence,
    counter,
    deadline,
    fee,
    duration,
    legalBasis,
    staffSteps,
    documents,
    agent,
    checkedOn,
  } = procedure;
  const unsure = confidence !== 'high' || evidence !== 'asahikawa_page';
  const unsureWhy =
    evidence === 'knowledge_only' ? '公開された資料で確かめていません。' : 'ほかの市の資料から書きました。';
  const questions: (HearingQuestion | false)[] = [
    !counter.verified && {
      code: 'A1',
      question: '受け付ける階と窓口は合っていますか。',
      now: counter.place,
      why: '場所を市のページで確かめていません。',
    },
    unsure && { code: 'A2', question: '期限は合っていますか。', now: deadline.text.ja, why: unsureWhy },
    unsure && { code: 'A3', question: '手数料は合っていますか。', now: fee.text, why: unsureWhy },
    duration.confidence === 'estimate' && {
      code: 'A4',
      question: '窓口でふつう何分かかりますか。混む日は何分ですか。',
      now: `${Math.round(duration.counterMinutes)}分`,
      why: '見積もりの数字です。',
    },
    legalBasis.length === 0 && {
      code: 'A5',
      question: '根拠になる法律や要綱は何ですか。',
      now: '',
      why: '書かれていません。',
    },
    agent.allowed &&
      (agent.needs ?? []).length === 0 && {
        code: 'A6',
        question: '代わりの人が来たとき、何を見せてもらいますか。',
        now: '',
        why: '書かれていません。',
      },
    {
      code: 'A7',
      question: 'よくあるまちがいと、そのときどうするかを教えてください。',
      now: procedure.notes.join(' '),
      why: `${checkedOn}に確かめた内容です。`,
    },
    ...documents.map(
      ({ name, required, when }, index): HearingQuestion | false =>
        unsure && {
          code: `D${index + 1}`,
          question: `「${name.ja}」は、${required ? 'かならず要りますか' : 'どんなときに要りますか'}。`,
          now:
            when === undefined ? (required ? 'かならず要る' : 'あれば') : `${conditionSentence(inventory, when)}とき`,
          why: unsureWhy,
        },
    ),
    ...staffSteps.map(({ do: work, system, who }, index) => ({
      code: `S${index + 1}`,
      question: `手順${index + 1}「${work}」は、この順で、${who}がしますか。${system === undefined ? '使う画面があれば教えてください。' : '画面の名前は合っていますか。'}`,
      now: system ?? '',
      why: system === undefined ? '画面が書かれていません。' : '画面の名前は一般の呼び名です。',
    })),
  ];
  return questions.filter((question) => question !== false);
}

const survey: readonly (readonly [code: string, question: string])[] = [
  ['B1', '何階ですか。案内図の位置は合っていますか。'],
  ['B2', '入口や通路から見える看板には、何と書いてありますか。'],
  ['B3', '窓口の席はいくつですか。座る席と立つ席を分けて書いてください。'],
  ['B4', '職員のパソコンは何台で、どのネットワークにつながっていますか。'],
  ['B5', 'プリンターとスキャナーは、どこに何台ありますか。番号札や案内票を印刷できますか。'],
  ['B6', '記入台と待つ席は、いくつありますか。'],
  ['B7', '車いすの方が使える高さの窓口と、通れる幅がありますか。'],
  ['B8', 'タブレットやモニターを置ける場所、電源、LANの口がありますか。'],
  ['B9', '人目を避けて話せる場所がありますか。'],
];

/** What is looked at on the spot, for every counter. */
export const counterQuestions = (): HearingQuestion[] =>
  survey.map(([code, question]) => ({ code, question, now: '', why: '現地で見て書きます。' }));

/** The questions of a page; systems are asked of in the steps that use them. */
export function questionsOf(inventory: Inventory, page: ManualPage): HearingQuestion[] {
  if (page.kind === 'counter') return counterQuestions();
  const procedure = page.kind === 'procedure' ? inventory.procedureById.get(page.id) : undefined;
  return procedure === undefined ? [] : procedureQuestions(inventory, procedure);
}
