import type { Inventory } from '#inventory';
import type { Staff } from '#platform/http';
import { dayAndTime, purposeText, type Queued, timeText } from '#reception';
import { Badge, Button, Form, Inline, LiveRegion, Pane, QueueList, QueueRow, StaffPage } from '#ui';
import type { Desk, DeskVisitor } from '../service.ts';
import { deskPath, shownStaff } from './frame.ts';
import { StepsPane } from './steps.tsx';
import { VisitorBody, VisitorHead, type VisitorTab } from './visitor.tsx';

export interface DeskPageProps {
  desk: Desk;
  staff: Staff;
  inventory: Inventory;
  tab: VisitorTab;
  /** The step that is open instead of the next one. */
  step?: string;
  /** A new command for each button: pressed twice, it is carried out once. */
  commandId: () => string;
}

const minutesSince = (from: Date, to: Date): number => Math.floor((to.getTime() - from.getTime()) / 60_000);

/** Right in a row: the wait, or the one state that matters. */
function Trailing({ queued, desk }: { queued: Queued; desk: Desk }) {
  const { leg, visit } = queued;
  if (leg.state === 'called') return <Badge state="calling" language="ja" />;
  if (leg.state === 'serving') return <Badge state="serving" language="ja" />;
  if (leg.state === 'on_hold') return <Badge state="held" language="ja" />;
  if (leg.state === 'no_answer') return <Badge state="absent" language="ja" />;
  if (visit.priorityReason !== null) return <Badge state="priority" language="ja" />;
  if (visit.language !== 'ja' && visit.language !== 'easy') return <Badge state="interpreter" language="ja" />;
  return <span className="tnum">{`${minutesSince(visit.arrivedAt, desk.snapshot.at)}分`}</span>;
}

/** What is said below the purpose: why it waits, or since when. */
function noteOf({ leg, visit }: Queued): string {
  if (leg.state === 'on_hold') {
    return `${leg.holdReason ?? ''}${leg.holdUntil ? ` ${timeText(leg.holdUntil)}まで` : ''}`;
  }
  return leg.state === 'no_answer' ? `${leg.callCount}回呼び出し` : `${timeText(visit.arrivedAt)} 受付`;
}

function QueuePane({ desk, inventory }: Pick<DeskPageProps, 'desk' | 'inventory'>) {
  const { queue, visitor } = desk;
  const row = (queued: Queued) => (
    <QueueRow
      key={queued.leg.id}
      number={queued.visit.ticket}
      title={purposeText(queued.leg.procedures, inventory)}
      note={noteOf(queued)}
      trailing={<Trailing queued={queued} desk={desk} />}
      href={deskPath(desk, { leg: queued.leg.id })}
      current={visitor?.leg.id === queued.leg.id}
    />
  );
  const held = queue.aside.filter(({ leg }) => leg.state === 'on_hold').length;
  return (
    <Pane kind="list" title="待っている方">
      <LiveRegion id="queue" source={`/counter/${desk.seat.id}/events`}>
        <QueueList title="対応中">{queue.current && row(queue.current)}</QueueList>
        <QueueList title={`次に呼ぶ順 ${queue.waiting.length}`}>{queue.waiting.map(row)}</QueueList>
        <QueueList title={`保留 ${held}・不在 ${queue.aside.length - held}`}>{queue.aside.map(row)}</QueueList>
      </LiveRegion>
    </Pane>
  );
}

interface StepButtonProps {
  desk: Desk;
  legId: string;
  commandId: string;
  step: string;
  label: string;
  kind?: 'filled' | 'outline' | 'text' | 'call';
  shortcut?: string;
}

/** One step of the desk as a form of its own. */
function StepButton({ desk, legId, commandId, step, label, kind = 'outline', shortcut }: StepButtonProps) {
  return (
    <Form action={`/counter/${desk.seat.id}/${step}`} layout="row">
      <input type="hidden" name="commandId" value={commandId} />
      <input type="hidden" name="leg" value={legId} />
      <Button kind={kind} shortcut={shortcut}>
        {label}
      </Button>
    </Form>
  );
}

/** Calls whoever is next. */
function CallNext({ desk, commandId }: Pick<DeskPageProps, 'desk' | 'commandId'>) {
  const nobody = desk.queue.waiting.length === 0;
  return (
    <Form action={`/counter/${desk.seat.id}/next`} layout="row">
      <input type="hidden" name="commandId" value={commandId()} />
      <Button kind="call" icon="bell" shortcut="F2" disabledReason={nobody ? '待っている方はいません。' : undefined}>
        次の方を呼ぶ
      </Button>
    </Form>
  );
}

