import { type Inventory, isShownToResidents } from '#inventory';
import { toDay } from '#platform/clock';
import { formatDay, type Language, listSeparator, localText } from '#platform/i18n';
import type { Service } from './queue/hall-store.ts';
import type { Visit } from './queue/visit.ts';
import type { WaitEstimate } from './queue/wait.ts';
import { visitorMessages } from './visitor-messages.ts';

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

/** What a place is for: the departments that work there. */
export function placePurposes(service: Service, language: Language, inventory: Inventory): string[] {
  const names = service.departments.flatMap((id) => inventory.departmentById.get(id) ?? []);
  return names.length === 0 ? [service.name] : names.map(({ name }) => localText(name, language).text);
}

/** The same in one line. */
export function placePurpose(service: Service, language: Language, inventory: Inventory): string {
  return placePurposes(service, language, inventory).join(listSeparator(language));
}

/** The names of procedures in the visitor's language. */
export function procedureNames(ids: readonly string[], language: Language, inventory: Inventory): string[] {
  return ids.flatMap((id) => {
    const procedure = inventory.procedureById.get(id);
    return procedure ? [localText(procedure.name, language).text] : [];
  });
}

/** The names of procedures on ticket, phone and kiosk: what is known to staff alone is not named in the hall. */
export function namesForVisitor(ids: readonly string[], language: Language, inventory: Inventory): string[] {
  return procedureNames(shownInHall(ids, inventory), language, inventory).map(withoutAside);
}

/** The procedures that may be named where others can look on. */
export function shownInHall(ids: readonly string[], inventory: Inventory): string[] {
  return ids.filter((id) => {
    const procedure = inventory.procedureById.get(id);
    return procedure !== undefined && isShownToResidents(inventory, procedure);
  });
}

/** An official name without its explanation: 「世帯変更届(世帯主変更・世帯分離)」 → 「世帯変更届」. */
export function withoutAside(name: string): string {
  return name.replace(/[((][^()()]*[))]$/, '').trim() || name;
}

/**
 * What somebody came for in one line of a staff list: 「転入届 ほか2件」, 「番号札のみ」. The list can be seen from the
 * visitor's side of the desk, so what is known to staff alone reads as 「相談」.
 */
export function purposeText(ids: readonly string[], inventory: Inventory): string {
  if (ids.length === 0) return '番号札のみ';
  const [first = '相談', ...others] = procedureNames(shownInHall(ids, inventory), 'ja', inventory);
  return others.length > 0 ? `${withoutAside(first)} ほか${others.length}件` : withoutAside(first);
}

/** 「A013といっしょ」, or nothing for who came alone. */
export function togetherText(companions: readonly Pick<Visit, 'ticket'>[]): string {
  return companions.length === 0 ? '' : `${companions.map(({ ticket }) => ticket).join('・')}といっしょ`;
}
