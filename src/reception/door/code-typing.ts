/** The signs of a reference code in the order of the buttons: letters, then digits; none that can be mistaken. */
export const codeSigns: readonly string[] = [...'ABCDEFGHJKMNPQRSTUVWXYZ23456789'];

const signsOfACode = 9;

/** What stands in the field after a button was pressed: signs are grouped by three, and no more than nine are taken. */
export function pressSign(code: string, press: string): string {
  const signs = [...code.toUpperCase()].filter((sign) => codeSigns.includes(sign));
  const typed = press === 'erase' ? signs.slice(0, -1) : [...signs, press].slice(0, signsOfACode);
  return typed.map((sign, index) => (index > 0 && index % 3 === 0 ? `-${sign}` : sign)).join('');
}
