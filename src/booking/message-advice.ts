import type { Channel, Listed } from '#platform/notify';

/** The ways of sending as staff call them. */
export const channelNames: Readonly<Record<Channel, string>> = { mail: 'メール', sms: 'SMS', push: 'スマホの通知' };

/** What happened to a message, and what the person who reads it does now. */
export interface Advice {
  readonly what: string;
  readonly todo: string;
  /** Whether the same message to the same address could arrive after all. */
  readonly again: boolean;
}

const callThem = '予約した方に電話で知らせ、予約の連絡先を直してください。';
const askProvider = '同じ知らせがほかにも並んでいるときは、情報システムの担当に伝えてください。';

/** By the beginning of the code of a failure, the first that fits. */
const failures: readonly (readonly [RegExp, Advice])[] = [
  [/^address$/, { what: 'メールアドレスの形が正しくありません。', todo: callThem, again: false }],
  [
    /^dead address$/,
    {
      what: '前に届かなかったアドレスなので、送っていません。',
      todo: '予約した方に電話で知らせ、連絡先を確かめてください。アドレスが正しければ、もう一度送ってください。',
      again: true,
    },
  ],
  [/^number landline$/, { what: '固定電話の番号なので、SMSを送れません。', todo: callThem, again: false }],
  [/^number country$/, { what: '送らないことにしている国の番号です。', todo: callThem, again: false }],
  [/^number/, { what: '電話番号の形が正しくありません。', todo: callThem, again: false }],
  [
    /5\.2\.2$/,
    {
      what: '相手のメールボックスがいっぱいです。',
      todo: '日をおいて送り直すか、電話で知らせてください。',
      again: true,
    },
  ],
  [
    /^(bounce|smtp 5\d\d)( 5\.7\.\d+)$/,
    {
      what: '相手のメールサーバーが、迷惑メールとして断りました。',
      todo: `電話で知らせてください。${askProvider}`,
      again: true,
    },
  ],
  [/^(bounce|smtp 55[013])/, { what: 'そのメールアドレスには届きませんでした。', todo: callThem, again: false }],
  [/^smtp 5/, { what: 'メールサーバーに断られました。', todo: `もう一度送ってください。${askProvider}`, again: true }],
  [
    /^smpp receipt|^http receipt/,
    { what: '相手の電話に届きませんでした。電源が切れているか、使われていない番号です。', todo: callThem, again: true },
  ],
  [/^(smpp|http) /, { what: 'SMSの会社に断られました。', todo: `もう一度送ってください。${askProvider}`, again: true }],
  [
    /^push gone|^subscription/,
    { what: 'スマホの通知が切られています。', todo: '何もしなくてかまいません。', again: false },
  ],
  [/^attempts$/, { what: '何度も送ろうとしましたが、送れませんでした。', todo: askProvider, again: true }],
];

const otherFailure: Advice = {
  what: '送れませんでした。',
  todo: `もう一度送ってください。${askProvider}`,
  again: true,
};
const unknown: Advice = {
  what: '送っている途中で線が切れ、届いたかどうか分かりません。',
  todo: '2通届くと困る知らせなら、電話で確かめてください。困らないなら、もう一度送ってください。',
  again: true,
};

const unanswered: Advice = {
  what: 'SMSの会社は受け取りましたが、電話に届いたか分かりません。',
  todo: '大事な知らせなら、電話で確かめてください。',
  again: false,
};

/** The sentences for a message that failed or of which nobody knows. */
export function adviceOf({ state, code }: Pick<Listed, 'state' | 'code'>): Advice {
  if (state === 'unknown') return code === 'no receipt' ? unanswered : unknown;
  return failures.find(([pattern]) => pattern.test(code ?? ''))?.[1] ?? otherFailure;
}
