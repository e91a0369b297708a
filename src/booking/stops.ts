import type { Inventory } from '#inventory';
import type { Language } from '#platform/i18n';
import { namesForVisitor, placeText, type ReceptionService } from '#reception';
import { cellMinutes, timeOf } from './cell.ts';

/** One place of the way through the hall, in words. */
export interface Stop {
  /** 「10:30」. */
  time: string;
  place: string;
  minutes: number;
  procedures: readonly string[];
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
