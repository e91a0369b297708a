import type { z } from 'zod';
import type { Remark } from './finding.ts';
import type { YamlFile } from './yaml.ts';

/** Checks a file's value against its schema. Returns the value as the schema reads it, or what is wrong with it. */
export function readShape<Schema extends z.ZodType>(
  file: string,
  { value, remarks }: Pick<YamlFile, 'value' | 'remarks'>,
  schema: Schema,
): { value: z.infer<Schema> | undefined; remarks: Remark[] } {
  if (remarks.length > 0) return { value: undefined, remarks };
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, remarks: [] };
  return {
    value: undefined,
    remarks: result.error.issues.map((issue) => ({
      level: 'error',
      code: issue.code,
      message: sentenceOf(issue),
      file,
      path: pathOf(issue),
    })),
  };
}

type Problem = z.core.$ZodIssue;

/** A key that is not known is itself the place to look at, not the record around it. */
function pathOf(issue: Problem): (string | number)[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const [unknown] = issue.code === 'unrecognized_keys' ? issue.keys : [];
  return unknown === undefined ? path : [...path, unknown];
}

const japanese = /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u;

const kinds: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true か false',
  array: '「- 」で始まる並び',
  object: '「項目: 値」の組',
  record: '「項目: 値」の組',
};

/** What a schema has to say, as a sentence in Japanese. */
export function sentenceOf(issue: Problem): string {
  if (japanese.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && issue.message.endsWith('undefined')
        ? `「${String(issue.path.at(-1) ?? '')}」が書かれていません。`
        : `ここには${kinds[issue.expected] ?? '別の形の値'}を書いてください。`;
    case 'unrecognized_keys':
      return `知らない項目です:「${issue.keys.join('」「')}」。つづりを確かめてください。`;
    case 'invalid_value':
      return `${issue.values.map(String).join('・')} のどれかを書いてください。`;
    case 'too_small':
      return `少なすぎます(${issue.minimum}以上)。`;
    case 'too_big':
      return `多すぎます(${issue.maximum}まで)。`;
    case 'invalid_format':
      return 'この書き方は使えません。';
    case 'invalid_union':
      return '書き方が違います。条件は hasMyNumberCard = true のように書いてください。';
    default:
      return 'この値は使えません。';
  }
}
