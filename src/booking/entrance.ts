import type { Inventory } from '#inventory';
import type { Language } from '#platform/i18n';
import { placeText, type ReceptionService } from '#reception';

/** Where people with an appointment come to first: the desk at the entrance, in their language. */
export function entranceOf(
  reception: Pick<ReceptionService, 'snapshot'>,
  inventory: () => Inventory,
): (language: Language) => Promise<string> {
  return async (language) => {
    const { services } = await reception.snapshot();
    const desk = services.find(({ departments }) => departments.length === 0);
    return desk ? placeText(desk, language, inventory()) : '';
  };
}
