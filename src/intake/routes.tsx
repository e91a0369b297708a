import { z } from 'zod';
import { shownStaff } from '#identity';
import type { Inventory } from '#inventory';
import { type Application, file, notFound, page, type Result, type RouteRequest, redirect } from '#platform/http';
import type { StaffIdentity } from '#ui';
import { type FormPage, pageIds } from './form.ts';
import { addOpening, addSheetStart } from './opening-routes.tsx';
import { CasePage } from './pages/case-page.tsx';
import { CheckPage } from './pages/check-page.tsx';
import { DonePage, SavedPage } from './pages/done-page.tsx';
import { EntryPage } from './pages/entry-page.tsx';
import { SheetFrame } from './pages/open-pages.tsx';
import { application, preReceptionSheet } from './paper.ts';
import { type RawAnswers, typed } from './raw.ts';
import {
  createIntakeService,
  type IntakeParts,
  type IntakeService,
  type PageAction,
  type SaveResult,
} from './service.ts';
import type { IntakeState } from './state.ts';
import { addTicks } from './ticks-routes.tsx';
import type { AnswerError } from './validate.ts';

const caseParameters = z.object({ caseId: z.uuid() });
const pageParameters = z.object({
  caseId: z.uuid(),
  page: z.enum(pageIds),
});

/** Adds the pages of opening a case, entering everything once, and the papers. Gives the service for other channels. */
export function registerIntake(app: Application, parts: IntakeParts): IntakeService {
  const intake = createIntakeService(parts);
  addOpening(app, parts.cases);
  addEntry(app, parts, intake, residentEntry);
  addEntry(app, parts, intake, sheetEntry);
  addCheck(app, parts, intake);
  addPapers(app, parts, intake);
  addSheetStart(app, parts);
  addTicks(app, parts, intake);
  return intake;
}

/** The same pages for two kinds of hands: residents at home, and staff who type in a sheet filled in by hand. */
interface EntrySurface {
  readonly prefix: '/case' | '/sheet';
  readonly read: string;
  readonly write: string;
  readonly rate: 'case' | 'staff';
}

const residentEntry: EntrySurface = {
  prefix: '/case',
  read: 'intake:read',
  write: 'intake:write',
  rate: 'case',
};
const sheetEntry: EntrySurface = {
  prefix: '/sheet',
  read: 'sheet:read',
  write: 'sheet:write',
  rate: 'staff',
};

function addEntry(app: Application, parts: IntakeParts, intake: IntakeService, surface: EntrySurface): void {
  const { prefix, rate } = surface;
  app.route({
    method: 'GET',
    url: `${prefix}/:caseId/entry/:page`,
    action: surface.read,
    rate,
    schema: { params: pageParameters },
    handle: async (request) => {
      const { caseId, page: id } = request.params;
      const state = await intake.open(request.subject, caseId);
      const shown = state.form.pages.find((each) => each.id === id);
      if (!shown) return notFound();
      return drawEntry(request, surface, parts.inventory(), state, shown, {
        errors: request.query.return === 'check' ? errorsOn(state, id) : [],
      });
    },
  });
  app.route({
    method: 'POST',
    url: `${prefix}/:caseId/entry/:page`,
    action: surface.write,
    rate,
    schema: { params: pageParameters },
    handle: async (request) => {
      const { caseId, page: id } = request.params;
      const action = actionOf(request.body);
      const revision = Number(typed(request.body, 'revision'));
      const sent = {
        page: id,
        answers: request.body,
        action,
        revision: Number.isSafeInteger(revision) ? revision : -1,
      };
      const result = await intake.save(request.subject, caseId, sent);
      const { form, validation } = result.state;
      const shown = form.pages.find((each) => each.id === id);
      if (!shown) return notFound();
      const wrong = validation.errors.some((error) => error.page === id);
      const stays = result.outcome === 'conflict' || (action.kind === 'next' ? wrong : action.kind !== 'later');
      if (stays) {
        const drawn = {
          errors: action.kind === 'next' ? errorsOn(result.state, id, result.newlyAsked) : [],
          asksMore: action.kind === 'next' && result.newlyAsked.length > 0,
          conflict: result.outcome === 'conflict',
          lookup: result.lookup,
        };
        return drawEntry(request, surface, parts.inventory(), result.state, shown, drawn);
      }
      return redirect(
        nextAddress(surface, result.state, id, action.kind === 'later', typed(request.body, 'return') === 'check'),
      );
    },
  });
}

/** What is to be put right on a page, but nothing about inputs that nobody has seen yet. */
function errorsOn({ validation }: IntakeState, page: string, unseen: readonly string[] = []): AnswerError[] {
  const isUnseen = (key: string): boolean => unseen.some((name) => key === name || key.startsWith(`${name}.`));
  return validation.errors.filter((error) => error.page === page && !isUnseen(error.key));
}

interface Drawn {
  readonly errors: readonly AnswerError[];
  readonly asksMore?: boolean;
  readonly conflict?: boolean;
  readonly lookup?: SaveResult['lookup'];
}

type EntryRequest = Pick<RouteRequest, 'subject' | 'language' | 'query' | 'body'>;

function drawEntry(
  request: EntryRequest,
  surface: EntrySurface,
  inventory: Inventory,
  state: IntakeState,
  shown: FormPage,
  drawn: Drawn,
): Result {
  const { subject } = request;
  const base = `${surface.prefix}/${state.overview.caseId}`;
  const index = state.form.pages.indexOf(shown);
  const before = state.form.pages[index - 1];
  const returns = request.query.return === 'check' || typed(request.body, 'return') === 'check';
  return page(
    <EntryPage
      {...drawn}
      {...{
        state,
        inventory,
        page: shown,
        path: `${base}/entry/${shown.id}`,
        language: subject.kind === 'staff' ? 'ja' : request.language,
      }}
      back={before && `${base}/entry/${before.id}`}
      goesTo={returns ? 'check' : undefined}
      frame={subject.kind === 'staff' ? staffFrame(shownStaff(subject, inventory)) : undefined}
    />,
    { status: drawn.errors.length > 0 || drawn.conflict ? 422 : 200 },
  );
}

