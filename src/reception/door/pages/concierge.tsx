import type { HomeTile, Inventory, Procedure } from '#inventory';
import { Badge, Button, ErrorSummary, Form, LiveRegion, Pane, QueueList, QueueRow, TabletPage, TextField } from '#ui';
import { companionsOf, legsOf, type PlaceStatus, type Snapshot } from '../../queue/board.ts';
import { stateNames } from '../../queue/errors.ts';
import type { HelpRequest } from '../../queue/hall-store.ts';
import { currentLeg, type Visit } from '../../queue/visit.ts';
import { dayAndTime, purposeText, timeText, togetherText } from '../../texts.ts';
import type { FoundCaller } from '../finding.ts';
import { FoundPane } from './concierge-found.tsx';
import { PlacesPane } from './concierge-places.tsx';
import { VisitPane, type VisitPaneProps, type WrongCompanion } from './concierge-visit.tsx';
import { MachineNumberField, WalkInPane, type WrongNumber } from './concierge-walk-in.tsx';

export interface ConciergeProps {
  snapshot: Snapshot;
  inventory: Inventory;
  places: readonly PlaceStatus[];
  help: readonly HelpRequest[];
  /** Who is on duty at the entrance. */
  duty: string;
  /** A command for each form of the page. */
  commandId: () => string;
  /** What stands in the middle. */
  work:
    | ({ kind: 'visit' } & Pick<VisitPaneProps, 'visit' | 'ticket' | 'left' | 'targets'>)
    | { kind: 'found'; callers: readonly FoundCaller[] }
    | { kind: 'walkIn'; tile: HomeTile | null; procedures: readonly Procedure[] };
  /** What led to nobody, as it was typed, and what to do. */
  wrongCode?: { readonly typed: string; readonly message: string };
  /** A number of a ticket machine that could not be taken, with what was chosen beside it. */
  wrongNumber?: WrongNumber;
  /** A number that could not be joined with the visitor who is open. */
  wrongCompanion?: WrongCompanion;
  /** Whether a ticket machine gives numbers here. */
  hasMachines: boolean;
}

const path = '/concierge';

function HelpBadges({ help }: Pick<ConciergeProps, 'help'>) {
  return (
    <LiveRegion id="help" source={`${path}/events`} polite>
      {help.map(({ id, place, askedAt }) => (
        <Form key={id} action={`${path}/help/${id}`} layout="row">
          <Badge state="look" language="ja">{`助けを求めています:${place} ${timeText(askedAt)}`}</Badge>
          <Button kind="outline">行きました</Button>
        </Form>
      ))}
    </LiveRegion>
  );
}

/** The one word that matters about a visitor at the entrance. */
function VisitBadge({ visit, props }: { visit: Visit; props: ConciergeProps }) {
  const current = currentLeg(legsOf(props.snapshot, visit.id));
  if (visit.state !== 'active' || !current) return <Badge state="done" language="ja" />;
  if (current.state === 'called') return <Badge state="calling" language="ja" />;
  if (current.state === 'serving') return <Badge state="serving" language="ja" />;
  if (current.state === 'on_hold') return <Badge state="held" language="ja" />;
  if (current.state === 'no_answer') return <Badge state="absent" language="ja" />;
  if (visit.priorityReason !== null) return <Badge state="priority" language="ja" />;
  if (!['ja', 'easy'].includes(visit.language)) return <Badge state="interpreter" language="ja" />;
  return (
    <Badge state="waiting" language="ja">
      {stateNames[current.state]}
    </Badge>
  );
}

