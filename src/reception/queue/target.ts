import { placeStatuses, type Snapshot } from './board.ts';
import type { TransferTarget } from './calling.ts';
import type { Seat } from './hall-store.ts';

/** Who sits at a seat, as a colleague knows them. */
const whoSits = ({ staffId }: Seat, names: ReadonlyMap<string, string>): string =>
  staffId === null ? '' : (names.get(staffId) ?? '職員');

/** Where a visitor can be sent from a place: the other places, and below each the seats and people that work there now. */
export function targetOptions(
  snapshot: Snapshot,
  names: ReadonlyMap<string, string>,
  { from, ownSeat }: { from: string | null; ownSeat?: number },
): { value: string; label: string }[] {
  return placeStatuses(snapshot).flatMap(({ service, waiting }) => {
    const open = snapshot.seats.filter(
      ({ id, serviceId, staffId }) => serviceId === service.id && staffId !== null && id !== ownSeat,
    );
    return [
      ...(service.id === from ? [] : [{ value: service.id, label: `${service.id}(待ち ${waiting}人)` }]),
      ...open.flatMap((seat) => [
        { value: `seat:${seat.id}:${service.id}`, label: `${service.id} 席${seat.number}だけ` },
        {
          value: `staff:${seat.staffId}:${service.id}`,
          label: `${service.id} ${whoSits(seat, names)}さんだけ(いま席${seat.number})`,
        },
      ]),
    ];
  });
}

/** What was chosen of these; null for what no page offers. */
export function readTarget(value: string): TransferTarget | null {
  const [, kind, id, serviceId] = /^(seat|staff):([0-9a-f-]{1,36}):(.+)$/.exec(value) ?? [];
  if (kind === undefined || id === undefined || serviceId === undefined) return { serviceId: value };
  if (kind === 'seat') return /^\d{1,9}$/.test(id) ? { serviceId, targetCounterId: Number(id) } : null;
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? { serviceId, targetStaffId: id } : null;
}
