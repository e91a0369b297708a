import type { Verification } from '#platform/audit';

/** What a check of the audit trail found, for the person at the machine. */
export function verificationSentence(found: Verification): string {
  switch (found.state) {
    case 'ok':
      return `操作記録は、つながっています(${found.rows}行)。`;
    case 'broken':
      return `操作記録が書き換えられています(${found.stream}番の列の${found.seq}行目)。情報セキュリティの担当に知らせてください。`;
    case 'truncated':
      return `操作記録の終わりが消えています(${found.stream}番の列の${found.seq}行目から)。情報セキュリティの担当に知らせてください。`;
    case 'headMismatch':
      return `操作記録が、公開した記録と違います(${found.stream}番の列の${found.seq}行目)。情報セキュリティの担当に知らせてください。`;
    case 'forgedHeads':
      return '公開した記録のファイルは、この市のものではありません。情報セキュリティの担当に知らせてください。';
  }
}
