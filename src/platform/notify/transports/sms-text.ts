/** Signs that are one and the same in every table of GSM 03.38; anything else is sent as UCS-2. */
const plain = /^[\w \r\n!"#%&'()*+,\-./:;<=>?@$]*$/;
const ucs2 = 8;

/** How a text goes over the air. */
export interface SmsText {
  /** `data_coding` of SMPP: 0 for the provider's usual table, 8 for UCS-2. */
  readonly coding: 0 | 8;
  /** The text in pieces that each fit one message of 140 bytes, a header of 6 bytes included where there are several. */
  readonly parts: readonly string[];
}

/** Cuts a text for SMS: 160 or 70 signs, or pieces of 153 or 67. No sign is cut in two. */
export function smsText(text: string): SmsText {
  const isPlain = plain.test(text);
  const [alone, inPieces] = isPlain ? [160, 153] : [70, 67];
  if (text.length <= alone) return { coding: isPlain ? 0 : ucs2, parts: [text] };
  const parts: string[] = [];
  for (const sign of text) {
    const last = parts.at(-1);
    if (last === undefined || last.length + sign.length > inPieces) parts.push(sign);
    else parts[parts.length - 1] = last + sign;
  }
  return { coding: isPlain ? 0 : ucs2, parts };
}
