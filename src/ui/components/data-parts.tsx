import type { ReactNode } from 'react';
import { stripReadings } from '#platform/i18n';
import { rich } from './text.tsx';

export interface Column {
  key: string;
  label: ReactNode;
  /** Numbers stand right, in digits of one width. */
  numeric?: boolean;
}

export interface Row {
  key: string;
  /** One cell for each column; the first identifies the row. */
  cells: readonly ReactNode[];
  /** Differs from what was expected: 「見る」. */
  marked?: boolean;
}

export interface DataTableProps {
  /** What the table shows; read out, and shown with `captionShown`. */
  caption: string;
  captionShown?: boolean;
  columns: readonly Column[];
  rows: readonly Row[];
  /** Said in place of rows when there are none. */
  empty: ReactNode;
}

/** A table that becomes a stack of cards on phones. */
export function DataTable({ caption, captionShown, columns, rows, empty }: DataTableProps) {
  if (rows.length === 0) return <p className="card tint empty">{rich(empty)}</p>;
  const cell = (content: ReactNode, index: number) => {
    const column = columns[index];
    const label = typeof column?.label === 'string' ? stripReadings(column.label) : undefined;
    const className = column?.numeric ? 'r' : undefined;
    return index === 0 ? (
      <th key={column?.key} scope="row" className={className}>
        {rich(content)}
      </th>
    ) : (
      <td key={column?.key} className={className} data-label={label}>
        {rich(content)}
      </td>
    );
  };
  return (
    <table className="tbl">
      <caption className={captionShown ? undefined : 'sr'}>{rich(caption)}</caption>
      <thead>
        <tr>
          {columns.map(({ key, label, numeric }) => (
            <th key={key} scope="col" className={numeric ? 'r' : undefined}>
              {rich(label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className={row.marked ? 'marked' : undefined}>
            {row.cells.map(cell)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface KeyValueRow {
  key: string;
  label: ReactNode;
  value: ReactNode;
  /** 「直す」. */
  action?: ReactNode;
}

/** Names and values, as on a page that is checked before sending. */
export function KeyValue({
  rows,
  tight,
  layout = 'rows',
}: {
  rows: readonly KeyValueRow[];
  tight?: boolean;
  /** `figures`: a few numbers beside each other, to be taken in at a glance. */
  layout?: 'rows' | 'figures';
}) {
  return (
    <dl className={layout === 'figures' ? 'kv figures' : tight ? 'kv tight' : 'kv'}>
      {rows.map(({ key, label, value, action }) => (
        <div key={key}>
          <dt>{rich(label)}</dt>
          <dd>{rich(value)}</dd>
          {action && <dd className="act">{action}</dd>}
        </div>
      ))}
    </dl>
  );
}

export interface Tab {
  id: string;
  label: ReactNode;
  /** 「手続き 5」. */
  count?: number;
  href: string;
}

/** Up to five views of one thing; each is an address of its own, so they work without a script and with back. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav className="tabs" aria-label={stripReadings(label)}>
      {tabs.map((tab) => (
        <a key={tab.id} href={tab.href} aria-current={tab.id === current ? 'page' : undefined}>
          {rich(tab.label)}
          {tab.count !== undefined && ` ${tab.count}`}
        </a>
      ))}
    </nav>
  );
}

/** A box around what belongs together. `key` has a strong border: what comes next. `tint` is calm. */
export function Card({ children, kind }: { children: ReactNode; kind?: 'key' | 'tint' }) {
  return <section className={kind ? `card ${kind}` : 'card'}>{children}</section>;
}

/** Things below each other with even space: `small` 8, normal 16, `large` 32 px. */
export function Stack({ children, gap }: { children: ReactNode; gap?: 'small' | 'large' }) {
  return <div className={gap === undefined ? 'stack' : `stack-${gap === 'small' ? 's' : 'l'}`}>{children}</div>;
}

/** Things beside each other, broken into lines where they do not fit. */
export function Inline({ children, spread }: { children: ReactNode; spread?: boolean }) {
  return <div className={spread ? 'row wrap between' : 'row wrap'}>{children}</div>;
}

/** The result page: the main column, and beside it (below it on phones) what to bring and what comes next. */
export function Columns({
  children,
  aside,
  asideLabel,
}: {
  children: ReactNode;
  aside: ReactNode;
  asideLabel: string;
}) {
  return (
    <div className="columns">
      <div>{children}</div>
      <aside aria-label={stripReadings(asideLabel)}>{aside}</aside>
    </div>
  );
}

/** Actions that stay in reach at the lower edge of a phone. */
export function ActionBar({ children, label }: { children: ReactNode; label: string }) {
  return (
    <nav className="bar-bottom" aria-label={stripReadings(label)}>
      {children}
    </nav>
  );
}
