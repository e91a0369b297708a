import type { AuditRow, AuditTally } from '#platform/audit';
import { addDays, type Day, toDay, weekday } from '#platform/clock';
import type { ListedAccount } from './account-store.ts';
import { emergencyCategories } from './emergency.ts';
import type { Ground } from './entry-access.ts';

/** What stands out in the trail: a look at a case that was not theirs, one as an emergency, one that was denied. */
export type Mark = 'outside' | 'emergency' | 'denied';

/** Nothing written down on what ground counts as a look outside: not known is never taken as in order. */
const outside: readonly (string | null)[] = ['department' satisfies Ground, null];

/** How a look of staff at a case stands out, if it does. What is about no case, or by others than staff, never does. */
export function markOf({
  actor,
  purpose,
  outcome,
  ...about
}: Pick<AuditRow, 'actor' | 'purpose' | 'outcome' | 'resource'>) {
  if (!actor.startsWith('staff:') || about.resource.case === undefined || about.resource.emergency !== undefined) {
    return undefined;
  }
  return markOfLook(purpose, outcome);
}

function markOfLook(purpose: string | null, outcome: string): Mark | undefined {
  if (outcome === 'denied') return 'denied';
  if (purpose === ('emergency' satisfies Ground)) return 'emergency';
  return outside.includes(purpose) ? 'outside' : undefined;
}

/** What a member of staff did in a week that is to be looked at. */
export interface WeekLine {
  readonly person: Pick<ListedAccount, 'id' | 'name' | 'department'>;
  /** Different cases looked at that were not theirs. */
  readonly outside: number;
  /** Different cases looked at as an emergency. */
  readonly emergency: number;
  /** How often a case did not open to them. */
  readonly denied: number;
  /** Different cases looked at while receiving visitors. */
  readonly reception: number;
}

/** The list of a week: one line for each person with anything to look at, those with the most first. */
export function weekLines(tallies: readonly AuditTally[], people: readonly ListedAccount[]): readonly WeekLine[] {
  return people
    .map((person) =>
      weekLine(
        person,
        tallies.filter(({ actor }) => actor === `staff:${person.id}`),
      ),
    )
    .filter(({ outside, emergency, denied, reception }) => outside + emergency + denied + reception > 0)
    .toSorted((one, other) => weight(other) - weight(one));
}

function weekLine(person: ListedAccount, tallies: readonly AuditTally[]): WeekLine {
  const sum = (wanted: (tally: AuditTally) => boolean, unit: 'cases' | 'rows') =>
    tallies.filter(wanted).reduce((total, tally) => total + tally[unit], 0);
  const marked = (mark: Mark) => (tally: AuditTally) => markOfLook(tally.purpose, tally.outcome) === mark;
  return {
    person,
    outside: sum(marked('outside'), 'cases'),
    emergency: sum(marked('emergency'), 'cases'),
    denied: sum(marked('denied'), 'rows'),
    reception: sum(({ purpose, outcome }) => outcome === 'done' && purpose === ('reception' satisfies Ground), 'cases'),
  };
}

const weight = ({ outside, emergency, denied }: WeekLine): number => emergency * 1_000_000 + denied * 1_000 + outside;

/** The Monday of the week that a day lies in. */
export function mondayOf(day: Day): Day {
  return addDays(day, -((weekday(day) + 6) % 7));
}

/** The last week that is over. */
export function lastWeek(now: Date): Day {
  return addDays(mondayOf(toDay(now)), -7);
}

/** Whether a week is over, so that it can be signed off as a whole. */
export function isOver(week: Day, now: Date): boolean {
  return addDays(week, 7) <= toDay(now);
}

const purposeNames: Readonly<Record<string, string>> = {
  assigned: '担当として',
  expected: 'この日の来庁者のため',
  department: '課の手続きがあるため',
  reception: '受付・案内として',
  emergency: '非常時の閲覧',
  request: '本人の希望',
  error: '誤って作られたため',
  retention: '保存の期限が来たため',
  ...emergencyCategories,
} satisfies Readonly<Record<Ground, string>> & Record<string, string>;

