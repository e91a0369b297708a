import { resolve } from 'node:path';
import { backupsFolder, drillBackup, type Manifest, makeBackup, newestBackup, restoreBackup } from '#platform/backup';
import { isPrepared, isSharedWithOthers, migrate } from '#platform/database';
import { OperatorError } from '#platform/errors';
import type { Foundation } from '#server';
import { type Command, readArguments, say, wrongUse } from './command.ts';
import { withData } from './data.ts';
import { verificationSentence } from './verification.ts';

const time = new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', dateStyle: 'long', timeStyle: 'short' });

function contentSentence({ tables, createdAt }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${time.format(new Date(createdAt))}の内容、${tables.length}表、${rows}行`;
}

const partsOf = (foundation: Foundation) => ({ ...foundation, dataFolder: foundation.config.dataFolder });

async function refuseWithoutData({ database }: Foundation): Promise<void> {
  if (!(await isPrepared(database))) {
    throw new OperatorError('まだデータがありません。npm startで一度開いてから、もう一度実行してください。');
  }
}

const backupUsage = 'backup ファイルかフォルダー | backup --drill [ファイル]';

export const backupCommand: Command = {
  usage: backupUsage,
  purpose:
    'データベースの全部を、封をした1つのファイルに書きます。動かしたままでできます。鍵(keysフォルダー)は入りません。--drill は、別の場所に戻してみて確かめます。',
  async run(args, context) {
    const { values, positionals } = readArguments(args, backupUsage, { drill: { type: 'boolean' } }, 1);
    const [target] = positionals;
    if (values.drill) return withData(context, (foundation) => drill(foundation, target));
    if (target === undefined) throw wrongUse(backupUsage);
    return withData(context, async (foundation) => {
      await refuseWithoutData(foundation);
      const { path, manifest, bytes } = await makeBackup(partsOf(foundation), resolve(context.folder, target));
      say(`${path} に書きました(${contentSentence(manifest)}、${Math.ceil(bytes / 1024)} KB)。`);
      say('戻すには鍵も要ります。keysフォルダーと親鍵の控えを、これとは別の安全な場所に置いてください。');
      return 0;
    });
  },
};

/** The drill with the given file, or with the newest backup of the nights. */
async function drill(foundation: Foundation, target: string | undefined): Promise<number> {
  const folder = backupsFolder(foundation.config.dataFolder);
  const file = target ?? (await newestBackup(folder));
  if (file === undefined) {
    throw new OperatorError(`${folder} にバックアップがありません。bin/hitomado backup ${folder} で作ってください。`);
  }
  const { migrations } = await import('#server');
  const { manifest, verification, seconds } = await drillBackup({ ...foundation, migrations }, file);
  say(`${file} を別の場所に戻せました(${contentSentence(manifest)}、${seconds.toFixed(1)}秒)。`);
  say('どの表も、行の数と中身がバックアップと同じです。');
  say(verificationSentence(verification));
  return verification.state === 'ok' ? 0 : 1;
}

const restoreUsage = 'restore ファイル [--replace]';

export const restoreCommand: Command = {
  usage: restoreUsage,
  purpose: 'バックアップから戻します。先に、ひとまどを止めてください。--replace は、いまの内容を捨てて置き換えます。',
  async run(args, context) {
    const { values, positionals } = readArguments(args, restoreUsage, { replace: { type: 'boolean' } }, 1);
    const [file] = positionals;
    if (file === undefined) throw wrongUse(restoreUsage);
    return withData(context, async (foundation) => {
      if (await isSharedWithOthers(foundation.database)) {
        throw new OperatorError(
          'データベースを使っているプログラムがあります。ひとまどを全部止めてから、もう一度実行してください。何も変えていません。',
        );
      }
      const { migrations, closeAfterRestore, stoppedAccounts } = await import('#server');
      await migrate(foundation.database, migrations);
      const stopped = await stoppedAccounts(foundation.database.kysely);
      const options = { replace: values.replace };
      const restored = await restoreBackup(partsOf(foundation), resolve(context.folder, file), options);
      say(`戻しました(${contentSentence(restored.manifest)})。`);
      if (restored.deletedAgain > 0) {
        say(`バックアップのあとに消した受付${restored.deletedAgain}件を、もう一度消しました。`);
      }
      await closeAfterRestore(foundation, stopped);
      say('職員はもう一度サインインしてください。発券機・表示盤・タブレットは、もう一度登録してください。');
      say('バックアップのあとに止めたアカウントがあれば、止まっているかを「職員」の画面で確かめてください。');
      say(verificationSentence(restored.verification));
      return restored.verification.state === 'ok' ? 0 : 1;
    });
  },
};
