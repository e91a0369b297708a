import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import type { Inventory, Procedure } from '#inventory';
import { bpmnOf, flowOf, layoutOf, readBpmn, type Scope, scopesOf, stepsOfFlow } from '#manual';
import type { Flow } from '../../src/manual/flow/flow.ts';
import { meaningOf } from '../../src/manual/flow/meaning.ts';
import { recordOf } from '../../src/manual/flow/write-back.ts';

const editorScript = createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-modeler.production.min.js');

interface Editor {
  importXML(xml: string): Promise<{ warnings: unknown[] }>;
  saveXML(options: { format: boolean }): Promise<{ xml?: string }>;
}

interface EditorWindow {
  BpmnJS: new (options: { container: Element | null }) => Editor;
  editor: Editor;
}

/** A flow of a procedure, to be opened in the editor. */
export interface FlowOfProcedure {
  procedure: Procedure;
  scope: Scope;
}

/** What became of flows on their way through the editor. */
export interface RoundTrips {
  opened: number;
  /** What the editor warned of, with the flow. */
  warnings: string[];
  /** Flows that say something else after the editor, or whose steps do. */
  lost: string[];
}

/** All flows of all procedures in all their scopes. */
export const allFlows = ({ procedures }: Inventory): FlowOfProcedure[] =>
  procedures.flatMap((procedure) => scopesOf(procedure).map((scope) => ({ procedure, scope })));

/** Opens each flow in the editor in a real browser, saves it there, reads it, and makes steps and a drawing of it again. */
export async function throughEditor(
  page: Page,
  inventory: Inventory,
  flows: readonly FlowOfProcedure[],
): Promise<RoundTrips> {
  await page.setContent('<div id="canvas"></div>');
  await page.addScriptTag({ path: editorScript });
  await page.evaluate(() => {
    const own = window as unknown as EditorWindow;
    own.editor = new own.BpmnJS({ container: document.querySelector('#canvas') });
  });
  const trips: RoundTrips = { opened: 0, warnings: [], lost: [] };
  for (const { procedure, scope } of flows) {
    const flow = flowOf(inventory, procedure, scope);
    const saved = await page.evaluate(
      async (xml) => {
        const { editor } = window as unknown as EditorWindow;
        const { warnings } = await editor.importXML(xml);
        return { warnings: warnings.map(String), xml: (await editor.saveXML({ format: true })).xml ?? '' };
      },
      await bpmnOf(layoutOf(flow)),
    );
    trips.opened += 1;
    trips.warnings.push(...saved.warnings.map((warning) => `${flow.id}: ${warning}`));
    const { flow: back, remarks } = await readBpmn(saved.xml);
    if (remarks.length > 0 || !(await isKept(inventory, procedure, scope, flow, back))) trips.lost.push(flow.id);
  }
  return trips;
}

async function isKept(
  inventory: Inventory,
  procedure: Procedure,
  scope: Scope,
  flow: Flow,
  back: Flow,
): Promise<boolean> {
  if (!isDeepStrictEqual(meaningOf(back), meaningOf(flow))) return false;
  const record = recordOf(inventory, procedure);
  if (scope !== 'counter' || record === undefined) return true;
  const { steps, changes, problems } = stepsOfFlow(back, record, inventory);
  const again = flowOf(inventory, { ...procedure, staffSteps: steps }, scope);
  const isSame = (await bpmnOf(layoutOf(again))) === (await bpmnOf(layoutOf(flow)));
  return isSame && changes.length + problems.length === 0 && isDeepStrictEqual(steps, record.staffSteps);
}
