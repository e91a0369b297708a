import type { CaseOverview } from '#cases';
import type { Procedure } from '#inventory';
import { Button, Form, Icon, Inline, Stack, type StaffIdentity } from '#ui';
import type { SheetPaper } from '../sheet.ts';
import { SheetFrame } from './open-pages.tsx';

/** A line of the sheet with its box. */
interface TickLine {
  /** What is ticked, as the form says it: 「paper:…」, 「procedure:…」. */
  readonly item: string;
  readonly text: string;
  readonly note: string;
  readonly ticked: boolean;
}

interface TicksPageProps {
  staff: StaffIdentity;
  overview: CaseOverview;
  procedures: readonly Procedure[];
  placeOf: (procedure: Procedure) => string;
  papers: readonly SheetPaper[];
  brought: ReadonlySet<string>;
  /** Whether this member of staff may say that procedures are done. */
  marksProcedures: boolean;
  /** The line that one goes on with, counted over both lists. */
  at: number;
}

/** One line: pressed by Enter or the space bar it is saved at once, and the next line is ready. */
function Tick({
  line,
  position,
  caseId,
  isNext,
}: {
  line: TickLine;
  position: number;
  caseId: string;
  isNext: boolean;
}) {
  return (
    <Form action={`/sheet/${caseId}/ticks`} layout="row">
      <input type="hidden" name="item" value={line.item} />
      <input type="hidden" name="at" value={position} />
      <button
        className="tick-line"
        type="submit"
        name="ticked"
        value={line.ticked ? 'no' : 'yes'}
        aria-pressed={line.ticked}
        data-tick=""
        data-begin={isNext ? '' : undefined}
      >
        <span className="tick-box">{line.ticked && <Icon name="done" />}</span>
        <span>
          {line.text} <small className="mut">{line.note}</small>
        </span>
      </button>
    </Form>
  );
}

/** A sheet filled in by hand, line by line as it lies on the desk. */
export function TicksPage(props: TicksPageProps) {
  const { staff, overview, procedures, placeOf, papers, brought, marksProcedures, at } = props;
  const { caseId, code } = overview;
  const done = new Set(overview.procedures.flatMap(({ id, state }) => (state === 'done' ? [id] : [])));
  const first = procedures.map((procedure, index) => ({
    item: `procedure:${procedure.id}`,
    text: `${index + 1} ${procedure.name.ja}`,
    note: placeOf(procedure),
    ticked: done.has(procedure.id),
  }));
  const second = papers.map(({ id, name }) => ({ item: `paper:${id}`, text: name, note: '', ticked: brought.has(id) }));
  const before = marksProcedures ? first.length : 0;
  const line = (one: TickLine, position: number) => (
    <li key={one.item}>
      <Tick line={one} position={position} caseId={caseId} isNext={position === at} />
    </li>
  );
  return (
    <SheetFrame title={`紙のシート ${code}`} staff={staff} hasErrors={false} scripts={['ticks']}>
      <Stack gap="large">
        <h1>{`紙のシート ${code}`}</h1>
        <p>紙と同じ順です。Enterかスペースで印を付けると、保存して次へ進みます。↑↓で動けます。</p>
        <section>
          <h2>手続きと場所</h2>
          <ol className="tick-lines">
            {marksProcedures
              ? first.map(line)
              : first.map(({ item, text, note }) => (
                  <li key={item}>
                    {text} <small className="mut">{note}</small>
                  </li>
                ))}
          </ol>
        </section>
        <section>
          <h2>持ち物</h2>
          {papers.length === 0 && <p>決まった持ち物はありません。</p>}
          <ol className="tick-lines">{second.map((one, index) => line(one, before + index))}</ol>
        </section>
        <Inline>
          <Button href={`/sheet/${caseId}/entry/applicant`}>書いてある内容を入れる</Button>
          <Button kind="outline" href="/sheet">
            次のシート
          </Button>
        </Inline>
      </Stack>
    </SheetFrame>
  );
}