/** One line about a visitor of today: purpose and where they stand. */
function ArrivalRow({ visit, props }: { visit: Visit; props: ConciergeProps }) {
  const { snapshot, inventory, work } = props;
  const legs = legsOf(snapshot, visit.id);
  const purpose = legs.flatMap(({ procedures }) => procedures);
  return (
    <QueueRow
      number={visit.ticket}
      title={purposeText(purpose, inventory)}
      note={[
        visit.appointmentAt && `予約 ${timeText(visit.appointmentAt)}`,
        timeText(visit.arrivedAt),
        currentLeg(legs)?.serviceId,
        togetherText(companionsOf(snapshot, visit)),
      ]
        .filter(Boolean)
        .join(' ')}
      trailing={<VisitBadge visit={visit} props={props} />}
      href={`${path}?visit=${visit.id}`}
      current={work.kind === 'visit' && work.visit.id === visit.id}
    />
  );
}

function ArrivalsPane(props: ConciergeProps) {
  const { snapshot, commandId, wrongCode } = props;
  const visits = [...snapshot.visits.values()].reverse();
  const active = visits.filter(({ state }) => state === 'active');
  const over = visits.filter(({ state }) => state !== 'active');
  return (
    <Pane
      kind="list"
      title={`来た方 ${visits.length}人`}
      head={
        <>
          <Button kind="outline" icon="qr" href={`${path}/scan`} block>
            カメラで読む
          </Button>
          <ErrorSummary
            language="ja"
            errors={wrongCode === undefined ? [] : [{ name: 'code', message: wrongCode.message }]}
          />
          <Form action={`${path}/check-in`}>
            <input type="hidden" name="commandId" value={commandId()} />
            <TextField
              name="code"
              label="コード・カナ・電話番号"
              language="ja"
              value={wrongCode?.typed ?? ''}
              error={wrongCode?.message}
              autoComplete="off"
              maxLength={200}
            />
            {props.hasMachines && (
              <MachineNumberField
                name="codeMachineNumber"
                wrong={props.wrongNumber?.isWithCode ? props.wrongNumber : undefined}
              />
            )}
            <Button kind="outline">さがす</Button>
          </Form>
        </>
      }
      foot={
        <Button kind="outline" icon="plus" href={path} block>
          予約なしの受付
        </Button>
      }
    >
      <LiveRegion id="arrivals" source={`${path}/events`}>
        {active.length === 0 ? (
          <p className="pane-empty">手続き中の方はいません。コードを読み取るか、予約なしで受け付けてください。</p>
        ) : (
          <QueueList title={`手続き中 ${active.length}人`}>
            {active.map((visit) => (
              <ArrivalRow key={visit.id} visit={visit} props={props} />
            ))}
          </QueueList>
        )}
        {over.length > 0 && (
          <QueueList title={`終わった方 ${over.length}人`}>
            {over.map((visit) => (
              <ArrivalRow key={visit.id} visit={visit} props={props} />
            ))}
          </QueueList>
        )}
      </LiveRegion>
    </Pane>
  );
}

/** The tablet of the entrance: who has come, one visitor, how the places stand. */
export function ConciergePage(props: ConciergeProps) {
  const { work, help, duty, wrongCode, wrongNumber, wrongCompanion, snapshot } = props;
  return (
    <TabletPage
      title="総合案内"
      language="ja"
      duty={duty}
      status={
        <>
          <HelpBadges help={help} />
          <Button kind="outline" href="/concierge/map">
            館内図
          </Button>
          <Button kind="outline" href="/concierge/line">
            列での受付
          </Button>
          <span className="num">{dayAndTime(snapshot.at, 'ja')}</span>
        </>
      }
      hasErrors={[wrongCode, wrongNumber, wrongCompanion].some((wrong) => wrong !== undefined)}
    >
      <ArrivalsPane {...props} />
      {work.kind === 'visit' && <VisitPane {...props} {...work} />}
      {work.kind === 'found' && <FoundPane {...props} callers={work.callers} />}
      {work.kind === 'walkIn' && (
        <WalkInPane {...props} tile={work.tile} procedures={work.procedures} wrongNumber={wrongNumber} />
      )}
      <PlacesPane {...props} />
    </TabletPage>
  );
}
