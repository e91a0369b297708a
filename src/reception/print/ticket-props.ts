import type { Language } from '#platform/i18n';
import type { ReceptionPagesParts } from '../parts.ts';
import { type Snapshot, turnOf } from '../queue/board.ts';
import type { Service } from '../queue/hall-store.ts';
import { currentLeg, type Leg } from '../queue/visit.ts';
import type { TicketProps } from './pages/ticket.tsx';

/** A place of a visit with its leg. */
export interface Stop {
  leg: Leg;
  service: Service;
}

/** The places of a visit in the order of walking; those that were given up are left out. */
export function stopsOf(snapshot: Snapshot, legs: readonly Leg[]): Stop[] {
  const services = new Map(snapshot.services.map((service) => [service.id, service]));
  return legs.flatMap((leg) => {
    const service = services.get(leg.serviceId);
    return service && leg.state !== 'cancelled' ? [{ leg, service }] : [];
  });
}

/** What the ticket of a token says; null for a token that belongs to no visit of today. */
export async function ticketProps(
  { reception, inventory }: Pick<ReceptionPagesParts, 'reception' | 'inventory'>,
  token: string,
  request: { language: Language; now: Date; origin: string },
): Promise<TicketProps | null> {
  const view = await reception.visitByToken(token);
  if (view === null) return null;
  const snapshot = await reception.snapshot();
  const current = currentLeg(view.legs);
  return {
    language: request.language,
    inventory: inventory(),
    visit: view.visit,
    stops: stopsOf(snapshot, view.legs),
    turn: current ? turnOf(snapshot, current.id) : null,
    token,
    address: `${request.origin}/turn/${token}`,
    onPaper: (await reception.copiesOf(view.visit.id)) > 0,
    now: request.now,
  };
}
