import { documentsFor, type Inventory, type Procedure } from '#inventory';
import { toDay } from '#platform/clock';
import { qrSvg } from '#platform/codes';
import type { LocalText } from '#platform/i18n';
import { formatEraDay } from '#platform/japanese';
import { compile, missingGlyphs, missingSign } from '#platform/pdf';
import type { Answer, Person } from './answer.ts';
import { displayAnswer } from './display.ts';
import type { FieldReference, Question } from './form.ts';
import { papersOnSheet, proceduresOnSheet } from './sheet.ts';
import { answersOfPerson, type IntakeState } from './state.ts';

interface PaperRow {
  readonly label: string;
  readonly lines: readonly string[];
  /** Only the counter fills it in. */
  readonly counter: boolean;
}

interface PaperSection {
  readonly title: string;
  readonly rows: readonly PaperRow[];
}

const noMyNumber = 'マイナンバーは書かないでください。';
const mostRoutes = 10;
const mostDocuments = 10;

/**
 * The pre-reception sheet as PDF, one A4 page: code and QR, the round through the offices, what to bring, what was handed in.
 * Paper is Japanese because staff work with it. More procedures or papers than fit are counted in words.
 */
export function preReceptionSheet(state: IntakeState, inventory: Inventory): Uint8Array {
  const { overview } = state;
  const procedures = proceduresOnSheet(state, inventory);
  const documents = papersOnSheet(state, inventory).map(({ name }) => name);
  const more = procedures.length - mostRoutes;
  return compile('src/intake/templates/sheet.typ', {
    title: '事前受付シート',
    brand: 'ひとまど',
    city: inventory.city.name.ja,
    lead: '総合案内か窓口で、この紙を見せてください。',
    qr: qrSvg(overview.code),
    codeLabel: '受付コード',
    code: overview.code,
    issued: `${formatEraDay(toDay(overview.createdAt))} 発行`,
    routeTitle: '手続きと場所',
    routeHead: ['順', '場所', '手続き', '期限', '済'],
    rowGap: procedures.length > 7 ? 1.3 : 2.2,
    route: procedures.slice(0, mostRoutes).map((procedure) => ({
      place: placeOf(procedure, inventory),
      name: procedure.name.ja,
      deadline: deadlineText(procedure),
    })),
    more: more > 0 ? `ほかに${more}の手続きがあります。窓口で確かめてください。` : '',
    bringTitle: '持ち物',
    bring: [
      ...documents.slice(0, mostDocuments).map((name) => shortened(name, 34)),
      ...(documents.length > mostDocuments
        ? [`ほか${documents.length - mostDocuments}点(案内の画面で確かめてください)`]
        : []),
    ],
    givenTitle: '預けた内容',
    given: givenRows(state),
    staffTitle: '職員が書くところ',
    staff: ['番号札', '本人確認', '受付者', '引き継ぎ先'],
    noMyNumber,
    contact: `問い合わせ ${inventory.city.hall.phone} 平日 ${inventory.city.hours.open}〜${inventory.city.hours.close}`,
  });
}

/** The papers that this resident must bring, each once, in the order of the round. */
export function documentsToBring(state: IntakeState, inventory: Inventory): LocalText[] {
  return documentsFor(proceduresOnSheet(state, inventory), state.facts, 'no')
    .filter(({ requiredness }) => requiredness === 'required')
    .map(({ name }) => name);
}

/** Where a procedure is done, as the sheet says it: 「1階 3番 市民課」. */
export function placeOf({ counter, department }: Procedure, inventory: Inventory): string {
  const name = inventory.departmentById.get(department)?.name.ja ?? '';
  const floor = counter.floor === undefined ? '' : `${counter.floor}階`;
  const window =
    counter.window === undefined ? '' : /^\d+$/.test(counter.window) ? `${counter.window}番` : counter.window;
  return [floor, window, name].filter((part) => part !== '').join(' ');
}

const units = { days: '日', months: 'か月', years: '年' } as const;

/** The deadline in a few words; the whole sentence stands in the guide. */
function deadlineText({ deadline }: Procedure): string {
  const { kind, value, unit, text } = deadline;
  if (kind === 'within' && value !== undefined && unit !== undefined) return `${value}${units[unit]}以内`;
  if (kind === 'asap') return '早めに';
  return kind === 'none' ? '期限はありません' : shortened(text.ja, 20);
}

function shortened(text: string, limit: number): string {
  const signs = [...text];
  return signs.length <= limit ? text : `${signs.slice(0, limit - 1).join('')}…`;
}

