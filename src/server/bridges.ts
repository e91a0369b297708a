import type { CaseService } from '#cases';
import type { Congestion, GuideAnswers } from '#guide';
import type { House, IdentityService } from '#identity';
import { calendar, type Inventory } from '#inventory';
import { cookieNames, type Result, redirect, setCookie } from '#platform/http';
import { type ReceptionService, timeText } from '#reception';
import type { City } from '#ui';

/** How full the hall is, as the home page of the guide shows it. */
export async function congestionOf(reception: ReceptionService): Promise<Congestion> {
  const { at, places } = await reception.congestion();
  const rows = places
    .filter(({ waiting }) => waiting > 0)
    .map(({ service, waiting, wait }) => ({
      id: service.id,
      name: service.name,
      place: service.id,
      waiting,
      minutes: wait.kind === 'range' ? { from: wait.from, to: wait.to } : null,
    }));
  return { at: timeText(at), rows };
}

/** What every page says about the city. */
export function cityOf({ city }: Inventory): City {
  return { name: city.name, phone: city.hall.phone, open: city.hours.open, close: city.hours.close };
}

/** Makes a case of a resident's answers and opens it in their browser. */
export async function handOverTo(
  cases: CaseService,
  { subject, language, next, ...answers }: GuideAnswers,
): Promise<Result> {
  const { token } = await cases.createCase(subject, { ...answers, language });
  const opened = await cases.openByToken(token);
  if (opened === null) return redirect('/case/open');
  return redirect(next === 'booking' ? '/case/booking' : '/case', {
    cookies: [setCookie(cookieNames.resident, opened.session)],
  });
}

/** The names of the staff by their ids, as the desk and the overview of the hall show them. */
export async function namesOfStaff({ people }: Pick<IdentityService, 'people'>): Promise<ReadonlyMap<string, string>> {
  return new Map((await people.list()).map(({ id, name }) => [id, name]));
}

/** The house as the pages of accounts, devices and the trail of looks know it. */
export function houseOf(inventory: () => Inventory, cases: CaseService, reception: ReceptionService): House {
  return {
    departments: () => inventory().departments,
    counters: async () => (await reception.snapshot()).services.map(({ id }) => ({ id, name: id })),
    nextOpenDay: (day) => calendar(inventory().city).nextOpenDay(day),
    cases: {
      find: cases.findForCheckIn,
      codesOf: cases.codesOf,
      async show(staff, caseId) {
        const { overview, entries, notes } = await cases.viewForCounter(staff, caseId, {});
        return { code: overview.code, entries, notes };
      },
    },
  };
}
