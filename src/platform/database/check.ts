import { sql } from 'kysely';
import { OperatorError } from '#platform/errors';
import type { Database } from './database.ts';

interface Properties {
  readonly version: number;
  readonly encoding: string;
  readonly letters: boolean;
}

const oldestVersion = 150_000;

/**
 * Refuses a server on which the product would work wrongly without a word: too old, not UTF-8, or with a locale (`C`)
 * that does not know 市 as a letter, so that trigram search over Japanese finds nothing. Throws an OperatorError.
 */
export async function checkServer(database: Database): Promise<void> {
  const { rows } = await sql<Properties>`
    select current_setting('server_version_num')::int as version,
           current_setting('server_encoding') as encoding,
           '市' ~ '^[[:alpha:]]$' as letters`.execute(database.kysely);
  const [found] = rows;
  if (!found) throw new Error('the server did not describe itself');
  if (found.version < oldestVersion) {
    throw new OperatorError('PostgreSQLが古すぎます。PostgreSQL 15以上のサーバーをDATABASE_URLに指定してください。');
  }
  if (found.encoding !== 'UTF8') {
    throw new OperatorError(
      `データベースの文字コードが${found.encoding}です。ENCODING 'UTF8'で作り直したデータベースをDATABASE_URLに指定してください。`,
    );
  }
  if (!found.letters) {
    throw new OperatorError(
      "データベースのロケールでは日本語を検索できません。LOCALE 'C.UTF-8'で作り直したデータベースをDATABASE_URLに指定してください。",
    );
  }
}