/** What can be done now with the visitor who is open; the next step stands first. */
function Actions({ desk, visitor, commandId }: Pick<DeskPageProps, 'desk' | 'commandId'> & { visitor: DeskVisitor }) {
  const { leg } = visitor;
  const button = (step: string, label: string, more: Pick<StepButtonProps, 'kind' | 'shortcut'> = {}) => (
    <StepButton key={step} desk={desk} legId={leg.id} commandId={commandId()} step={step} label={label} {...more} />
  );
  const putAside = (
    <Button kind="outline" shortcut="F4" icon="pause" href={`/counter/${desk.seat.id}/hold?leg=${leg.id}`}>
      保留
    </Button>
  );
  const sendOn = (
    <Button kind="outline" icon="swap" href={`/counter/${desk.seat.id}/transfer?leg=${leg.id}`}>
      別の窓口へ
    </Button>
  );
  switch (leg.state) {
    case 'serving':
      return (
        <>
          {button('finish', '完了して次へ', { kind: 'filled', shortcut: 'F2' })}
          {sendOn}
          {putAside}
          {button('undo', '1つ前に戻す', { kind: 'text' })}
        </>
      );
    case 'called':
      return (
        <>
          {button('serve', '対応を始める', { kind: 'filled', shortcut: 'F2' })}
          {sendOn}
          {putAside}
          {button('recall', 'もう一度呼ぶ', { shortcut: 'F8' })}
          {button('absent', '不在', { kind: 'text' })}
          {button('undo', '1つ前に戻す', { kind: 'text' })}
        </>
      );
    default:
      return (
        <>
          {desk.queue.current === null && button('call', 'この方を呼ぶ', { kind: 'call' })}
          {leg.state !== 'waiting' && button('return', '列に戻す')}
          {leg.state === 'waiting' && putAside}
          {leg.state !== 'no_answer' && sendOn}
          {button('leave', '取り消し', { kind: 'text' })}
        </>
      );
  }
}

function Undone({ desk, commandId }: Pick<DeskPageProps, 'desk' | 'commandId'>) {
  const last = desk.snapshot.legs
    .filter(({ counterId, state }) => counterId === desk.seat.id && state === 'done')
    .sort((left, right) => (right.endedAt?.getTime() ?? 0) - (left.endedAt?.getTime() ?? 0))[0];
  const ticket = last && desk.snapshot.visits.get(last.visitId)?.ticket;
  if (!last || !ticket) return null;
  return (
    <StepButton
      desk={desk}
      legId={last.id}
      commandId={commandId()}
      step="undo"
      label={`${ticket}の完了を取り消す`}
      kind="text"
    />
  );
}

/** The desk of one seat: left who, middle what they entered, right how it is done, below what next. */
export function DeskPage(props: DeskPageProps) {
  const { desk, staff, inventory, tab, step, commandId } = props;
  const { visitor } = desk;
  return (
    <StaffPage
      title={visitor ? `${visitor.visit.ticket} 窓口` : '窓口'}
      language="ja"
      staff={shownStaff(staff, inventory)}
      nav="counter"
      layout="desk"
      scripts={['keys']}
      status={
        <Inline>
          <span className="num">{dayAndTime(desk.snapshot.at, 'ja')}</span>
          <a href="/counter">{`${desk.service.id} 席${desk.seat.number}`}</a>
        </Inline>
      }
    >
      <h1 className="sr">窓口</h1>
      <QueuePane desk={desk} inventory={inventory} />
      <Pane
        kind="work"
        title={visitor ? `${visitor.visit.ticket}の方` : '対応中の方はいません'}
        tools={visitor && <VisitorState visitor={visitor} />}
        head={visitor && <VisitorHead desk={desk} visitor={visitor} tab={tab} />}
        foot={
          <LiveRegion id="actions" source={`/counter/${desk.seat.id}/events`}>
            <Inline>
              {visitor && <Actions desk={desk} visitor={visitor} commandId={commandId} />}
              {desk.queue.current === null && <CallNext desk={desk} commandId={commandId} />}
              {desk.queue.current === null && <Undone desk={desk} commandId={commandId} />}
            </Inline>
          </LiveRegion>
        }
      >
        {visitor ? (
          <VisitorBody desk={desk} visitor={visitor} tab={tab} inventory={inventory} />
        ) : (
          <p>「次の方を呼ぶ」を押すと、その方の入力した内容と手順が出ます。</p>
        )}
      </Pane>
      <StepsPane desk={desk} visitor={visitor} inventory={inventory} tab={tab} step={step} />
    </StaffPage>
  );
}

/** The state of the visitor who is open, and since when. */
function VisitorState({ visitor }: { visitor: DeskVisitor }) {
  const { state, servingAt } = visitor.leg;
  if (state === 'serving') {
    return (
      <Inline>
        <Badge state="serving" language="ja" />
        {servingAt && <span className="tnum">{`${timeText(servingAt)}から`}</span>}
      </Inline>
    );
  }
  if (state === 'called') return <Badge state="calling" language="ja" />;
  if (state === 'on_hold') return <Badge state="held" language="ja" />;
  return <Badge state={state === 'no_answer' ? 'absent' : 'waiting'} language="ja" />;
}
