import { Button, Inline, Stack, type StaffIdentity } from '#ui';
import { FlowDrawing } from '../drawing.tsx';
import { type Scope, scopeNames } from '../flow.ts';
import type { Layout } from '../layout/layout.ts';
import { listOf } from '../list.ts';
import { Back, FlowPage, ScopeTabs, StepList } from './parts.tsx';

export interface FlowViewProps {
  staff: StaffIdentity;
  procedure: { id: string; name: string; department: string };
  scopes: readonly Scope[];
  scope: Scope;
  layout: Layout;
  /** The step somebody is at. */
  current?: string;
  mayDraw: boolean;
}

/** One flow: the drawing, the same as a list, and its files. */
export function FlowView({ staff, procedure, scopes, scope, layout, current, mayDraw }: FlowViewProps) {
  const file = (ending: string): string => `/manual/flows/${procedure.id}/files/${scope}.${ending}`;
  const title = `${procedure.name}の流れ`;
  return (
    <FlowPage title={`${title}(${scopeNames[scope]})`} staff={staff}>
      <Stack gap="large">
        <Stack gap="small">
          <Back href="/manual/flows">業務の流れの一覧</Back>
          <Inline spread>
            <h1>{title}</h1>
            {scope === 'counter' && mayDraw && (
              <div className="row wrap no-print">
                <Button kind="outline" icon="list" href={`/manual/flows/${procedure.id}/steps`}>
                  手順の一覧で直す
                </Button>
                <Button kind="outline" icon="pen" href={`/manual/flows/${procedure.id}/edit`}>
                  図で直す
                </Button>
              </div>
            )}
          </Inline>
          <p className="mut">{`${procedure.department}・${scopeNames[scope]}`}</p>
        </Stack>
        <ScopeTabs id={procedure.id} scopes={scopes} current={scope} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section className="flow-sheet" tabIndex={0} aria-label="流れの図">
          <FlowDrawing layout={layout} current={current} />
        </section>
        <Stack>
          <h2>手順の一覧</h2>
          <StepList steps={listOf(layout.flow)} current={current} />
        </Stack>
        <div className="no-print">
          <Stack gap="small">
            <h2>ファイルで持ち出す</h2>
            <ul>
              <li>
                <a href={file('pdf')}>PDF</a>(A4に印刷する)
              </li>
              <li>
                <a href={file('png')}>PNG</a>(WordやPowerPointに貼る)
              </li>
              <li>
                <a href={file('svg')}>SVG</a>(大きくしても粗くならない)
              </li>
              <li>
                <a href={file('bpmn')}>BPMN</a>(ほかの作図の道具で開く)
              </li>
            </ul>
          </Stack>
        </div>
      </Stack>
    </FlowPage>
  );
}
