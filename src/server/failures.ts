import { sqlState } from '#platform/database';
import { OperatorError } from '#platform/errors';

/** SQLSTATE: disk full; server going down, or starting (57P01 to 57P03). */
const diskFull = '53100';
const serverAway = /^57P0[123]$/;
const connectionLost = /^Connection terminated/;

const noSpace = 'ディスクに空きがありません。不要なファイルを消して空きを1GB以上つくり、もう一度起動してください。';
const databaseStopped =
  'データベースが途中で止まりました。ディスクの空きを確かめて、もう一度起動してください。続くときは、データのフォルダーのdatabase/server.logに理由があります。';

/** The error for the operator, where a start failed in a way that they can put right; any other error as it is. */
export function explained(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const state = sqlState(error) ?? '';
  if (state === diskFull || code === 'ENOSPC') return new OperatorError(noSpace, { cause: error });
  if (serverAway.test(state) || connectionLost.test(message ?? '')) {
    return new OperatorError(databaseStopped, { cause: error });
  }
  return error;
}

/** Why the port cannot be listened on. */
export function portFailure(port: number, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new OperatorError(
      `ポート${port}は、ほかのプログラムが使っています。そのプログラムを止めるか、PORT=${port + 1} のように別の番号を指定して、もう一度起動してください。`,
      { cause: error },
    );
  }
  if (code === 'EACCES') {
    return new OperatorError(
      `ポート${port}を使う権限がありません。PORT=8080 のように1024以上の番号を指定して、もう一度起動してください。`,
      { cause: error },
    );
  }
  return error;
}
