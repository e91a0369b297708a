import type { HomeTile, Inventory, Procedure } from '#inventory';
import { documentsFor } from '#inventory';
import { languages } from '#platform/i18n';
import {
  Badge,
  Banner,
  BringList,
  Button,
  Card,
  ChoiceCard,
  ErrorSummary,
  Form,
  Inline,
  LiveRegion,
  Pane,
  QueueList,
  QueueRow,
  SelectField,
  Stack,
  Steps,
  TabletPage,
  TextField,
} from '#ui';
import { legsOf, type PlaceStatus, type Snapshot, turnOf } from '../board.ts';
import { stateNames } from '../errors.ts';
import type { HelpRequest } from '../hall-store.ts';
import { placePurpose, purposeText, timeText, waitText } from '../texts.ts';
import { currentLeg, type Visit } from '../visit.ts';

/** Why somebody is called earlier, or needs somebody beside them. */
export const needs = ['車いす・つえ', '小さいお子さん連れ', '体調がわるい', '通訳・筆談・手話'] as const;

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
    | { kind: 'visit'; visit: Visit; ticketPath: string }
    | { kind: 'walkIn'; tile: HomeTile | null; procedures: readonly Procedure[] };
  /** A code that opened nothing, as it was typed. */
  wrongCode?: string;
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

/** One line about the visitor of today: purpose and where they stand. */
function ArrivalRow({ visit, props }: { visit: Visit; props: ConciergeProps }) {
  const { snapshot, inventory, work } = props;
  const legs = legsOf(snapshot, visit.id);
  const current = currentLeg(legs);
  return (
    <QueueRow
      number={visit.ticket}
      title={purposeText(
        legs.flatMap(({ procedures }) => procedures),
        inventory,
      )}
      note={`${timeText(visit.arrivedAt)} ${current?.serviceId ?? ''}`}
      trailing={
        <Badge state={visit.priorityReason === null ? 'waiting' : 'priority'} language="ja">
          {visit.state === 'active' && current ? stateNames[current.state] : '終わり'}
        </Badge>
      }
      href={`${path}?visit=${visit.id}`}
      current={work.kind === 'visit' && work.visit.id === visit.id}
    />
  );
}

