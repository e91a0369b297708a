export { accepted, type Checked, type Problem, problemSentence, refused } from './checked.ts';
export {
  checkEraDate,
  checkEraMonth,
  type Era,
  eras,
  formatEraDay,
  formatEraMonth,
  type TypedDate,
  toTypedDate,
} from './era.ts';
export { checkKana, toFullWidthKatakana } from './kana.ts';
export { problems } from './messages.ts';
export { containsMyNumber, isMyNumber } from './my-number.ts';
export { checkWholeNumber } from './number.ts';
export { checkPhone } from './phone.ts';
export { checkPostalCode, findTown, formatPostalCode, type Town } from './postal-code.ts';
export { checkFreeText, checkName } from './text.ts';
export { foldLetters, foldWidth, graphemeLength, isLongerThan } from './width.ts';
export { widthOf, wrapShort } from './wrap.ts';
