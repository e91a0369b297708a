const PART = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Words that FEEL reads as something else than a name. */
const RESERVED = new Set(
  'and or not true false null if then else for in return some every satisfies between instance of function external'.split(
    ' ',
  ),
);

/** Whether a fact's id can be written in FEEL as it is: words of letters, digits and _, joined by dots. */
export function isFeelName(name: string): boolean {
  return name.split('.').every((part) => PART.test(part) && !RESERVED.has(part));
}
