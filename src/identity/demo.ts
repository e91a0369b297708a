import type { Role } from './permissions.ts';

/** An account for trying the product out. */
export interface DemoAccount {
  readonly login: string;
  /** What the choice is called on the page. */
  readonly duty: string;
  readonly name: string;
  readonly department: string;
  readonly roles: readonly Role[];
}

/** One account for each duty that a city hall would want to try. Names are invented. */
export const demoAccounts: readonly DemoAccount[] = [
  account('reception', '受付', '佐藤 はな', 'shiminka', ['reception']),
  account('concierge', '総合案内', '鈴木 みのる', 'shiminka', ['concierge']),
  account('shimin', '市民課窓口', '高橋 ゆき', 'shiminka', ['counter']),
  account('kokuho', '国民健康保険の窓口', '田中 まこと', 'kokuhoka', ['counter']),
  account('mynumber', 'マイナンバーカード窓口', '伊藤 あおい', 'shiminka', ['counter']),
  account('kosodate', '子育て窓口', '渡辺 さくら', 'kosodate_josei', ['counter']),
  account('phone', '電話', '山本 しずか', 'shiminka', ['phone']),
  account('editor', '手続き情報の編集', '中村 けい', 'shiminka', ['editor']),
  account('publisher', '手続き情報の公開', '小林 たかし', 'shiminka', ['publisher']),
  account('analyst', '分析', '加藤 のぞみ', 'shiminka', ['analyst']),
  account('auditor', '監査', '吉田 ただし', 'shiminka', ['auditor']),
  account('administrator', '管理', '山田 つとむ', 'shiminka', ['administrator']),
];

function account(login: string, duty: string, name: string, department: string, roles: readonly Role[]): DemoAccount {
  return { login: `demo-${login}`, duty, name, department, roles };
}
