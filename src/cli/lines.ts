import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/**
 * Answers each line of JSON with a line of JSON, at once and in order, until the input ends. A line that can't be read or
 * answered gives `{"error": sentence}`; the next one is answered all the same.
 */
export async function answerLines(
  input: Readable,
  output: Writable,
  answer: (question: unknown) => unknown | Promise<unknown>,
): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    output.write(`${JSON.stringify(await answerOne(line, answer))}\n`);
  }
}

async function answerOne(line: string, answer: (question: unknown) => unknown | Promise<unknown>): Promise<unknown> {
  let question: unknown;
  try {
    question = JSON.parse(line);
  } catch {
    return { error: 'JSON として読めない行です。1行に1つの JSON を書いてください。' };
  }
  try {
    return await answer(question);
  } catch (error) {
    return { error: error instanceof Error ? error.message : '答えられませんでした。' };
  }
}
