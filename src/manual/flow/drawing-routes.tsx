import type { ReactElement } from 'react';
import { z } from 'zod';
import { shownStaff } from '#identity';
import { type Choose, type Inventory, isSame, type Procedure, type ProcedureRecord, testsOf } from '#inventory';
import { UserError } from '#platform/errors';
import {
  type Application,
  type Fields,
  notFound,
  page,
  redirect,
  type Staff,
  type Subject,
  UploadedFile,
} from '#platform/http';
import { readBpmn } from './bpmn-read.ts';
import { bpmnOf } from './bpmn-write.ts';
import { type DraftStep, draftOf, problemsOfSteps, readDraft } from './draft.ts';
import { acted, type Editing } from './editing.ts';
import { type Layout, layoutOf } from './layout/layout.ts';
import { ChangesPage, type TextBesideStep } from './pages/changes.tsx';
import { EditPage } from './pages/edit.tsx';
import { StepsPage } from './pages/steps.tsx';
import { conflictName, type Reviewed, reviewed, type Wanted } from './proposal.ts';
import type { FlowNeighbours } from './routes.tsx';
import { flowOf, scopesOf } from './scopes.ts';
import { typedFields } from './step-fields.ts';
import { recordOf, stepsOfFlow, withSteps } from './write-back.ts';

const mostBytes = 2 * 1024 * 1024;
/** Every sign of a form may become nine. */
const formBytes = 10 * mostBytes;

const idParams = z.object({ id: z.string().max(64) });
/** The fields of a form, and the drawing that came with it. */
const anyFields = z.record(z.string(), z.union([z.string(), z.array(z.string()), z.instanceof(UploadedFile)]));
type Sent = z.infer<typeof anyFields>;

/** A procedure whose flow somebody works on. */
interface Opened {
  staff: Staff;
  procedure: Procedure;
  record: ProcedureRecord;
}

/** What a form brings: the steps that are wanted, and where they come from. */
interface Brought extends Wanted {
  /** The drawing, where they were drawn. */
  xml?: string;
  remarks: readonly string[];
  problems: readonly string[];
}