/** Why something was done, in words. */
export function purposeName(purpose: string | null): string {
  return purpose === null ? '' : (purposeNames[purpose] ?? purpose);
}

const actionNames: Readonly<Record<string, string>> = {
  'case:create': '受け付けを作った',
  'case:open': '受け付けを開いた',
  'case:read': '内容を見た',
  'case:readOwn': '自分の内容を見た',
  'case:find': '名前か電話でさがした',
  'case:count': '受付中の件数を数えた(名前は出ない)',
  'case:write': '内容を変えた',
  // Setting a protection shows as any change: the trail must not tell who is protected.
  'case:protect': '内容を変えた',
  'case:writeOwn': '自分の内容を変えた',
  'case:note': '申し送りを書いた',
  'case:remove': '受け付けを削除した',
  'case:breakGlass': '非常時の閲覧を始めた',
  'sheet:write': '用紙の内容を入力した',
  'account:signIn': 'サインインした',
  'account:administer add': '職員を登録した',
  'account:administer change': '登録の内容を変えた',
  'account:administer invite': 'サインインのリンクを作った',
  'account:administer disable': '利用を止めた',
  'account:administer enable': '利用を再開した',
  'account:administer signOut': 'サインアウトさせた',
  'account:change secondFactor': '確認アプリを登録した',
  'account:change recoveryCodes': '回復コードを作り直した',
  'account:change removeSecondFactor': '確認アプリの登録を外した',
  'account:recover request': '管理者の復旧を申し込んだ',
  'account:recover approve': '管理者の復旧に同意した',
  'account:recover withdraw': '管理者の復旧を取りやめた',
  'account:recover invite': '復旧のためのリンクを作った',
  'device:administer makeCode': '機器の登録番号を作った',
  'device:administer revoke': '機器の登録を取り消した',
  'printer:administer add': 'プリンターを加えた',
  'printer:administer remove': 'プリンターを外した',
  'printer:administer assign': '機器の番号札が出るプリンターを変えた',
  'hall:manage rules': '呼ぶ順番の決まりを変えた',
  'hall:manage numbers': '窓口の番号を変えた',
  'device:enrol enrol': '機器を登録した',
  'inventory:publish takenBack': 'まちがった公開をすぐに戻した',
  'inventory:publish kept': '緊急の差し戻しを確かめた',
  'inventory:publish undone': '緊急の差し戻しを取り消した',
  'audit:verify': '記録の書き換えを調べた',
  'audit:review': '記録を確認した',
};

/** What was done, in words; an action without words of its own shows its name. */
export function actionName({ action, resource }: Pick<AuditRow, 'action' | 'resource'>): string {
  const name = resource.change === undefined ? action : `${action} ${resource.change}`;
  return actionNames[name] ?? name;
}

const settingNames: Readonly<Record<string, string>> = {
  priorityMinutes: '優先の方を前に進める時間',
  appointmentMinutes: '予約の方を前に進める時間',
  earlyMinutes: '予約より早く呼んでよい時間',
  lateMinutes: '予約に遅れてよい時間',
  mostOvertaken: '追い越されてよい人数',
  absentMinutes: '不在から戻った方を後ろにする時間',
  mostCalls: '不在にするまでに呼ぶ回数',
  letter: '番号の前の文字',
  first: 'はじめの番号',
  last: 'おわりの番号',
  digits: '数字のけた数',
  dailyLimit: '1日の枚数',
};

/** A setting of the hall that was changed, with what was before and after: 「1日の枚数 なし→50(1階 3番窓口)」. */
export function settingText({ setting = '', before, after, of, change }: AuditRow['resource']): string {
  const where = change === 'numbers' ? `(${of})` : '';
  return `${settingNames[setting] ?? setting} ${before || 'なし'}→${after || 'なし'}${where}`;
}
