import { Banner, Button, DataTable, Inline, KeyValue, LiveRegion, Stack, type StaffIdentity, StaffPage } from '#ui';
import type { Snapshot } from '../../queue/board.ts';
import { dayTotals, openCalls, type PlaceOverview, placeOverviews } from '../../queue/overview.ts';
import { dayAndTime, timeText, waitText } from '../../texts.ts';
import type { SeenDevice } from '../stopped.ts';

export interface HallPageProps {
  staff: StaffIdentity;
  snapshot: Snapshot;
  /** The names of the staff by their ids. */
  names: ReadonlyMap<string, string>;
  /** Displays that have stopped. */
  stopped: readonly SeenDevice[];
  /** May set the rules and end the day. */
  manages: boolean;
}

/** A call is noticed here when it is open for so many minutes. */
const longCall = 3;

/** 「席1 佐藤(A012)」, one line for each seat that is open. */
function Desks({ desks, names }: Pick<PlaceOverview, 'desks'> & Pick<HallPageProps, 'names'>) {
  if (desks.length === 0) return <>いません</>;
  return (
    <ul className="plain">
      {desks.map(({ seat, ticket }) => (
        <li key={seat.id}>
          {`席${seat.number} ${(seat.staffId && names.get(seat.staffId)) || '職員'}${ticket ? `(${ticket})` : '(空き)'}`}
        </li>
      ))}
    </ul>
  );
}

function Places({ snapshot, names }: Pick<HallPageProps, 'snapshot' | 'names'>) {
  return (
    <DataTable
      caption="窓口ごとのようす"
      captionShown
      empty="いまは、どの窓口にも人がいません。"
      columns={[
        { key: 'place', label: '窓口' },
        { key: 'waiting', label: '待ち', numeric: true },
        { key: 'longest', label: 'いちばん長い待ち', numeric: true },
        { key: 'wait', label: 'いま来た方の目安' },
        { key: 'desks', label: '席についている職員' },
        { key: 'aside', label: '保留・不在', numeric: true },
      ]}
      rows={placeOverviews(snapshot).map((place) => ({
        key: place.service.id,
        marked: place.waiting > 0 && place.openDesks === 0,
        cells: [
          place.service.id,
          `${place.waiting}人`,
          place.longestWait === null ? '—' : `${place.longestWait}分`,
          place.openDesks === 0 ? '職員がいません' : waitText(place.wait, 'ja'),
          <Desks key="desks" desks={place.desks} names={names} />,
          `${place.held}・${place.absent}`,
        ],
      }))}
    />
  );
}

function LongCalls({ snapshot }: Pick<HallPageProps, 'snapshot'>) {
  const calls = openCalls(snapshot, longCall);
  if (calls.length === 0) return null;
  return (
    <Banner kind="soon" title={`呼んでから${longCall}分以上、いらしていない方が${calls.length}人います。`}>
      {calls
        .map(({ ticket, service, seat, minutes }) => `${ticket} ${service.id}${seat ? ` 席${seat}` : ''} ${minutes}分`)
        .join('、')}
    </Banner>
  );
}

function StoppedDisplays({ stopped }: Pick<HallPageProps, 'stopped'>) {
  if (stopped.length === 0) return null;
  const list = stopped.map(({ place, seenAt }) => `${place}(${timeText(seenAt)}から)`).join('、');
  return (
    <Banner kind="soon" title={`呼び出し表示が${stopped.length}台、止まっているようです。`}>
      {`${list}。電源とネットワークを確かめてください。直るまで、そこで待つ方には声でお知らせください。`}
    </Banner>
  );
}

/** All counters at once, live: who waits where, how long, and who serves. */
export function HallPage({ staff, snapshot, names, stopped, manages }: HallPageProps) {
  const totals = dayTotals(snapshot);
  return (
    <StaffPage title="全体" language="ja" staff={staff} nav="hall">
      <Stack gap="large">
        <h1>全体のようす</h1>
        <LiveRegion id="hall" source="/hall/events">
          <Stack>
            <p className="mut">{`${dayAndTime(snapshot.at, 'ja')} 現在`}</p>
            <LongCalls snapshot={snapshot} />
            <StoppedDisplays stopped={stopped} />
            <KeyValue
              layout="figures"
              rows={[
                { key: 'came', label: '今日来た方', value: `${totals.came}人` },
                { key: 'here', label: 'いまいる方', value: `${totals.here}人` },
                { key: 'served', label: '終わった方', value: `${totals.served}人` },
                { key: 'gone', label: '途中で帰った方', value: `${totals.gone}人` },
              ]}
            />
            <Places snapshot={snapshot} names={names} />
          </Stack>
        </LiveRegion>
        <Inline>
          <Button kind="outline" href="/hall/rules">
            呼ぶ順番の決まり
          </Button>
          {manages && (
            <Button kind="outline" href="/hall/close">
              今日を終える
            </Button>
          )}
        </Inline>
      </Stack>
    </StaffPage>
  );
}
