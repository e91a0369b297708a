import { shownStaff } from '#identity';
import type { Inventory } from '#inventory';
import type { Staff } from '#platform/http';
import { companionsOf, dayAndTime, purposeText, type Queued, type Snapshot, timeText, togetherText } from '#reception';
import { Badge, Button, Icon, Inline, LiveRegion, Pane, QueueList, QueueRow, StaffPage } from '#ui';
import type { Desk, DeskVisitor } from '../service.ts';
import { DeskActions } from './actions.tsx';
import { deskPath, minutesSince } from './frame.ts';
import { StepsPane } from './steps.tsx';
import { VisitorBody, VisitorHead, type VisitorTab, VisitorTitle } from './visitor.tsx';

export interface DeskPageProps {
  desk: Desk;
  staff: Staff;
  inventory: Inventory;
  tab: VisitorTab;
  /** The step that is open instead of the next one. */
  step?: string;
  /** A new command for each button: pressed twice, it is carried out once. */
  commandId: () => string;
  /** Where invented visitors are let in; only in demo mode. */
  demoVisitorsPath?: string;
}

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
function noteOf({ leg, visit }: Queued, snapshot: Snapshot): string {
  const now = snapshot.at;
  if (leg.state === 'on_hold') {
    const until = leg.holdUntil && `${timeText(leg.holdUntil)}${leg.holdUntil <= now ? 'になりました' : 'まで'}`;
    return [leg.holdReason, until].filter(Boolean).join(' ');
  }
  if (leg.state === 'no_answer') return `${leg.callCount}回呼び出し`;
  const booked = visit.appointmentAt && `予約 ${timeText(visit.appointmentAt)}`;
  const named = (leg.targetCounterId !== null || leg.targetStaffId !== null) && '席を指定';
  const returned = leg.holdReason !== null && `保留から戻りました(${leg.holdReason})`;
  const together = togetherText(companionsOf(snapshot, visit));
  return [booked, `${timeText(visit.arrivedAt)} 受付`, returned || together || named].filter(Boolean).join('・');
}

function QueuePane({ desk, inventory }: Pick<DeskPageProps, 'desk' | 'inventory'>) {
  const { queue, visitor } = desk;
  const row = (queued: Queued) => (
    <QueueRow
      key={queued.leg.id}
      number={queued.visit.ticket}
      title={purposeText(queued.leg.procedures, inventory)}
      note={noteOf(queued, desk.snapshot)}
      trailing={<Trailing queued={queued} desk={desk} />}
      href={deskPath(desk, { leg: queued.leg.id })}
      current={visitor?.leg.id === queued.leg.id}
    />
  );
  const held = queue.aside.filter(({ leg }) => leg.state === 'on_hold').length;
  return (
    <Pane kind="list" title="待っている方">
      <LiveRegion id="queue" source={`/counter/${desk.seat.id}/events`}>
        {queue.current && <QueueList title="対応中">{row(queue.current)}</QueueList>}
        <QueueList title={`次に呼ぶ順 ${queue.waiting.length}`}>{queue.waiting.map(row)}</QueueList>
        {queue.waiting.length === 0 && <p className="pane-empty">待っている方はいません。</p>}
        {queue.forOthers.length > 0 && (
          <QueueList title={`ほかの席で待つ方 ${queue.forOthers.length}`}>{queue.forOthers.map(row)}</QueueList>
        )}
        {queue.aside.length > 0 && (
          <QueueList title={`保留 ${held}・不在 ${queue.aside.length - held}`}>{queue.aside.map(row)}</QueueList>
        )}
      </LiveRegion>
    </Pane>
  );
}

/** What to do while nobody is at the seat. */
function NobodyHere({ desk, demoVisitorsPath }: Pick<DeskPageProps, 'desk' | 'demoVisitorsPath'>) {
  const nobodyWaits = desk.queue.waiting.length === 0;
  return (
    <div className="nobody">
      <Icon name={nobodyWaits ? 'done' : 'bell'} />
      <p>
        {nobodyWaits
          ? '待っている方はいません。どなたか来ると、左の列に出ます。'
          : '「次の方を呼ぶ」を押すと、その方の入力した内容と手順が出ます。'}
      </p>
      {nobodyWaits && demoVisitorsPath && (
        <Button kind="outline" icon="people" href={demoVisitorsPath}>
          お試しの来庁者を入れる
        </Button>
      )}
    </div>
  );
}

/** The desk of one seat: left who, middle what they entered, right how it is done, below what next. */
export function DeskPage(props: DeskPageProps) {
  const { desk, staff, inventory, tab, step, commandId, demoVisitorsPath } = props;
  const { visitor } = desk;
  return (
    <StaffPage
      title={visitor ? `${visitor.visit.ticket} 窓口` : '窓口'}
      language="ja"
      staff={shownStaff(staff, inventory)}
      nav="counter"
      layout="desk"
      scripts={['keys', 'timer']}
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
        title={visitor ? <VisitorTitle visitor={visitor} /> : '対応中の方はいません'}
        tools={visitor && <VisitorState visitor={visitor} />}
        head={visitor && <VisitorHead desk={desk} visitor={visitor} tab={tab} />}
        foot={
          <LiveRegion id="actions" source={`/counter/${desk.seat.id}/events`}>
            <DeskActions desk={desk} commandId={commandId} />
          </LiveRegion>
        }
      >
        {visitor ? (
          <VisitorBody desk={desk} visitor={visitor} tab={tab} inventory={inventory} />
        ) : (
          <NobodyHere desk={desk} demoVisitorsPath={demoVisitorsPath} />
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
        {servingAt && (
          <time className="tnum timer" dateTime={servingAt.toISOString()} data-since={servingAt.toISOString()}>
            {`${timeText(servingAt)}から`}
          </time>
        )}
      </Inline>
    );
  }
  if (state === 'called') return <Badge state="calling" language="ja" />;
  if (state === 'on_hold') return <Badge state="held" language="ja" />;
  return <Badge state={state === 'no_answer' ? 'absent' : 'waiting'} language="ja" />;
}
