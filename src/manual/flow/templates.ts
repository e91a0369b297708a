import type { FlowTemplate } from '#inventory';

/**
 * How the scopes beside the counter usually go. A city that goes about one of them otherwise writes it in `flows.yaml`. 《…》 stands
 * for what the inventory knows of the procedure.
 */
export const usualTemplates: readonly FlowTemplate[] = [
  {
    scope: 'arrival',
    steps: [
      { id: 'tell', who: '来庁者', do: '入口で用件を話す' },
      {
        id: 'find',
        who: '総合案内',
        do: '用件に当たる手続きを探し、「《手続き》」でよいか確かめる',
        ask: '手続きが決まった?',
        next: [
          { to: 'papers', label: 'はい' },
          { to: 'consult', label: 'いいえ' },
        ],
      },
      { id: 'consult', who: '《課》', do: '総合案内からの電話で用件を聞き、手続きを決める' },
      {
        id: 'papers',
        who: '総合案内',
        do: '持ち物を一緒に確かめる',
        withDocuments: true,
        ask: 'そろっている?',
        next: [
          { to: 'ticket', label: 'はい' },
          { to: 'missing', label: 'いいえ' },
        ],
      },
      {
        id: 'missing',
        who: '総合案内',
        do: '足りない物を紙に書いて渡し、今日できることを伝える',
        ask: '今日相談する?',
        next: [
          { to: 'ticket', label: 'はい' },
          { to: 'end', label: '後日来る' },
        ],
      },
      { id: 'ticket', who: '総合案内', do: '番号札を出し、《場所》へ案内する' },
      { id: 'wait', who: '来庁者', do: '《場所》の前で、番号が呼ばれるのを待つ' },
      { id: 'call', who: '《課》', do: '番号を呼び、受け付けを始める' },
    ],
  },
  {
    scope: 'inquiry',
    partner: '問い合わせた人',
    steps: [
      {
        id: 'take',
        who: '受けた職員',
        do: '用件を聞き、問い合わせとして記録する',
        receives: '電話・メール・FAX',
        ask: '何を知りたい?',
        next: [
          { to: 'answer', label: '手続きのこと' },
          { to: 'identify', label: '本人のこと' },
        ],
      },
      {
        id: 'answer',
        who: '受けた職員',
        do: '「《手続き》」の期限(《期限》)・持ち物・場所(《場所》)を答える',
        withDocuments: true,
        sends: '回答',
        ask: '答えられた?',
        next: [
          { to: 'record', label: 'はい' },
          { to: 'research', label: 'いいえ' },
        ],
      },
      {
        id: 'identify',
        who: '受けた職員',
        do: '本人かどうかを確かめる。電話だけでは個人の内容を答えない',
        ask: '確かめられた?',
        next: [
          { to: 'research', label: 'はい' },
          { to: 'other', label: 'いいえ' },
        ],
      },
      {
        id: 'research',
        who: '《課》',
        do: '内容を調べ、折り返し答える',
        sends: '折り返しの回答',
        next: [{ to: 'record' }],
      },
      { id: 'other', who: '受けた職員', do: '窓口か郵送での方法を案内する', sends: '方法の案内' },
      { id: 'record', who: '受けた職員', do: '答えた内容と時刻を記録する' },
    ],
  },
  {
    scope: 'online',
    partner: '申請する人',
    steps: [
      {
        id: 'receive',
        who: 'システム',
        do: '申請を受け付け、受付番号を知らせる',
        receives: '《手続き》の申請',
        sends: '受付番号',
      },
      {
        id: 'check',
        who: '《課》',
        do: '申請の内容と添付の書類を確かめる',
        withDocuments: true,
        ask: 'そろっている?',
        next: [
          { to: 'register', label: 'はい' },
          { to: 'request', label: 'いいえ' },
        ],
      },
      { id: 'request', who: '《課》', do: '足りない書類や直すところを知らせる', sends: '補正のお願い' },
      { id: 'again', who: 'システム', do: '補正を受け取り、担当に知らせる', receives: '補正', next: [{ to: 'check' }] },
      { id: 'register', who: '《課》', do: '業務システムに登録する(《窓口システム》)' },
      { id: 'approve', who: '審査者', do: '申請と登録を突き合わせ、確定する', reviewed: true },
      { id: 'notify', who: 'システム', do: '結果を申請した人に知らせる', sends: '結果' },
    ],
  },
];
