/** The code of a message that was not begun, because an earlier one to its address came back for good. */
export const deadAddress = 'dead address';

/**
 * Whether a failure says that there is no such mailbox (RFC 3463, 5.1.x, or a refusal without a closer word), and not that it
 * is full or takes us for advertising.
 */
export function saysDead(code: string | null | undefined): code is string {
  return /^(bounce|smtp 55[013])( 5\.1\.\d{1,3})?$/.test(code ?? '');
}
