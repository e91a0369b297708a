import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { UserError } from '#platform/errors';
import { localText } from '#platform/i18n';

type Answerer = (question: unknown) => unknown | Promise<unknown>;

/**
 * Answers each line of JSON with a line of JSON, at once and in order, until the input ends. A line that can't be read or
 * answered gives `{"error": sentence}`; the next one is answered all the same.
 */
export async function answerLines(input: Readable, output: Writable, answer: Answerer): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    output.write(`${JSON.stringify(await answerOne(line, answer))}\n`);
  }
}

async function answerOne(line: string, answer: Answerer): Promise<unknown> {
  let question: unknown;
  try {
    question = JSON.parse(line);
  } catch {
    return { error: 'JSON として読めない行です。1行に1つの JSON を書いてください。' };
  }
  try {
    return await answer(question);
  } catch (error) {
    return { error: sentenceOf(error) };
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof UserError)) return '答えられませんでした。';
  return typeof error.sentence === 'string' ? error.sentence : localText(error.sentence, 'ja').text;
}
