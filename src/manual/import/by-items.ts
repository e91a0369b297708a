import { type Block, readMarker } from './block.ts';
import { type Section, sectionOf } from './sections.ts';

type Heading = Extract<Block, { kind: 'heading' }>;

/** Ends as the names of papers and things to bring do: 「在留カード」「通帳の写し」「印鑑(実印)」. No step of a clerk ends so. */
const paper =
  /(?:書|証|証明|票|届|状|写し|控え?|印鑑?|通帳|カード|手帳|券|図|表|免許|パスポート|旅券|謄本|抄本|戸籍|写真|通知|はがき|封筒|切手|明細|鑑札|もの|物|品|一式|書類|文書|訳文|用紙|資料|番号|口座|現金|プレート)(?:等|など|類)?(?:[(（].*[)）])?。?$/u;

/** So many items at least, and such a share of them, tell what a list is. */
const fewest = 2;
const share = 0.6;

/** What a list is by its items alone: papers where most of them are called as papers are. */
function sectionByItems(items: readonly string[]): Section {
  const papers = items.filter((item) => paper.test(item));
  return papers.length >= fewest && papers.length >= share * items.length ? 'documents' : 'other';
}

/** The items of the list below a heading: lines with a number or a sign, up to the next heading or table. */
function itemsBelow(blocks: readonly Block[], index: number): string[] {
  const items: string[] = [];
  for (const block of blocks.slice(index + 1)) {
    if (block.kind !== 'line') break;
    const { marker, text } = readMarker(block.text);
    if ((block.marker ?? marker) !== null && marker !== 'note') items.push(text);
  }
  return items;
}

/**
 * The part that each heading begins: by its own words, and where these say nothing by the list below it. 「これがないと受け付けられません」
 * heads papers when papers stand below.
 */
export function sectionsOf(blocks: readonly Block[]): ReadonlyMap<Heading, Section> {
  const sections = new Map<Heading, Section>();
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== 'heading') continue;
    const named = sectionOf(readMarker(block.text).text);
    sections.set(block, named === 'other' ? sectionByItems(itemsBelow(blocks, index)) : named);
  }
  return sections;
}
