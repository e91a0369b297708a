import { stat } from 'node:fs/promises';
import { runApart } from '#platform/apart';
import { UserError } from '#platform/errors';
import { mostBytes, type Refusal } from './kind.ts';
import type { Reading } from './read.ts';
import { draftOf, type ManualDraft } from './structure.ts';

/** More than any manual takes to read. */
const limits = { milliseconds: 60_000, megabytes: 700 };

const sentences: Readonly<Record<Refusal, string>> = {
  empty: 'ファイルの中身がありません。もう一度保存し直してから、選んでください。',
  tooLarge: 'ファイルが大きすぎます(50MBまで)。写真を小さくするか、いくつかに分けてください。',
  old: '古い形のファイルか、パスワードのついたファイルです。パスワードを外し、Word文書(.docx)かExcelブック(.xlsx)で保存し直してください。',
  unknown: '読めるのは、Word(.docx)、Excel(.xlsx)、PDFです。そのどれかで保存し直してください。',
  bomb: 'ひらくと大きくなりすぎるファイルなので、読みませんでした。もとのファイルから保存し直してください。',
  broken: 'ファイルがこわれていて読めません。WordやExcelで開けるか確かめ、保存し直してください。',
  tooLong: '読むのに時間がかかりすぎたので、やめました。いくつかに分けてください。',
};

/**
 * Reads a manual (Word, Excel, PDF) into a draft: title, steps, papers and notes, each with the passage that says so. The file
 * is read by another process with little time and memory, which is ended when it takes more. Throws a UserError with a sentence.
 */
export async function importManual(path: string): Promise<ManualDraft> {
  const { size } = await stat(path).catch(() => {
    throw new UserError('manual.missing', 'ファイルを開けません。場所と名前を確かめてください。', 404);
  });
  if (size > mostBytes) throw refusal('tooLarge');
  const outcome = await runApart('manual/import/child', path, limits);
  if ('failed' in outcome) throw refusal(outcome.failed);
  const reading = outcome.answer as Reading;
  if ('refused' in reading) throw refusal(reading.refused);
  return draftOf(reading.blocks);
}

const refusal = (why: Refusal): UserError => new UserError(`manual.${why}`, sentences[why], 422);
