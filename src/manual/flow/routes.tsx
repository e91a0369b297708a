import { z } from 'zod';
import { decide, shownStaff } from '#identity';
import type { Inventory, Procedure, RecordEditor } from '#inventory';
import { UserError } from '#platform/errors';
import { type Application, file, notFound, page, redirect, type Staff, UploadedFile } from '#platform/http';
import { fold } from '#platform/search';
import { readBpmn } from './bpmn-read.ts';
import { bpmnOf } from './bpmn-write.ts';
import { type Scope, scopeNames, scopes } from './flow.ts';
import { type Layout, layoutOf } from './layout/layout.ts';
import { ChangesPage, EditPage } from './pages/edit.tsx';
import { FlowView } from './pages/flow.tsx';
import { FlowsPage } from './pages/flows.tsx';
import { ThingsPage } from './pages/things.tsx';
import { pdfOf, pngOf, svgOf } from './picture.ts';
import { flowOf, scopesOf } from './scopes.ts';
import { passagesOf } from './things.ts';
import { recordOf, stepsOfFlow, withSteps } from './write-back.ts';

export interface FlowNeighbours {
  inventory: () => Inventory;
  /** Takes changed steps as drafts; absent where nothing can be kept. */
  editor?: RecordEditor;
}

const mostBytes = 2 * 1024 * 1024;
/** Every sign of a form may become nine. */
const formBytes = 10 * mostBytes;
const endings = ['svg', 'png', 'pdf', 'bpmn'] as const;
type Ending = (typeof endings)[number];
const types: Readonly<Record<Ending, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  pdf: 'application/pdf',
  bpmn: 'application/xml',
};

const idParams = z.object({ id: z.string().max(64) });
const drawn = z.object({ xml: z.string().max(mostBytes) });

/** Adds the pages on which flows are read, taken along and drawn. */
export function registerFlows(app: Application, { inventory, editor }: FlowNeighbours): void {
  const shown = (staff: Staff) => shownStaff(staff, inventory());
  const nameOf = ({ id, name }: Procedure) => ({ id, name: name.ja });
  const read = { action: 'flow:read', rate: 'staff' } as const;
  const draw = { action: 'flow:draw', rate: 'staff' } as const;

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
          mayDraw={decide(subject, draw.action, { kind: 'route' }, { now: subject.authenticatedAt }).permit}
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

  app.route({
    ...draw,
    method: 'GET',
    url: '/manual/flows/:id/edit',
    csp: 'editor',
    schema: { params: idParams },
    handle: ({ params, subject }) => {
      const procedure = inventory().procedureById.get(params.id);
      if (subject.kind !== 'staff' || procedure === undefined) return notFound();
      return page(<EditPage staff={shown(subject)} procedure={nameOf(procedure)} />);
    },
  });

  /** What a drawing changes; a drawing that cannot be read comes back with what to do. */
  async function review(staff: Staff, procedure: Procedure, xml: string, reasonProblem?: string) {
    const record = recordOf(inventory(), procedure);
    if (record === undefined) return notFound();
    try {
      const { flow, remarks } = await readBpmn(xml);
      const { changes, problems } = stepsOfFlow(flow, record, inventory());
      return page(
        <ChangesPage
          staff={shown(staff)}
          procedure={nameOf(procedure)}
          changes={changes}
          problems={problems}
          remarks={remarks}
          xml={xml}
          canKeep={editor !== undefined}
          reasonProblem={reasonProblem}
        />,
        { status: problems.length > 0 || reasonProblem !== undefined ? 422 : 200 },
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return refused(staff, procedure, String(error.sentence));
    }
  }

  const refused = (staff: Staff, procedure: Procedure, problem: string) =>
    page(<EditPage staff={shown(staff)} procedure={nameOf(procedure)} problem={problem} />, { status: 422 });

  app.route({
    ...draw,
    method: 'POST',
    url: '/manual/flows/:id/changes',
    csp: 'editor',
    upload: mostBytes,
    schema: { params: idParams, body: z.object({ drawing: z.instanceof(UploadedFile).optional().catch(undefined) }) },
    handle: ({ params, body, subject }) => {
      const procedure = inventory().procedureById.get(params.id);
      if (subject.kind !== 'staff' || procedure === undefined) return notFound();
      const bytes = body.drawing?.bytes;
      if (bytes === null) return refused(subject, procedure, 'ファイルが大きすぎます(2MBまで)。図を分けてください。');
      if (bytes === undefined || bytes.length === 0)
        return refused(subject, procedure, '図がありません。図をかくか、ファイルを選んでください。');
      return review(subject, procedure, Buffer.from(bytes).toString('utf8'));
    },
  });

  app.route({
    ...draw,
    method: 'POST',
    url: '/manual/flows/:id/again',
    csp: 'editor',
    bodyLimit: formBytes,
    schema: { params: idParams, body: drawn },
    handle: ({ params, body, subject }) => {
      const procedure = inventory().procedureById.get(params.id);
      if (subject.kind !== 'staff' || procedure === undefined) return notFound();
      return page(<EditPage staff={shown(subject)} procedure={nameOf(procedure)} kept={body.xml} />);
    },
  });

  app.route({
    ...draw,
    method: 'POST',
    url: '/manual/flows/:id/proposal',
    csp: 'editor',
    bodyLimit: formBytes,
    schema: { params: idParams, body: drawn.extend({ reason: z.string().max(400).catch('') }) },
    handle: async ({ params, body, subject }) => {
      const procedure = inventory().procedureById.get(params.id);
      const record = procedure && recordOf(inventory(), procedure);
      if (subject.kind !== 'staff' || procedure === undefined || record === undefined) return notFound();
      const reason = body.reason.trim().slice(0, 200);
      if (editor === undefined) return review(subject, procedure, body.xml);
      if (reason === '')
        return review(subject, procedure, body.xml, '直すわけを書いてください(例: 法律が変わったため)。');
      let steps: ReturnType<typeof stepsOfFlow>;
      try {
        steps = stepsOfFlow((await readBpmn(body.xml)).flow, record, inventory());
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return refused(subject, procedure, String(error.sentence));
      }
      if (steps.problems.length > 0 || steps.changes.length === 0) return review(subject, procedure, body.xml);
      const { path } = await editor.propose({ value: withSteps(record, steps.steps), reason, by: subject.staffId });
      return redirect(path);
    },
  });
}

async function fileOf(layout: Layout, ending: Ending, title: string): Promise<Uint8Array> {
  if (ending === 'png') return pngOf(layout);
  if (ending === 'pdf') return pdfOf(layout, title);
  return Buffer.from(ending === 'svg' ? svgOf(layout) : await bpmnOf(layout));
}
