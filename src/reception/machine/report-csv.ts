import type { StoredMessage } from './inbox-store.ts';
import { messageText } from './pages/report.tsx';
import { type Finding, findingKinds } from './reconcile.ts';

/** A cell of CSV. A text that a spreadsheet would take for a formula is led by an apostrophe. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The report of a day as CSV with the mark by which Excel knows UTF-8. */
export function reportCsv(
  findings: readonly Finding[],
  open: readonly StoredMessage[],
  aside: readonly StoredMessage[],
): string {
  const rows = [
    ['種類', '番号・知らせ', '内容'],
    ...findings.map(({ kind, ticket, detail }) => [findingKinds[kind], ticket, detail]),
    ...open.map((message) => [
      '反映していない知らせ',
      messageText(message),
      `${message.error ?? ''} ${message.origin}`,
    ]),
    ...aside.map((message) => ['外した知らせ', messageText(message), message.decidedWhy ?? '']),
  ];
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}
