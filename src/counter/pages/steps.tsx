import type { Inventory } from '#inventory';
import { procedureNames } from '#reception';
import { Button, Form, Pane, Progress, Stack, Timeline } from '#ui';
import { type Desk, type DeskVisitor, nextPlace } from '../service.ts';
import { type DeskProcedure, type DeskStep, nextStep, tickOf } from '../steps.ts';
import { deskPath } from './frame.ts';
import type { VisitorTab } from './visitor.tsx';

interface StepsProps {
  desk: Desk;
  visitor: DeskVisitor;
}

/** Ticks a step, or takes the tick back. */
function TickButton({ desk, visitor, procedureId, step }: StepsProps & { procedureId: string; step: DeskStep }) {
  return (
    <Form action={`/counter/${desk.seat.id}/tick`} layout="row">
      <input type="hidden" name="visit" value={visitor.visit.id} />
      <input type="hidden" name="leg" value={visitor.leg.id} />
      <input type="hidden" name="procedure" value={procedureId} />
      <input type="hidden" name="step" value={step.key} />
      <Button kind="outline" name="done" value={step.done ? 'no' : 'yes'} icon={step.done ? 'redo' : 'check'}>
        {step.done ? 'まだに戻す' : '済んだ'}
      </Button>
    </Form>
  );
}

/** A short list under its name; nothing where there is nothing to list. */
function NamedList({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <p className="mut">{title}</p>
      <ul className="checks">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}

/** The open step: on which screen, what to look at, what to take over, what to know. */
function StepBody(props: StepsProps & { procedure: DeskProcedure; step: DeskStep }) {
  const { step, procedure } = props;
  return (
    <Stack gap="small">
      {step.who !== '窓口' && <p className="mut">{`する人:${step.who}`}</p>}
      {step.system !== null && (
        <p>
          画面 <b>{step.system}</b>
        </p>
      )}
      <NamedList title="確かめる書類" items={step.documents} />
      {step.data.length > 0 && (
        <p>
          <span className="mut">入力から写すもの</span>
          <br />
          {step.data.join('、')}
        </p>
      )}
      <TickButton {...props} procedureId={procedure.id} />
      {procedure.notes.length > 0 && (
        <details>
          <summary>くわしく</summary>
          <NamedList title="この手続きで気をつけること" items={procedure.notes} />
        </details>
      )}
    </Stack>
  );
}

interface ProcedureStepsProps extends StepsProps {
  procedure: DeskProcedure;
  /** Key of the step that is open. */
  open: string | null;
  /** Address that opens another step. */
  href: (step: string) => string;
}

/** The steps of one procedure; one is open, each other is a link that opens it. */
function ProcedureSteps({ procedure, open, href, ...props }: ProcedureStepsProps) {
  const done = procedure.steps.filter((step) => step.done).length;
  return (
    <section className="procedure-steps" aria-label={procedure.name}>
      <h3>{procedure.name}</h3>
      <Progress label={`${done} / ${procedure.steps.length}`} value={done} max={procedure.steps.length} language="ja" />
      <Timeline
        language="ja"
        steps={procedure.steps.map((step) => ({
          id: step.key,
          title: step.key === open ? step.text : <a href={href(step.key)}>{step.text}</a>,
          state: step.key === open ? 'now' : step.done ? 'done' : 'todo',
          children: step.key === open && <StepBody {...props} procedure={procedure} step={step} />,
        }))}
      />
      <p>
        <a href={`/manual/procedures/${procedure.id}`}>{`${procedure.name}のマニュアル`}</a>
      </p>
    </section>
  );
}

/** Where the visitor goes next, and with what. */
function NextPlace({ visitor, inventory }: { visitor: DeskVisitor; inventory: Inventory }) {
  if (visitor.withheld) return <p className="mut">次の窓口も、呼ぶと出ます。</p>;
  const next = nextPlace(visitor.legs);
  if (!next) return <p className="mut">このあと回る窓口はありません。</p>;
  return (
    <p>
      <span className="mut">次の窓口へ引き継ぐもの</span>
      <br />
      <b>{next.serviceId}</b> {procedureNames(next.procedures, 'ja', inventory).join('・')}
    </p>
  );
}

/** The key of the open step, if it is one of this procedure. */
function stepIn(procedure: DeskProcedure, open: string | null): string | null {
  return procedure.steps.find(({ key }) => tickOf(procedure.id, key) === open)?.key ?? null;
}

/** Right on the desk: exactly the steps of this visitor's procedures. */
export function StepsPane(props: {
  desk: Desk;
  visitor: DeskVisitor | null;
  inventory: Inventory;
  tab: VisitorTab;
  step?: string;
}) {
  const { desk, visitor, inventory, tab, step } = props;
  if (!visitor) {
    return (
      <Pane kind="side" title="手順">
        <p>方を選ぶと、その手続きの手順が出ます。</p>
      </Pane>
    );
  }
  const open = step ?? nextStep(visitor.procedures);
  return (
    <Pane kind="side" title="手順" foot={<NextPlace visitor={visitor} inventory={inventory} />}>
      {visitor.procedures.length === 0 && (
        <p>
          {visitor.withheld ? '呼ぶと、手順が出ます。' : '手続きを聞いてから、マニュアルで手順を確かめてください。'}
        </p>
      )}
      {visitor.procedures.map((procedure) => (
        <ProcedureSteps
          key={procedure.id}
          desk={desk}
          visitor={visitor}
          procedure={procedure}
          open={stepIn(procedure, open)}
          href={(key) => deskPath(desk, { leg: visitor.leg.id, tab, step: tickOf(procedure.id, key) })}
        />
      ))}
    </Pane>
  );
}
