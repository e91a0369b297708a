import { documentWords } from './sections.ts';

const opening = '（(「『【［[〈《';
const closing = '）)」』】］]〉》';

/** Cuts a text at signs that stand in no brackets. */
function cut(text: string, at: RegExp): string[] {
  const parts = [''];
  let depth = 0;
  for (const sign of text) {
    if (opening.includes(sign)) depth += 1;
    if (closing.includes(sign)) depth = Math.max(0, depth - 1);
    if (depth === 0 && at.test(sign)) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

/** Says that there is nothing, or that it stands elsewhere. */
const noItem =
  /^(?:特に)?(?:なし|無し|不要)$|^[-－―ー]$|^(?:次|以下|下記|別紙|右記|左記)の?(?:とおり|通り|もの|書類)?$/u;

/** The items of an enumeration in one line, which ends with its sentence. */
export function enumerated(text: string): string[] {
  const cleaned = text.replace(/[。.]\s*$/u, '');
  return cut(cleaned, /[、,，／・]/u)
    .map((item) => item.trim())
    .filter((item) => item !== '' && !noItem.test(item));
}

const inline = new RegExp(`^(?:${documentWords.source})[^:：]{0,6}[:：]\\s*(.+)$`);

/** The papers of a line like 「持ち物：…」 in the middle of other text; null where the line is none. */
export function papersAfterColon(text: string): string[] | null {
  const found = inline.exec(text)?.[1];
  return found === undefined ? null : enumerated(found);
}

const brought = /^(.+?)(?:を|が)(?:(?:ご|お)?(?:持参|持ち|用意|提示|提出|添付|準備)|必要)[^、。]*[。]?$/u;
/** When something is to be brought, not what. */
const occasion = /(?:は|際|際に|場合|場合に|とき|ときに|時に|には)$/u;

/**
 * The papers of a sentence that says what to bring: 「届出の際は、AとC、D及びEを持参していただく。」 Null where it is no such sentence, or where
 * one of its parts is not plainly the name of a thing.
 */
export function papersOfSentence(text: string): string[] | null {
  const list = brought.exec(text)?.[1];
  if (list === undefined || /。/u.test(list)) return null;
  const parts = cut(list.replace(/(?:並びに|ならびに|及び|および)/gu, '、'), /[、,，]/u).map((part) => part.trim());
  const items = parts.filter((part) => part !== '' && !occasion.test(part) && !noItem.test(part));
  return items.length > 0 && items.every(isThing) ? items : null;
}

/** Ends as nouns do: with a Chinese sign, katakana, a bracket, or one of the few words for papers that end otherwise. */
const isThing = (text: string): boolean =>
  /(?:[\p{Script=Han}\p{Script=Katakana}ー）)」』]|もの|写し|うつし|控え|見開き|はがき|など|[0-9０-９A-Za-z])$/u.test(
    text,
  );
