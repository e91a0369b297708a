/** What a part of a manual is about; `aside` where it is surely neither steps nor papers nor notes, `other` where that is not known. */
export type Section = 'steps' | 'documents' | 'notes' | 'aside' | 'other';

/** Words for papers, as they stand in the name of a list. 「本人確認書類」 is a paper itself. */
export const documentWords =
  /持ち物|持参|必要(?:な|となる|とする)?(?:もの|物|品|書類)|用意(?:する|していただく)?(?:もの|物|書類)|(?:提出|提示|添付|(?<!本人)確認|準備|申請|届出)(?:する|していただく)?書類|準備(?:する)?(?:もの|物)/;
/** What is asked for, and what it is called: 「持って来てもらう物」, 「添付を要する書面」, 「いるもの」. Only at the end of a name. */
const askedFor =
  /(?:(?:お?持ち|持って|要る|いる|ないと|無いと|そろえ|揃え|用意|準備|持参|提出|提示|添付|受領|受理|収受|回収|預か|徴す|もらう|いただく|頂く|受け取る|求める|必要)[^。、]{0,10}(?:もの|物|品|書類|書面|資料)|(?:提出|持参)(?:物|品)|(?:添付|疎明|証明|立証)資料)(?:等|など)?(?:の?(?:一覧|リスト|種類|確認|チェック))?$/u;
/** What the city hands over is no paper to bring. */
const handedOver =
  /(?:交付|渡し?す|お[渡返]し|発行|送付|保[管存]|配布|配る)[^。、]{0,6}(?:もの|物|品|書類|書面|資料)$/u;
const stepWords =
  /手順|流れ|処理|操作|作業|受付方法|やり方|方法|フロー|(?:仕|し)方$|しかた$|進め方|段取り|順序|事務取扱|やる(?:こと|べき)|すること$|行う(?:べき)?(?:こと|事務)|対応$|審査|決裁|てから$|から.{1,8}まで$/;
const noteWords =
  /注意|留意|備考|補足|ポイント|よくある|まちがい|間違[いえ]|例外|重要|ミス|メモ|落とし穴|ハマり|つまず|禁止|(?:して|やって)は(?:いけない|ならない)|ヒヤリ|気を(?:つけ|付け)|心得|トラブル|苦情|クレーム|知って(?:お[くき]|いると)|除外|イレギュラー|忘れ|困った(?:とき|ら|場合)|迷った(?:とき|ら|場合)|コツ|豆知識|Q\s*[&＆]\s*A|ＦＡＱ|FAQ|質疑|念のため|申し?送り/iu;
/** Parts that are in many manuals and say neither what to do nor what to bring. */
const asideWords =
  /^(?:目的|趣旨|(?:業務|制度|手続き?)?の?概要|はじめに|用語(?:の定義)?|対象者?|根拠(?:法令|規定|条文)?|関係?法令|お?問い?合わ?せ先?|連絡先|担当(?:者|課|部署)?|(?:改[訂定]|更新|変更)の?(?:履歴|記録)|目次|もくじ|受付時間|受付場所|開庁時間|手数料|費用|様式(?:一覧)?|参考(?:資料|文献)?|(?:標準)?処理期間|資料|別紙)$/;

/** Brackets and signs with which people draw a heading. */
const drawn = /^[【［[〈《<■◆●□◇▶►]+\s*|\s*[】\]］〉》>:：]+$/gu;

/** The words of a heading without what draws it. */
const bare = (heading: string): string => heading.replace(drawn, '').trim();

/** What the part below a heading is about. */
export function sectionOf(heading: string): Section {
  const words = bare(heading);
  if (asideWords.test(words)) return 'aside';
  if (documentWords.test(heading)) return 'documents';
  if (handedOver.test(words)) return 'aside';
  if (askedFor.test(words)) return 'documents';
  if (noteWords.test(heading)) return 'notes';
  return stepWords.test(words) ? 'steps' : 'other';
}

/** Whether words name something, as headings do, and say nothing of it: 「審査の方法」, but not 「審査する」. */
export function isName(text: string): boolean {
  const words = bare(text);
  if (
    /^(?:.{0,8}(?:注意|留意|確認|準備|用意)する|やる|する|気を(?:つけ|付け)る|(?:して|やって)はいけない)こと$/u.test(
      words,
    )
  )
    return true;
  return words.length <= 20 && !/[。、]|[:：]./u.test(words) && !/(?:[うくぐすつぬぶむる]|こと|か)$/u.test(words);
}

/** The part that a line begins which is a heading by its words alone, or null where its words name none. */
export function namedSection(text: string): Section | null {
  if (!isName(text) || bare(text).length > 16) return null;
  const section = sectionOf(text);
  return section === 'other' ? null : section;
}
