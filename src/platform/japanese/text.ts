import { accepted, type Checked, refused } from './checked.ts';
import { problems } from './messages.ts';
import { containsMyNumber } from './my-number.ts';
import { isLongerThan } from './width.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the signs that must not come in
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/;

const loneSurrogate = /\p{Surrogate}/u;

function checkSigns(text: string, limit: number): Checked<string> {
  if (isLongerThan(text, limit)) return refused(problems.tooLong, { limit });
  if (loneSurrogate.test(text) || controls.test(text)) return refused(problems.unreadableSign);
  return containsMyNumber(text) ? refused(problems.myNumber) : accepted(text);
}

/** A name as typed: no normalisation, so that 髙 and variation selectors stay. Only outer spaces go. `limit` in graphemes. */
export function checkName(typed: string, limit = 60): Checked<string> {
  const name = typed.trim();
  if (name === '') return refused(problems.empty);
  if (/[\r\n\t]/.test(name)) return refused(problems.unreadableSign);
  return checkSigns(name, limit);
}

/** Free text as typed, in which a My Number is refused: it must never reach the internet side. `limit` in graphemes. */
export function checkFreeText(typed: string, limit: number): Checked<string> {
  const text = typed.trim().replaceAll('\r\n', '\n');
  if (text === '') return refused(problems.empty);
  return checkSigns(text, limit);
}