function ArrivalsPane(props: ConciergeProps) {
  const { snapshot, commandId, wrongCode } = props;
  const visits = [...snapshot.visits.values()].reverse();
  const active = visits.filter(({ state }) => state === 'active');
  const error = '見つかりません。コードを確かめるか、予約なしで受け付けてください。';
  return (
    <Pane
      kind="list"
      title={`来た方 ${visits.length}人`}
      head={
        <>
          <ErrorSummary language="ja" errors={wrongCode === undefined ? [] : [{ name: 'code', message: error }]} />
          <Form action={`${path}/check-in`}>
            <input type="hidden" name="commandId" value={commandId()} />
            <TextField
              name="code"
              label="受付コード・二次元コード"
              language="ja"
              value={wrongCode ?? ''}
              error={wrongCode === undefined ? undefined : error}
              autoComplete="off"
              maxLength={200}
            />
            <Button kind="outline" icon="qr">
              受け付ける
            </Button>
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
        <QueueList title={`手続き中 ${active.length}人`}>
          {active.map((visit) => (
            <ArrivalRow key={visit.id} visit={visit} props={props} />
          ))}
        </QueueList>
        <QueueList title="終わった方">
          {visits
            .filter(({ state }) => state !== 'active')
            .map((visit) => (
              <ArrivalRow key={visit.id} visit={visit} props={props} />
            ))}
        </QueueList>
      </LiveRegion>
    </Pane>
  );
}

/** A visitor who has a number: the way, what to bring, a word for the counters. */
function VisitWork({ props, visit, ticketPath }: { props: ConciergeProps; visit: Visit; ticketPath: string }) {
  const { snapshot, inventory, commandId } = props;
  const legs = legsOf(snapshot, visit.id).filter(({ state }) => state !== 'cancelled');
  const current = currentLeg(legs);
  const turn = current ? turnOf(snapshot, current.id) : null;
  const position = current ? legs.indexOf(current) : legs.length;
  const procedures = legs.flatMap((leg) => leg.procedures).flatMap((id) => inventory.procedureById.get(id) ?? []);
  const documents = documentsFor(procedures, {}, 'no').filter(({ requiredness }) => requiredness === 'required');
  return (
    <Stack>
      {visit.priorityReason !== null && <Banner kind="info" title={`優先:${visit.priorityReason}`} slim />}
      <Card>
        <h3>回るところ</h3>
        <Steps language="ja" current={position} steps={legs.map(({ serviceId }) => serviceId)} />
        {turn && <p>{`いまの窓口まで 前に${turn.ahead}人、${waitText(turn.wait, 'ja')}`}</p>}
      </Card>
      <Card>
        <h3>持ち物を確かめる</h3>
        {documents.length === 0 ? (
          <p>決まった持ち物はありません。</p>
        ) : (
          <BringList
            storageKey={`visit-${visit.id}`}
            items={documents.map(({ id, name }) => ({ id, name: name.ja }))}
          />
        )}
      </Card>
      <Form action={`${path}/note`}>
        <input type="hidden" name="visit" value={visit.id} />
        <TextField name="note" label="窓口への申し送り" language="ja" maxLength={400} />
        <Button kind="outline">申し送りを残す</Button>
      </Form>
      <Inline>
        <Button icon="print" href={ticketPath}>
          番号札を印刷
        </Button>
        {current && !['called', 'serving'].includes(current.state) && (
          <Form action={`${path}/leave`} layout="row">
            <input type="hidden" name="commandId" value={commandId()} />
            <input type="hidden" name="leg" value={current.id} />
            <Button kind="danger">順番を取り消す</Button>
          </Form>
        )}
        {current && ['on_hold', 'no_answer'].includes(current.state) && (
          <Form action={`${path}/return`} layout="row">
            <input type="hidden" name="commandId" value={commandId()} />
            <input type="hidden" name="leg" value={current.id} />
            <Button kind="outline">列に戻す</Button>
          </Form>
        )}
      </Inline>
    </Stack>
  );
}

/** A visitor without a code: the purpose, then the procedures or the place, then the number. */
function WalkInWork({
  props,
  tile,
  procedures,
}: {
  props: ConciergeProps;
  tile: HomeTile | null;
  procedures: readonly Procedure[];
}) {
  const { inventory, places, commandId } = props;
  return (
    <Stack>
      <nav aria-label="用件">
        <Inline>
          {inventory.home.map(({ id, name }) => (
            <Button key={id} kind={id === tile?.id ? 'text' : 'outline'} href={`${path}?tile=${id}`}>
              {name.ja}
            </Button>
          ))}
        </Inline>
      </nav>
      <Form action={`${path}/walk-in`}>
        <input type="hidden" name="commandId" value={commandId()} />
        {procedures.map(({ id, name, counter }) => (
          <ChoiceCard key={id} kind="checkbox" name="procedures" value={id} label={name.ja} note={counter.place} />
        ))}
        <SelectField
          name="service"
          label={tile === null ? '行き先' : '行き先(手続きを選ばないとき)'}
          language="ja"
          empty="総合案内"
          options={places.map(({ service }) => ({
            value: service.id,
            label: `${service.id} ${placePurpose(service, 'ja', inventory)}`,
          }))}
        />
        <SelectField
          name="language"
          label="ことば"
          language="ja"
          value="ja"
          options={languages.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <SelectField
          name="need"
          label="先に呼ぶ理由"
          language="ja"
          empty="なし"
          options={needs.map((need) => ({ value: need, label: need }))}
        />
        <Button icon="ticket">番号札を出す</Button>
      </Form>
    </Stack>
  );
}

function PlacesPane({ places, inventory, snapshot }: ConciergeProps) {
  return (
    <Pane kind="side" title="窓口のようす">
      <LiveRegion id="places" source={`${path}/events`}>
        <p className="mut">{`${timeText(snapshot.at)} 現在`}</p>
        <ul className="stack-s">
          {places.map(({ service, waiting, openDesks, wait }) => (
            <li key={service.id}>
              <b>{service.id}</b> <b className="num">{waiting}</b>人
              <br />
              <span className="mut">
                {`${placePurpose(service, 'ja', inventory)} ${openDesks === 0 ? '席に職員がいません' : waitText(wait, 'ja')}`}
              </span>
            </li>
          ))}
        </ul>
      </LiveRegion>
    </Pane>
  );
}

/** The tablet of the entrance: who has come, one visitor, how the places stand. */
export function ConciergePage(props: ConciergeProps) {
  const { work, help, duty, wrongCode } = props;
  return (
    <TabletPage
      title="総合案内"
      language="ja"
      duty={duty}
      status={<HelpBadges help={help} />}
      hasErrors={wrongCode !== undefined}
    >
      <ArrivalsPane {...props} />
      <Pane kind="work" title={work.kind === 'visit' ? `${work.visit.ticket}の方` : '予約なしの受付'}>
        {work.kind === 'visit' ? (
          <VisitWork props={props} visit={work.visit} ticketPath={work.ticketPath} />
        ) : (
          <WalkInWork props={props} tile={work.tile} procedures={work.procedures} />
        )}
      </Pane>
      <PlacesPane {...props} />
    </TabletPage>
  );
}