function staffFrame(staff: StaffIdentity) {
  return (title: string, content: React.ReactNode, hasErrors: boolean) => (
    <SheetFrame title={title} staff={staff} hasErrors={hasErrors}>
      {content}
    </SheetFrame>
  );
}

function actionOf(body: RawAnswers): PageAction {
  const key = typed(body, 'lookup');
  if (key !== '') return { kind: 'lookup', key };
  const action = typed(body, 'action');
  if (action.startsWith('remove:')) return { kind: 'removePerson', person: action.slice('remove:'.length) };
  if (action === 'add') return { kind: 'addPerson' };
  if (action.startsWith('add:')) return { kind: 'addPerson', place: action.slice('add:'.length) };
  return { kind: action === 'later' ? 'later' : 'next' };
}

/** Onward: the next page, or checking after the last one or when one came from there. Sheets end at their start. */
function nextAddress(
  { prefix }: EntrySurface,
  state: IntakeState,
  id: string,
  later: boolean,
  returns: boolean,
): string {
  const base = `${prefix}/${state.overview.caseId}`;
  const { pages } = state.form;
  const next = pages[pages.findIndex((each) => each.id === id) + 1];
  if (prefix === '/sheet') return later || !next ? '/sheet' : `${base}/entry/${next.id}`;
  if (later) return `${base}/saved`;
  return returns || !next ? `${base}/check` : `${base}/entry/${next.id}`;
}

function addCheck(app: Application, { cases, inventory }: IntakeParts, intake: IntakeService): void {
  const common = { rate: 'case', schema: { params: caseParameters } } as const;
  app.route({
    ...common,
    method: 'GET',
    url: '/case/:caseId',
    action: 'intake:read',
    handle: async ({ subject, language, params: { caseId } }) => {
      const [state, number] = await Promise.all([intake.open(subject, caseId), cases.readNumber(subject, caseId)]);
      const base = `/case/${caseId}`;
      if (state.overview.state === 'entering') return redirect(`${base}/${nextToEnter(state)}`);
      return page(<CasePage {...{ state, language, base, number: number.reveal(), inventory: inventory() }} />);
    },
  });
  app.route({
    ...common,
    method: 'GET',
    url: '/case/:caseId/saved',
    action: 'intake:read',
    handle: async ({ subject, language, params: { caseId } }) => {
      const [state, number] = await Promise.all([intake.open(subject, caseId), cases.readNumber(subject, caseId)]);
      return page(<SavedPage {...{ state, language, base: `/case/${caseId}`, number: number.reveal() }} />);
    },
  });
  app.route({
    ...common,
    method: 'GET',
    url: '/case/:caseId/check',
    action: 'intake:read',
    handle: async ({ subject, language, params: { caseId } }) => {
      const state = await intake.open(subject, caseId);
      return page(<CheckPage {...{ state, language, base: `/case/${caseId}`, unconfirmed: false }} />);
    },
  });
  app.route({
    ...common,
    method: 'POST',
    url: '/case/:caseId/deposit',
    action: 'intake:write',
    handle: async ({ subject, language, body, params: { caseId } }) => {
      if (typed(body, 'confirm') === 'yes') {
        await cases.deposit(subject, caseId);
        return redirect(`/case/${caseId}/done`);
      }
      const state = await intake.open(subject, caseId);
      return page(<CheckPage {...{ state, language, base: `/case/${caseId}`, unconfirmed: true }} />, { status: 422 });
    },
  });
  app.route({
    ...common,
    method: 'GET',
    url: '/case/:caseId/done',
    action: 'intake:read',
    handle: async ({ subject, language, params: { caseId } }) => {
      const [state, number] = await Promise.all([intake.open(subject, caseId), cases.readNumber(subject, caseId)]);
      const shown = { state, language, base: `/case/${caseId}`, number: number.reveal(), inventory: inventory() };
      return page(<DonePage {...shown} />);
    },
  });
}

/** Where entering goes on: the first page with something left, or checking. */
function nextToEnter({ overview, form, validation }: IntakeState): string {
  const unfinished = form.pages.find(({ id }) => validation.errors.some((error) => error.page === id));
  const next = overview.entriesRevision === 0 ? form.pages[0] : unfinished;
  return next === undefined ? 'check' : `entry/${next.id}`;
}

function addPapers(app: Application, { inventory }: IntakeParts, intake: IntakeService): void {
  app.route({
    method: 'GET',
    url: '/case/:caseId/sheet.pdf',
    action: 'intake:print',
    rate: 'case',
    schema: { params: caseParameters },
    handle: async ({ subject, params: { caseId } }) => {
      const state = await intake.open(subject, caseId);
      return file(preReceptionSheet(state, inventory()), { type: 'application/pdf', inline: true });
    },
  });
  app.route({
    method: 'GET',
    url: '/case/:caseId/forms/:procedure.pdf',
    action: 'intake:print',
    rate: 'case',
    schema: { params: caseParameters.extend({ procedure: z.string().regex(/^[a-z0-9_]{1,64}$/) }) },
    handle: async ({ subject, params: { caseId, procedure } }) => {
      const pdf = application(await intake.open(subject, caseId), procedure, inventory());
      return pdf ? file(pdf, { type: 'application/pdf', inline: true }) : notFound();
    },
  });
}
