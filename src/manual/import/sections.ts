/** What a part of a manual is about; `aside` where it is surely neither steps nor papers nor notes, `other` where that is not known. */
export type Section = 'steps' | 'documents' | 'notes' | 'aside' | 'other';

/** Words for papers, as they stand in the name of a list. 「本人確認書類」 is a paper itself. */
export const documentWords =
  /持ち物|持参|必要(?:な)?(?:もの|物|書類)|用意(?:する|していただく)?(?:もの|物|書類)|(?:提出|添付|(?<!本人)確認|準備)(?:する|していただく)?書類|準備(?:する)?(?:もの|物)/;
const stepWords = /手順|流れ|処理|操作|作業|受付方法|やり方|方法|フロー|事務の進め方/;
const noteWords = /注意|留意|備考|補足|ポイント|よくある|まちがい|間違い|例外/;
/** Parts that are in many manuals and say neither what to do nor what to bring. */
const asideWords =
  /^(?:目的|趣旨|(?:業務|制度|手続き?)?の?概要|はじめに|用語(?:の定義)?|対象者?|根拠(?:法令|規定|条文)?|関係?法令|お?問い?合わ?せ先?|連絡先|担当(?:者|課|部署)?|(?:改[訂定]|更新|変更)の?(?:履歴|記録)|目次|もくじ|受付時間|受付場所|開庁時間|手数料|費用|様式(?:一覧)?|参考(?:資料|文献)?|(?:標準)?処理期間|資料|別紙)$/;

/** Brackets and signs with which people draw a heading. */
const drawn = /^[【［[〈《<■◆●□◇▶►]+\s*|\s*[】\]］〉》>:：]+$/gu;

/** The words of a heading without what draws it. */
const bare = (heading: string): string => heading.replace(drawn, '').trim();

/** What the part below a heading is about. */
export function sectionOf(heading: string): Section {
  if (asideWords.test(bare(heading))) return 'aside';
  if (documentWords.test(heading)) return 'documents';
  if (noteWords.test(heading)) return 'notes';
  return stepWords.test(heading) ? 'steps' : 'other';
}

/** Whether words name something, as headings do, and say nothing of it: 「審査の方法」, but not 「審査する」. */
export function isName(text: string): boolean {
  const words = bare(text);
  if (/^(?:注意|留意|確認|準備|用意)すること$/u.test(words)) return true;
  return words.length <= 20 && !/[。、]|[:：]./u.test(words) && !/(?:[うくぐすつぬぶむる]|こと|か)$/u.test(words);
}

/** The part that a line begins which is a heading by its words alone, or null where its words name none. */
export function namedSection(text: string): Section | null {
  if (!isName(text) || bare(text).length > 16) return null;
  const section = sectionOf(text);
  return section === 'other' ? null : section;
}
