import type { Inventory } from '#inventory';
import { LiveRegion, Pane } from '#ui';
import { isActive, type PlaceStatus, type Snapshot } from '../../queue/board.ts';
import { placePurpose, timeText, waitText } from '../../texts.ts';

interface PlacesProps {
  places: readonly PlaceStatus[];
  inventory: Inventory;
  snapshot: Snapshot;
}

/** Whether somebody works at a place: a full dot with the number of desks, or an empty one. */
function Staffed({ openDesks }: Pick<PlaceStatus, 'openDesks'>) {
  return (
    <span className={openDesks > 0 ? 'staffed' : 'staffed none'}>{openDesks > 0 ? `席 ${openDesks}` : '職員なし'}</span>
  );
}

/** One place in a glance: which, how many wait, how long, whether somebody works there. */
function PlaceCard({ status, inventory }: { status: PlaceStatus; inventory: Inventory }) {
  const { service, waiting, openDesks, wait } = status;
  const floor = `${service.floor}階`;
  return (
    <li className="place-card">
      <b className="place-name">{service.window === null ? service.id : `${floor} ${service.window}番`}</b>
      <span className="num people">
        <b>{waiting}</b>人
      </span>
      <span className="mut purpose">{placePurpose(service, 'ja', inventory)}</span>
      {openDesks > 0 && (
        <b className="num wait" data-wait>
          {waitText(wait, 'ja')}
        </b>
      )}
      <Staffed openDesks={openDesks} />
    </li>
  );
}

/** Right at the entrance: how the places stand. Those where nobody works or waits are folded. */
export function PlacesPane({ places, inventory, snapshot }: PlacesProps) {
  const active = places.filter(isActive);
  const quiet = places.filter((place) => !isActive(place));
  const card = (status: PlaceStatus) => <PlaceCard key={status.service.id} status={status} inventory={inventory} />;
  return (
    <Pane kind="side" title="窓口のようす" tools={<span className="mut num">{`${timeText(snapshot.at)} 現在`}</span>}>
      <LiveRegion id="places" source="/concierge/events">
        {active.length === 0 && <p className="pane-empty">席についている職員も、待っている方もいません。</p>}
        <ul>{active.map(card)}</ul>
        {quiet.length > 0 && (
          <details className="more-places">
            <summary>{`ほかの窓口 ${quiet.length}`}</summary>
            <ul>{quiet.map(card)}</ul>
          </details>
        )}
      </LiveRegion>
    </Pane>
  );
}
