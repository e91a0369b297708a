import type { ReactNode } from 'react';
import { type StaffIdentity, StaffPage, Tabs } from '#ui';
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
  return <Tabs label="見る流れ" tabs={[...tabs, things]} current={current} />;
}

/** The steps in words: the same as the drawing, for reading aloud and for those who do not see it. */
export function StepList({ steps, current }: { steps: readonly ListedStep[]; current?: string }) {
  return (
    <ol className="flow-list">
      {steps.map(({ id, who, text, ways, things }) => (
        <li key={id} id={`step-${id}`} className={id === current ? 'here' : undefined}>
          <span className="who">{who}</span> {text}
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
    <p>
      <a href={href}>{children}</a>
    </p>
  );
}
