import type { Inventory } from '#inventory';
import { toDay } from '#platform/clock';
import { formatDay, type Language, localText } from '#platform/i18n';
import type { Service } from './hall-store.ts';
import { visitorMessages } from './visitor-messages.ts';
import type { WaitEstimate } from './wait.ts';

const clockFormat = new Intl.DateTimeFormat('ja-JP', { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Tokyo' });

/** Time of day in Asia/Tokyo: 「10:42」. */
export function timeText(instant: Date): string {
  return clockFormat.format(instant);
}

/** Day and time: 「11月25日(水) 10:42」. */
export function dayAndTime(instant: Date, language: Language): string {
  return `${formatDay(toDay(instant), language)} ${timeText(instant)}`;
}

/** 「25〜40分」, 「すぐ呼べます」, or that there is no number. */
export function waitText(wait: WaitEstimate, language: Language): string {
  const t = visitorMessages(language);
  if (wait.kind === 'range') return t('waitRange', { from: wait.from, to: wait.to });
  return t(wait.kind === 'now' ? 'waitNow' : 'waitUnknown');
}

/**
 * A place in the visitor's language, floor first: 「1階 3番窓口」. A place without a number has its name on the door in
 * Japanese, so other languages give the department and that name.
 */
export function placeText(service: Service, language: Language, inventory: Inventory): string {
  const t = visitorMessages(language);
  if (service.window !== null) return t('placeWindow', { floor: service.floor, window: service.window });
  if (language === 'ja') return service.id;
  const names = service.departments.flatMap((id) => inventory.departmentById.get(id) ?? []);
  const [department] = names.map(({ name }) => localText(name, language));
  const known = department && department.language !== 'ja' ? `${department.text} (${service.name})` : service.name;
  return t('placeNamed', { floor: service.floor, name: known });
}

/** What a place is for, in one line: the departments that work there. */
export function placePurpose(service: Service, language: Language, inventory: Inventory): string {
  const names = service.departments.flatMap((id) => inventory.departmentById.get(id) ?? []);
  return names.map(({ name }) => localText(name, language).text).join('・') || service.name;
}

/** The names of procedures in the visitor's language. */
export function procedureNames(ids: readonly string[], language: Language, inventory: Inventory): string[] {
  return ids.flatMap((id) => {
    const procedure = inventory.procedureById.get(id);
    return procedure ? [localText(procedure.name, language).text] : [];
  });
}

/** What somebody came for in one line of a staff list: 「転入届ほか2件」, or 「番号札のみ」. */
export function purposeText(ids: readonly string[], inventory: Inventory): string {
  const [first = '番号札のみ', ...others] = procedureNames(ids, 'ja', inventory);
  return others.length > 0 ? `${first}ほか${others.length}件` : first;
}
