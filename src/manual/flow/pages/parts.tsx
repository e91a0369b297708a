import type { ReactNode } from 'react';
import { Banner, type BannerKind, type StaffIdentity, StaffPage, Tabs } from '#ui';
import type { DraftStep } from '../draft.ts';
import { type Scope, scopeNames } from '../flow.ts';
import type { ListedStep } from '../list.ts';

/** A page of the flows. */
export function FlowPage(props: {
  title: string;
  staff: StaffIdentity;
  children: ReactNode;
  scripts?: readonly string[];
  styles?: readonly string[];
  hasErrors?: boolean;
}) {
  return <StaffPage {...props} language="ja" nav="manual" />;
}

/** Who a procedure is for and where it is in the manual, with the ways of looking at it. */
export function ScopeTabs({
  id,
  scopes,
  current,
}: {
  id: string;
  scopes: readonly Scope[];
  current: Scope | 'things';
}) {
  const tabs = scopes.map((scope) => ({
    id: scope as string,
    label: scopeNames[scope],
    href: `/manual/flows/${id}?scope=${scope}`,
  }));
  const things = { id: 'things', label: 'モノとデータ', href: `/manual/flows/${id}/things` };
  return (
    <div className="no-print">
      <Tabs label="見る流れ" tabs={[...tabs, things]} current={current} />
    </div>
  );
}

/** The steps in words: the same as the drawing, for reading aloud and for those who do not see it. */
export function StepList({ steps, current }: { steps: readonly ListedStep[]; current?: string }) {
  return (
    <ol className="flow-list">
      {steps.map(({ id, who, text, ways, things }) => (
        <li key={id} id={`step-${id}`} className={id === current ? 'here' : undefined}>
          <span className="flow-who">{who}</span> {text}
          {ways.length + things.length > 0 && (
            <ul>
              {[...ways, ...things].map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The way back up. */
export function Back({ href, children }: { href: string; children: ReactNode }) {
  return (
    <p className="no-print">
      <a href={href}>{children}</a>
    </p>
  );
}

/** What a form sends along, so that nothing is lost on the way: the steps as they were at the beginning, and as they are wanted. */
export function Kept({
  base,
  steps,
  more = {},
}: {
  base: readonly DraftStep[];
  steps?: readonly DraftStep[];
  more?: Readonly<Record<string, string | undefined>>;
}) {
  const fields = { base: JSON.stringify(base), steps: steps && JSON.stringify(steps), ...more };
  return Object.entries(fields).map(
    ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
  );
}

/** A notice with a line for each thing; nothing where there is none. */
export function Lines({ kind, title, lines }: { kind: BannerKind; title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Banner kind={kind} title={title}>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Banner>
  );
}