/** Adds the pages on which a flow is changed: as a drawing or as a list, with what changes, and the way into the studio. */
export function addDrawingRoutes(app: Application, { inventory, editor, textsBeside }: FlowNeighbours): void {
  const draw = { action: 'flow:draw', rate: 'staff' } as const;
  const post = { ...draw, method: 'POST', bodyLimit: formBytes } as const;
  const body = { params: idParams, body: anyFields };
  const nameOf = ({ id, name }: Procedure) => ({ id, name: name.ja });

  /** Only what is done at a counter has steps to draw. */
  function open(subject: Subject, { id }: { id: string }): Opened | undefined {
    const procedure = inventory().procedureById.get(id);
    const record = procedure && recordOf(inventory(), procedure);
    if (subject.kind !== 'staff' || !procedure || !record || !scopesOf(procedure).includes('counter')) return undefined;
    return { staff: subject, procedure, record };
  }

  const layoutFor = (procedure: Procedure, draft: readonly DraftStep[]): Layout =>
    layoutOf(flowOf(inventory(), { ...procedure, staffSteps: [...draft] }, 'counter'));

  async function editPage(opened: Opened, brought: Partial<Brought>, problem?: string) {
    const { staff, procedure, record } = opened;
    const base = brought.base ?? draftOf(record.staffSteps);
    const steps = brought.draft ?? base;
    return page(
      <EditPage
        staff={shownStaff(staff, inventory())}
        procedure={nameOf(procedure)}
        drawing={brought.xml ?? (await bpmnOf(layoutFor(procedure, steps)))}
        base={base}
        steps={steps}
        problem={problem}
      />,
      { status: problem === undefined ? 200 : 422 },
    );
  }

  function stepsPage(
    { staff, procedure }: Opened,
    base: readonly DraftStep[],
    editing: Editing,
    remarks: readonly string[],
  ) {
    return page(
      <StepsPage
        staff={shownStaff(staff, inventory())}
        inventory={inventory()}
        procedure={procedure}
        base={base}
        editing={editing}
        layout={layoutFor(procedure, editing.draft)}
        problems={problemsOfSteps(editing.draft)}
        remarks={remarks}
        tests={() => testsOf(inventory()).keys()}
      />,
      { status: (editing.open?.errors.size ?? 0) > 0 ? 422 : 200 },
    );
  }

  /** What a form brings; a UserError with a sentence where that cannot be read. */
  async function broughtBy(sent: Sent, { record }: Opened): Promise<Brought> {
    const base = readDraft(textOf(sent, 'base')) ?? draftOf(record.staffSteps);
    const xml = drawingOf(sent);
    if (xml !== undefined) {
      const { flow, remarks } = await readBpmn(xml);
      const { draft, problems } = stepsOfFlow(flow, { ...record, staffSteps: [...base] }, inventory());
      return { base, draft, xml, remarks, problems };
    }
    const draft = readDraft(textOf(sent, 'steps'));
    if (draft === undefined)
      throw new UserError('flow.none', '図がありません。図をかくか、ファイルを選んでください。', 422);
    return { base, draft, remarks: [], problems: [] };
  }

  /** Answers with what a form brings; with the drawing and a sentence where it cannot be read. */
  async function withBrought(
    request: { params: { id: string }; body: Sent; subject: Subject },
    answer: (opened: Opened, brought: Brought) => ReturnType<typeof editPage>,
  ) {
    const opened = open(request.subject, request.params);
    if (opened === undefined) return notFound();
    try {
      return await answer(opened, await broughtBy(request.body, opened));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const base = readDraft(textOf(request.body, 'base'));
      const draft = readDraft(textOf(request.body, 'steps'));
      return editPage(opened, { base, draft }, String(error.sentence));
    }
  }

  interface Asked {
    reviewed: Reviewed;
    reason?: string;
    reasonProblem?: string;
  }

  async function changesPage({ staff, procedure }: Opened, brought: Brought, asked: Asked) {
    const { reviewed: found } = asked;
    const problems = [...new Set([...brought.problems, ...found.problems])];
    const texts: readonly TextBesideStep[] = (await textsBeside?.(procedure.id)) ?? [];
    const said = new Set(found.steps.map((step) => step.do));
    const hasErrors = problems.length > 0 || asked.reasonProblem !== undefined;
    const element: ReactElement = (
      <ChangesPage
        staff={shownStaff(staff, inventory())}
        procedure={nameOf(procedure)}
        remarks={brought.remarks}
        problems={problems}
        // A drawing that others have overtaken is drawn anew from the joined steps.
        xml={found.theirs.length === 0 ? brought.xml : undefined}
        adrift={texts.filter(({ step }) => !said.has(step))}
        canKeep={editor !== undefined}
        against={inventory().revision}
        {...asked}
      />
    );
    return page(element, { status: hasErrors ? 422 : 200 });
  }

  app.route({
    ...draw,
    method: 'GET',
    url: '/manual/flows/:id/edit',
    csp: 'editor',
    schema: { params: idParams },
    handle: ({ params, subject }) => {
      const opened = open(subject, params);
      return opened ? editPage(opened, {}) : notFound();
    },
  });

  app.route({
    ...post,
    url: '/manual/flows/:id/again',
    csp: 'editor',
    schema: body,
    handle: (request) => withBrought(request, (opened, brought) => editPage(opened, brought)),
  });

  app.route({
    ...draw,
    method: 'GET',
    url: '/manual/flows/:id/steps',
    schema: { params: idParams },
    handle: ({ params, subject }) => {
      const opened = open(subject, params);
      if (opened === undefined) return notFound();
      const base = draftOf(opened.record.staffSteps);
      return stepsPage(opened, base, { draft: base, said: '' }, []);
    },
  });

  app.route({
    ...post,
    url: '/manual/flows/:id/steps',
    csp: 'editor',
    upload: mostBytes,
    schema: body,
    handle: (request) =>
      withBrought(request, (opened, { base, draft, remarks, problems }) => {
        const fields = textsOf(request.body);
        const openId = textOf(request.body, 'open');
        const editing = acted(
          { inventory: inventory(), record: opened.record, base },
          {
            draft,
            undo: readDraft(textOf(request.body, 'undo')),
            open:
              openId && draft.some(({ id }) => id === openId) ? { id: openId, fields: typedFields(fields) } : undefined,
            action: textOf(request.body, 'action') ?? '',
          },
        );
        return Promise.resolve(stepsPage(opened, base, editing, [...remarks, ...problems]));
      }),
  });

  app.route({
    ...post,
    url: '/manual/flows/:id/changes',
    csp: 'editor',
    upload: mostBytes,
    schema: body,
    handle: (request) =>
      withBrought(request, (opened, brought) => {
        const choose = choicesOf(request.body, inventory().revision);
        return changesPage(opened, brought, { reviewed: reviewed(opened.record, brought, choose) });
      }),
  });

  app.route({
    ...post,
    url: '/manual/flows/:id/proposal',
    csp: 'editor',
    schema: body,
    handle: (request) =>
      withBrought(request, async (opened, brought) => {
        const found = reviewed(opened.record, brought);
        const reason = (textOf(request.body, 'reason') ?? '').trim().slice(0, 200);
        const isSeen = isSame(brought.base, found.base) && found.conflicts.length === 0;
        const isRight = [...brought.problems, ...found.problems].length === 0 && found.changes.length > 0;
        if (editor === undefined || !isSeen || !isRight)
          return changesPage(opened, brought, { reviewed: found, reason });
        if (reason === '')
          return changesPage(opened, brought, {
            reviewed: found,
            reasonProblem: '直すわけを書いてください(例: 法律が変わったため)。',
          });
        const value = withSteps(opened.record, found.steps);
        const { path } = await editor.propose({ value, reason, by: opened.staff.staffId });
        return redirect(path);
      }),
  });
}

/** The text of a field; the last one where it was sent several times. */
function textOf(sent: Sent, name: string): string | undefined {
  const value = sent[name];
  const text = Array.isArray(value) ? value.at(-1) : value;
  return typeof text === 'string' ? text.replaceAll('\u0000', '') : undefined;
}

const textsOf = (sent: Sent): Fields =>
  Object.fromEntries(
    Object.entries(sent).flatMap(([name, value]) => (value instanceof UploadedFile ? [] : [[name, value]])),
  );

/** The drawing of a form: as a file, or as it was kept on a page. An empty file is none: nothing was chosen. */
function drawingOf(sent: Sent): string | undefined {
  const file = sent.drawing;
  if (!(file instanceof UploadedFile)) return textOf(sent, 'xml') || undefined;
  if (file.bytes === null)
    throw new UserError('flow.tooLarge', 'ファイルが大きすぎます(2MBまで)。図を分けてください。', 422);
  return file.bytes.length > 0 ? Buffer.from(file.bytes).toString('utf8') : textOf(sent, 'xml') || undefined;
}

/** What was chosen where two wrote different things; choices against something that has changed again count for nothing. */
function choicesOf(sent: Sent, revision: Inventory['revision']): Choose {
  if (textOf(sent, 'against') !== revision) return () => undefined;
  return (path) => {
    const chosen = textOf(sent, conflictName(path));
    return chosen === 'mine' || chosen === 'theirs' ? chosen : undefined;
  };
}