/** The few answers by which staff and resident recognise the case. */
function givenRows({ form, validation }: IntakeState): { label: string; lines: string[] }[] {
  const [applicant] = validation.people;
  const name = applicant?.answers.get('fullName');
  const wanted = ['applicant.contactPoint', 'applicant.moveDate', 'applicant.newAddress'];
  const questions = form.pages.flatMap(({ questions: list }) => list).filter(({ key }) => wanted.includes(key));
  return [
    { label: '届け出る人', lines: typeof name === 'string' ? [name] : [] },
    ...questions.map((question) => ({
      label: shortened(question.label.ja, 10),
      lines: linesOf(question, validation.values.get(question.key)),
    })),
    { label: '関わる人', lines: [`${validation.people.length}人`] },
  ];
}

function linesOf(question: Pick<Question, 'kind' | 'options' | 'label'>, answer: Answer | undefined): string[] {
  return answer === undefined ? [] : displayAnswer(question, answer, 'ja');
}

/** The application of one procedure, filled in with what was entered. Undefined when the case has no such procedure. */
export function application(state: IntakeState, procedureId: string, inventory: Inventory): Uint8Array | undefined {
  const procedure = inventory.procedureById.get(procedureId);
  if (!procedure || !state.form.procedures.includes(procedureId)) return undefined;
  const sections = sectionsOf(state, procedure);
  const missing = missingGlyphs(JSON.stringify(sections));
  return compile('src/intake/templates/application.typ', {
    title: procedure.form.name,
    procedure: procedure.name.ja,
    addressee: `${inventory.city.name.ja}長 あて`,
    dateLabel: '届出日(窓口で書きます)',
    sections,
    atCounter: '窓口で書きます。ここには書かないでください。',
    noMyNumber,
    codeLabel: '受付コード',
    code: state.overview.code,
    missingNote: missing.length > 0 ? `「${missingSign}」は印刷できない字です。手で書いてください。` : '',
    signLabel: '署名(窓口で、職員と確かめてから書きます)',
    staffLabel: '職員が書くところ',
  });
}

/** Sections in the order of the form: fields that stand alone, then each person in their place. */
function sectionsOf(state: IntakeState, procedure: Procedure): PaperSection[] {
  const { form, validation } = state;
  const covered = <Item extends { covers: readonly FieldReference[] }>(
    items: readonly Item[],
    field: string,
  ): Item | undefined =>
    items.find(({ covers }) =>
      covers.some((reference) => reference.procedure === procedure.id && reference.field === field),
    );
  const questions = form.pages.flatMap(({ questions: list }) => list);
  const holder = (roleKey: string): Person | undefined =>
    validation.people.find(({ roles }) => roles.includes(roleKey));
  const rowOf = (label: string, path: string, person?: Person): PaperRow => {
    if (covered(form.atCounter, path)) return { label, lines: [], counter: true };
    const question = covered(questions, path);
    if (question) return { label, lines: linesOf(question, validation.values.get(question.key)), counter: false };
    const column = covered(form.columns, path);
    const shown =
      column && person && answersOfPerson(form, person).find(({ question: asked }) => asked.key === column.key);
    return { label, lines: shown ? linesOf(shown.question, shown.answer) : [], counter: false };
  };
  const { fields } = procedure.form;
  const groups = fields.filter((field) => field.fields && covered(form.roles, field.id));
  const headings = fields.filter((field) => field.type === 'group' && !groups.includes(field));
  const single = fields.filter((field) => !groups.includes(field) && !headings.includes(field));
  const first: PaperSection = {
    title: '記入事項',
    rows: single.map((field) => rowOf(field.label, field.id, holder(field.role))),
  };
  const headed = headings.map((field) => ({
    title: field.label,
    rows: (field.fields ?? []).map((inner) => rowOf(inner.label, `${field.id}/${inner.id}`, holder(inner.role))),
  }));
  const persons = groups.flatMap((field) => {
    const role = covered(form.roles, field.id);
    const holders = validation.people.filter(({ roles }) => role !== undefined && roles.includes(role.key));
    const shown = holders.length > 0 ? holders : [undefined];
    return shown.map((person, index) => ({
      title: shown.length > 1 ? `${field.label} ${index + 1}人目` : field.label,
      rows: (field.fields ?? []).map((inner) =>
        rowOf(inner.label, `${field.id}/${inner.id}`, person ?? holder(inner.role)),
      ),
    }));
  });
  return [first, ...headed, ...persons].filter(({ rows }) => rows.length > 0);
}
