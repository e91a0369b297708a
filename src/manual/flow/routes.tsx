import { z } from 'zod';
import { decide, shownStaff } from '#identity';
import type { Inventory, Procedure, RecordEditor } from '#inventory';
import { type Application, file, notFound, page, type Staff } from '#platform/http';
import { fold } from '#platform/search';
import { bpmnOf } from './bpmn-write.ts';
import { addDrawingRoutes } from './drawing-routes.tsx';
import { type Scope, scopeNames, scopes } from './flow.ts';
import { type Layout, layoutOf } from './layout/layout.ts';
import type { TextBesideStep } from './pages/changes.tsx';
import { FlowView } from './pages/flow.tsx';
import { FlowsPage } from './pages/flows.tsx';
import { ThingsPage } from './pages/things.tsx';
import { pdfOf, pngOf, svgOf } from './picture.ts';
import { flowOf, scopesOf } from './scopes.ts';
import { passagesOf } from './things.ts';

export interface FlowNeighbours {
  inventory: () => Inventory;
  /** Takes changed steps as drafts; absent where nothing can be kept. */
  editor?: RecordEditor;
  /** The texts of the manual that stand beside the steps of a procedure. */
  textsBeside?: (procedureId: string) => Promise<readonly TextBesideStep[]>;
}

const endings = ['svg', 'png', 'pdf', 'bpmn'] as const;
type Ending = (typeof endings)[number];
const types: Readonly<Record<Ending, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  pdf: 'application/pdf',
  bpmn: 'application/xml',
};

const idParams = z.object({ id: z.string().max(64) });

/** Adds the pages on which flows are read, taken along and drawn. */
export function registerFlows(app: Application, neighbours: FlowNeighbours): void {
  const { inventory } = neighbours;
  const shown = (staff: Staff) => shownStaff(staff, inventory());
  const nameOf = ({ id, name }: Procedure) => ({ id, name: name.ja });
  const read = { action: 'flow:read', rate: 'staff' } as const;

  app.route({
    ...read,
    method: 'GET',
    url: '/manual/flows',
    schema: { query: z.object({ q: z.string().max(100).catch('') }) },
    handle: ({ query, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const wanted = fold(query.q);
      const { procedures, departments } = inventory();
      const found = procedures.filter(
        ({ name, nameKana }) => fold(name.ja).includes(wanted) || fold(nameKana).includes(wanted),
      );
      const groups = departments.map(({ id, name }) => ({
        id,
        name: name.ja,
        procedures: found
          .filter(({ department }) => department === id)
          .map((procedure) => ({ ...nameOf(procedure), scopes: scopesOf(procedure) })),
      }));
      return page(
        <FlowsPage
          staff={shown(subject)}
          query={query.q}
          departments={groups.filter((group) => group.procedures.length > 0)}
        />,
      );
    },
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/manual/flows/:id',
    schema: {
      params: idParams,
      query: z.object({
        scope: z.enum(scopes).optional().catch(undefined),
        step: z.string().max(80).optional().catch(undefined),
      }),
    },
    handle: ({ params, query, subject }) => {
      const procedure = inventory().procedureById.get(params.id);
      if (subject.kind !== 'staff' || procedure === undefined) return notFound();
      const own = scopesOf(procedure);
      const scope =
        query.scope && own.includes(query.scope) ? query.scope : own.includes('counter') ? 'counter' : 'arrival';
      return page(
        <FlowView
          staff={shown(subject)}
          procedure={{
            ...nameOf(procedure),
            department: inventory().departmentById.get(procedure.department)?.name.ja ?? '',
          }}
          scopes={own}
          scope={scope}
          layout={layoutOf(flowOf(inventory(), procedure, scope))}
          current={query.step}
          mayDraw={decide(subject, 'flow:draw', { kind: 'route' }, { now: subject.authenticatedAt }).permit}
        />,
      );
    },
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/manual/flows/:id/things',
    schema: { params: idParams },
    handle: ({ params, subject }) => {
      const procedure = inventory().procedureById.get(params.id);
      if (subject.kind !== 'staff' || procedure === undefined) return notFound();
      const flow = flowOf(inventory(), procedure, 'counter');
      return page(
        <ThingsPage
          staff={shown(subject)}
          procedure={nameOf(procedure)}
          scopes={scopesOf(procedure)}
          {...passagesOf(flow, procedure.outputs ?? [])}
        />,
      );
    },
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/manual/flows/:id/files/:file',
    schema: { params: idParams.extend({ file: z.string().max(20) }) },
    handle: async ({ params }) => {
      const [scope, ending] = params.file.split('.');
      const procedure = inventory().procedureById.get(params.id);
      const isKnown = scopes.includes(scope as Scope) && endings.includes(ending as Ending);
      if (procedure === undefined || !isKnown || !scopesOf(procedure).includes(scope as Scope)) return notFound();
      const layout = layoutOf(flowOf(inventory(), procedure, scope as Scope));
      const title = `${procedure.name.ja}の流れ(${scopeNames[scope as Scope]})`;
      return file(await fileOf(layout, ending as Ending, title), {
        type: types[ending as Ending],
        name: `${title}.${ending}`,
      });
    },
  });

  addDrawingRoutes(app, neighbours);
}

async function fileOf(layout: Layout, ending: Ending, title: string): Promise<Uint8Array> {
  if (ending === 'png') return pngOf(layout);
  if (ending === 'pdf') return pdfOf(layout, title);
  return Buffer.from(ending === 'svg' ? svgOf(layout) : await bpmnOf(layout));
}
