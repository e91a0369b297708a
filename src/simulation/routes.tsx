import { z } from 'zod';
import { roomsOf } from '#identity';
import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { type Application, notFound, page, redirect, type Staff } from '#platform/http';
import { formatDay } from '#platform/i18n';
import type { ReceptionService } from '#reception';
import { type Basis, basisOf, nextWorkday, plansOf } from './entries.ts';
import { SimulationPage } from './pages/simulation.tsx';
import { runApart } from './run.ts';
import { removePlan, savedPlans, savePlan } from './store.ts';

const field = z.string().max(60);
const value = z.string().max(200);
const query = z.record(field, value).catch({});
/** How far back days are looked at. */
const recordedDays = 56;

/** Adds the pages on which a counter day is tried out. */
export function registerSimulation(
  app: Application,
  { database, clock }: { database: Database; clock: Clock },
  { inventory, reception }: { inventory: () => Inventory; reception: ReceptionService },
): void {
  async function basis(isTomorrow: boolean): Promise<Basis> {
    const [{ services, seats }, recorded] = await Promise.all([
      reception.snapshot(),
      reception.waiting.recorded(recordedDays),
    ]);
    const furnished = services.map((service) => ({
      ...service,
      seats: seats.filter(({ serviceId }) => serviceId === service.id).length,
    }));
    furnished.sort((one, other) => other.seats - one.seats);
    return basisOf(recorded, furnished, isTomorrow ? nextWorkday(clock.today()) : null);
  }

  function shown(staff: Staff) {
    const { name, department } = staff;
    return {
      name,
      department: inventory().departmentById.get(department)?.name.ja ?? department,
      rooms: roomsOf(staff),
    };
  }

  app.route({
    method: 'GET',
    url: '/simulation',
    action: 'simulation:use',
    rate: 'staff',
    schema: { query },
    handle: async ({ query: entries, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const isTomorrow = entries.day === 'tomorrow';
      const from = await basis(isTomorrow);
      const plans = entries.run === '1' ? plansOf(entries, from) : null;
      const problems = plans !== null && 'problems' in plans ? plans.problems : [];
      const outcome = plans !== null && 'first' in plans ? await runApart(plans.first, plans.second, plans.days) : null;
      return page(
        <SimulationPage
          staff={shown(subject)}
          basis={from}
          tomorrow={isTomorrow ? formatDay(nextWorkday(clock.today()), 'ja') : null}
          entries={entries}
          problems={problems}
          outcome={outcome}
          saved={await savedPlans(database.kysely)}
        />,
        { status: problems.length > 0 ? 422 : 200 },
      );
    },
  });

  app.route({
    method: 'POST',
    url: '/simulation/plans',
    action: 'simulation:use',
    rate: 'staff',
    schema: { body: z.object({ name: z.string().max(60).default(''), entries: z.string().max(20_000).default('{}') }) },
    handle: async ({ body }) => {
      const entries = entriesOf(body.entries);
      const name = body.name.replaceAll('\u0000', '').trim();
      if (entries === null) return notFound();
      await savePlan(
        database.kysely,
        { id: newId(), name: name === '' ? '名前のない計画' : name, entries },
        clock.now(),
      );
      return redirect('/simulation');
    },
  });

  app.route({
    method: 'POST',
    url: '/simulation/plans/:id/remove',
    action: 'simulation:use',
    rate: 'staff',
    schema: { params: z.object({ id: z.uuid() }) },
    handle: async ({ params }) => {
      await removePlan(database.kysely, params.id);
      return redirect('/simulation');
    },
  });
}

/** What a form sent back of the fields of a plan; null when it is something else. */
function entriesOf(text: string): { [field: string]: string } | null {
  try {
    const parsed = z.record(field, value).safeParse(JSON.parse(text));
    return parsed.success && !text.includes('\\u0000') ? parsed.data : null;
  } catch {
    return null;
  }
}
