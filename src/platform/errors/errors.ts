import type { LocalText } from '#platform/i18n';

/** What the person reads: one Japanese text, or the same sentence in several languages. */
export type Sentence = string | LocalText;

/**
 * A mistake or a state that the person before the screen can do something about.
 * `code` names it for programs (`booking.full`), `sentence` says what happened and what to do,
 * `status` is the HTTP status it is answered with.
 */
export class UserError extends Error {
  readonly code: string;
  readonly sentence: Sentence;
  readonly status: number;

  constructor(code: string, sentence: Sentence, status = 400) {
    super(code);
    this.name = 'UserError';
    this.code = code;
    this.sentence = sentence;
    this.status = status;
  }
}

/**
 * Something only the person who runs the machine can put right: a full disk, a wrong setting, a missing package.
 * The message is one plain Japanese sentence with a way out; the program prints it without a stack and ends.
 */
export class OperatorError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'OperatorError';
  }
}
