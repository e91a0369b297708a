import { OperatorError } from '#platform/errors';

const noSpace = 'ディスクに空きがありません。不要なファイルを消して空きを1GB以上つくり、もう一度起動してください。';

/** What PostgreSQL's programs write when they give up, and the sentence for the person at the machine. */
const causes: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|Disk quota exceeded/, noSpace],
  [
    /error while loading shared libraries/,
    'データベースのプログラムに足りないファイルがあります。npm ciでパッケージを入れ直してください。',
  ],
  [
    /database files are incompatible/,
    'データベースは、別の版のPostgreSQLで作られています。作ったときの版のプログラムで書き出してから、読み込んでください。',
  ],
  [
    /could not locate a valid checkpoint record|invalid checksum|is corrupted|control file contains invalid|could not read file .*: read \d+ of \d+/,
    'データベースのファイルが壊れています。バックアップから戻してください。',
  ],
  [/Read-only file system/, 'データのフォルダーに書き込めません。書き込める場所をHITOMADO_DATAに指定してください。'],
];

/** The error to show when a program of PostgreSQL ended with `output`; `log` is the file that holds all of it. */
export function serverFailure(output: string, log: string): OperatorError {
  const known = causes.find(([pattern]) => pattern.test(output));
  return new OperatorError(known ? known[1] : `データベースを起動できません。理由は ${log} にあります。`);
}

const fileInTheWay =
  'データのフォルダーの場所に、同じ名前のファイルがあります。別の場所をHITOMADO_DATAに指定してください。';

const systemSentences: Readonly<Record<string, string>> = {
  ENOSPC: noSpace,
  EDQUOT: noSpace,
  EROFS: 'データのフォルダーに書き込めません。書き込める場所をHITOMADO_DATAに指定してください。',
  EACCES: 'データのフォルダーを使う権限がありません。使える場所をHITOMADO_DATAに指定してください。',
  EPERM: 'データのフォルダーを使う権限がありません。使える場所をHITOMADO_DATAに指定してください。',
  ENOTDIR: fileInTheWay,
  EEXIST: fileInTheWay,
};

/** Runs `work`; a failure of the file system that the operator can put right becomes an OperatorError. */
export async function explainingFiles<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const sentence = systemSentences[(error as NodeJS.ErrnoException).code ?? ''];
    throw sentence ? new OperatorError(sentence, { cause: error }) : error;
  }
}
