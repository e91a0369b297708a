import type { Inventory } from '#inventory';
import type { Language } from '#platform/i18n';
import { namesForVisitor, placeText, type ReceptionService } from '#reception';
import { cellMinutes, timeOf } from './cell.ts';
import type { Plan } from './plan.ts';
import type { BookingService } from './service.ts';

/** One place of the way through the hall, in words. */
export interface Stop {
  /** 「10:30」. */
  time: string;
  place: string;
  minutes: number;
  procedures: readonly string[];
}

/** The places of a plan in the order of walking, in words; empty where there is but one. */
export async function walkOf(
  parts: { booking: Pick<BookingService, 'availability'> } & Parameters<typeof stopsOf>[0],
  plan: Plan,
  language: Language,
): Promise<string[]> {
  if (plan.parts.length < 2) return [];
  const pools = new Map((await parts.booking.availability.pools()).map(({ id, serviceId }) => [id, serviceId]));
  const places = plan.parts.map(({ poolId, offset, ...rest }) => ({
    ...rest,
    serviceId: pools.get(poolId) ?? '',
    first: offset,
  }));
  return (await stopsOf(parts, places, language)).map(({ place }) => place);
}

/** Says the places of an appointment in the order of walking. */
export async function stopsOf(
  { reception, inventory }: { reception: Pick<ReceptionService, 'snapshot'>; inventory: () => Inventory },
  places: readonly { serviceId: string; first: number; cells: number; procedures: readonly string[] }[],
  language: Language,
): Promise<Stop[]> {
  const { services } = await reception.snapshot();
  return places.map(({ serviceId, first, cells, procedures }) => {
    const service = services.find(({ id }) => id === serviceId);
    return {
      time: timeOf(first),
      place: service ? placeText(service, language, inventory()) : serviceId,
      minutes: cells * cellMinutes,
      procedures: namesForVisitor(procedures, language, inventory()),
    };
  });
}
