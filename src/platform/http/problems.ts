import { UserError } from '#platform/errors';
import { type Language, localText } from '#platform/i18n';
import { BadRequest } from './bodies.ts';
import { messages } from './messages.ts';
import type { Subject } from './subject.ts';

/** What went wrong, in words for the person at the screen. The house renders it as a page. */
export interface Problem {
  readonly status: number;
  /** For programs, such as `notFound` or the code of the UserError. */
  readonly code: string;
  readonly sentence: string;
  /** The language of the sentence. */
  readonly language: Language;
  readonly path: string;
  readonly subject: Subject;
  /** Whole seconds to wait before another try. */
  readonly retryAfter?: number;
}

/** A problem without the circumstances of the request. */
export type Cause = Omit<Problem, 'path' | 'subject'>;

type Known = Exclude<keyof typeof messages.table, 'tooMany'>;

const statuses: Readonly<Record<Known, number>> = {
  wrongShape: 400,
  signInAgain: 401,
  crossSite: 403,
  notFound: 404,
  tooLarge: 413,
  failed: 500,
};

/** One of the problems that the application itself finds. */
export function problem(code: Known, language: Language): Cause {
  return { status: statuses[code], code, sentence: messages(language)(code), language };
}

/** Too many requests; `seconds` until the next one is taken. */
export function tooMany(seconds: number, language: Language): Cause {
  return {
    status: 429,
    code: 'tooMany',
    sentence: messages(language)('tooMany', { seconds }),
    language,
    retryAfter: seconds,
  };
}

/** What to say about anything that was thrown. Only a UserError speaks for itself; all else says nothing of its cause. */
export function problemOf(error: unknown, language: Language): Cause {
  if (error instanceof UserError) {
    const { text, language: written } =
      typeof error.sentence === 'string'
        ? { text: error.sentence, language: 'ja' as const }
        : localText(error.sentence, language);
    return { status: error.status, code: error.code, sentence: text, language: written };
  }
  const status = statusOf(error);
  if (status === 413 || status === 414) return { ...problem('tooLarge', language), status };
  if (status >= 400 && status < 500) return { ...problem('wrongShape', language), status };
  return problem('failed', language);
}

/** Fastify puts a status on errors about the request itself, such as a body that is no JSON. */
function statusOf(error: unknown): number {
  if (error instanceof BadRequest) return error.status;
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return 500;
}
