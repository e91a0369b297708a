import type { ReactNode } from 'react';
import type { RecordKind } from '#inventory';
import { Badge, type BadgeState, DataTable, type StaffIdentity, StaffPage, Tag } from '#ui';
import { type ChangeSetState, stateNames } from '../change-set.ts';
import { type Difference, textDifference } from '../differences.ts';
import type { StudioFinding } from '../findings.ts';
import { kindWords } from '../words.ts';

/** A page of the inventory. */
export function InventoryPage(props: {
  title: string;
  staff: StaffIdentity;
  hasErrors?: boolean;
  scripts?: readonly string[];
  children: ReactNode;
}) {
  const { title, staff, hasErrors, scripts } = props;
  return (
    <StaffPage title={title} language="ja" staff={staff} nav="inventory" hasErrors={hasErrors} scripts={scripts}>
      <div className="studio">{props.children}</div>
    </StaffPage>
  );
}

/** The address of a record, in a change set or as published. */
export function recordPath(kind: RecordKind, id: string, set?: string): string {
  const query = new URLSearchParams({ kind, id, ...(set === undefined ? {} : { set }) });
  return `/inventory/record?${query.toString().replaceAll('+', '%20')}`;
}

/** Where a comment stands on the page of its change set. */
export const remarkAnchor = (remark: string): string => `remark-${remark}`;

export const returnPath = (id: string): string => `/inventory/returns/${id}`;

export const setPath = (id: string): string => `/inventory/sets/${id}`;

/** The way back: 台帳 / … */
export function Way({ steps }: { steps: readonly { href: string; label: string }[] }) {
  return (
    <nav className="way" aria-label="ここまでの道">
      <a href="/inventory">台帳</a>
      {steps.map(({ href, label }) => (
        <span key={href}>
          {' / '}
          <a href={href}>{label}</a>
        </span>
      ))}
    </nav>
  );
}

const badges: Readonly<Record<ChangeSetState, BadgeState>> = {
  draft: 'planned',
  review: 'look',
  approved: 'confirmed',
  scheduled: 'planned',
  published: 'done',
  withdrawn: 'planned',
};

/** Where a change set stands. */
export function StateBadge({ state }: { state: ChangeSetState }) {
  return (
    <Badge state={badges[state]} language="ja">
      {stateNames[state]}
    </Badge>
  );
}

/** A kind of record, in a word. */
export function KindTag({ kind }: { kind: RecordKind }) {
  return <Tag tone="plain">{kindWords[kind].name}</Tag>;
}

/** What changed inside a text. Screen readers are told as well as eyes. */
export function MarkedText({ before, after }: { before: string; after: string }) {
  return (
    <span className="marked-text">
      {textDifference(before, after).map(({ kind, text }, index) => {
        const key = `${index} ${text}`;
        if (kind === 'del')
          return (
            <del key={key}>
              <span className="sr">前: </span>
              {text}
            </del>
          );
        if (kind === 'ins')
          return (
            <ins key={key}>
              <span className="sr">後: </span>
              {text}
            </ins>
          );
        return <span key={key}>{text}</span>;
      })}
    </span>
  );
}

/** A text as it will be, with what is new in it. */
export function NewText({ before, after }: { before: string; after: string }) {
  return (
    <span className="marked-text">
      {textDifference(before, after).map(({ kind, text }, index) => {
        const key = `${index} ${text}`;
        if (kind === 'del') return null;
        return kind === 'ins' ? <ins key={key}>{text}</ins> : <span key={key}>{text}</span>;
      })}
    </span>
  );
}

/** What differs, field by field. `remarked`: the comments to go to, by the place of the line. */
export function Differences({
  differences,
  caption,
  remarked,
}: {
  differences: readonly Difference[];
  caption: string;
  remarked?: ReadonlyMap<string, string>;
}) {
  return (
    <DataTable
      caption={caption}
      columns={[
        { key: 'field', label: '項目' },
        { key: 'change', label: '変わったところ' },
      ]}
      rows={differences.map(({ place, label, before, after }, index) => ({
        key: `${index} ${label}`,
        cells: [
          remarked?.has(place) ? (
            <span key="label">
              {label}
              <br />
              <a href={`#${remarkAnchor(remarked.get(place) ?? '')}`}>
                コメントあり<span className="sr">{`(${label})`}</span>
              </a>
            </span>
          ) : (
            label
          ),
          <MarkedText key="text" before={before ?? ''} after={after ?? ''} />,
        ],
      }))}
      empty="変わったところはありません。"
    />
  );
}

const levelNames = { error: '直さないと公開できません', warning: '確かめてください', information: 'お知らせ' } as const;
const levelBadges = { error: 'caution', warning: 'look', information: 'planned' } as const;

/** What the checks found. */
export function Findings({
  findings,
  caption,
  empty,
  set,
}: {
  findings: readonly StudioFinding[];
  caption: string;
  empty: string;
  set?: string;
}) {
  return (
    <DataTable
      caption={caption}
      columns={[
        { key: 'record', label: '記録' },
        { key: 'level', label: '重さ' },
        { key: 'message', label: '見つかったこと' },
      ]}
      rows={findings.map(({ record, level, message, field, example, code }, index) => ({
        key: `${index} ${code}`,
        cells: [
          record ? (
            <a key="record" href={recordPath(record.kind, record.id, set)}>
              {`${kindWords[record.kind].name} ${record.title ?? record.id}`}
            </a>
          ) : (
            '全体'
          ),
          <Badge key="level" state={levelBadges[level]} language="ja">
            {levelNames[level]}
          </Badge>,
          <span key="message">
            {field && <b>{`${field}: `}</b>}
            {message}
            {example && <small className="mut">{` 例: ${example}方`}</small>}
          </span>,
        ],
      }))}
      empty={empty}
    />
  );
}
