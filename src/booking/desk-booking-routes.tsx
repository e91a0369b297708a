import { z } from 'zod';
import { shownStaff } from '#identity';
import type { Day } from '#platform/clock';
import { newId } from '#platform/codes';
import { UserError } from '#platform/errors';
import { type Application, page, type Result, redirect, type Staff } from '#platform/http';
import { languages } from '#platform/i18n';
import { foldWidth } from '#platform/japanese';
import type { FormError } from '#ui';
import { proceduresToBook } from './choosing.ts';
import { readContact } from './contact.ts';
import { StaffNewPage, type TypedStaffBooking } from './pages/staff-booking.tsx';
import { dayPattern } from './shapes.ts';
import { actorOf, type StaffPagesParts, staffOf } from './staff-parts.ts';
import { stopsOf } from './stops.ts';

const list = z
  .union([
    z
      .string()
      .max(80)
      .transform((one) => [one]),
    z.array(z.string().max(80)).max(20),
  ])
  .default([]);
const newFields = {
  code: z.string().max(40).default(''),
  q: z.string().max(200).default(''),
  procedures: list,
  day: dayPattern.optional().catch(undefined),
};
const newQuery = z.object(newFields);
const newBody = z.object({
  ...newFields,
  commandId: z.uuid().optional().catch(undefined),
  cell: z.coerce.number().int().min(0).max(143).optional().catch(undefined),
  mail: z.string().max(400).default(''),
  phone: z.string().max(100).default(''),
  language: z
    .enum(languages.map(({ id }) => id) as [string, ...string[]])
    .default('ja')
    .catch('ja'),
});
const daysShown = 10;
const mostFound = 12;
const contactProblems = {
  notMail: 'メールアドレスを、hanako@example.jp のように入れてください。',
  notPhone: '電話番号を、090-1234-5678 のように入れてください。',
  notMobile: 'SMSは携帯電話にだけ届きます。070・080・090で始まる番号を入れるか、空にしてください。',
  nothing: '送り先を入れてください。',
} as const;

/** Adds the page on which staff book for somebody on the phone or at the desk. */
export function addDeskBookingRoutes(app: Application, parts: StaffPagesParts): void {
  const { booking, capacity, cases, clock, inventory } = parts;
  const serving = { action: 'booking:serve', rate: 'staff' } as const;

  const named = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const procedure = inventory().procedureById.get(id);
      return procedure ? [{ id, name: procedure.name.ja }] : [];
    });

  function search(words: string, without: readonly string[]) {
    const wanted = foldWidth(words).trim();
    if (wanted === '') return [];
    return inventory()
      .procedures.filter(({ id, name }) => name.ja.includes(wanted) && !without.includes(id))
      .slice(0, mostFound)
      .map(({ id, name }) => ({ id, name: name.ja }));
  }

  /** The case of a code and what it is about; a sentence where it cannot be opened. */
  async function caseOf(staff: Staff, code: string): Promise<{ caseId: string; procedures: string[] } | null> {
    const caseId = await cases.findForCheckIn(code);
    if (caseId === null) return null;
    try {
      return { caseId, procedures: await proceduresToBook(cases, staff, caseId) };
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  async function show(
    staff: Staff,
    typed: TypedStaffBooking,
    asked: Day | undefined,
    errors: readonly FormError[] = [],
  ): Promise<Result> {
    const plan = await booking.planFor(typed.procedures, 'staff');
    const pools = new Map((await capacity.pools()).map(({ id, serviceId }) => [id, serviceId]));
    const today = clock.today();
    const days = plan.parts.length === 0 ? [] : await booking.openDays(plan, asked ?? today, daysShown, 'staff');
    const day = days.find((one) => (asked ? one.day === asked : one.mark === 'open' || one.mark === 'few')) ?? null;
    const begin = day?.starts.find(({ left }) => left > 0)?.cell ?? 0;
    const places = plan.parts.map(({ poolId, offset, cells, procedures }) => ({
      serviceId: pools.get(poolId) ?? '',
      first: begin + offset,
      cells,
      procedures,
    }));
    const chosen = named(typed.procedures);
    return page(
      <StaffNewPage
        staff={shownStaff(staff, inventory())}
        conflicts={await capacity.conflictCount()}
        typed={{ ...typed, procedures: chosen.map(({ id }) => id) }}
        errors={errors}
        found={search(typed.q, typed.procedures)}
        chosen={chosen}
        minutes={plan.minutes}
        stops={await stopsOf(parts, places, 'ja')}
        days={days}
        day={day}
        channels={parts.channels}
        commandId={newId()}
      />,
      { status: errors.length > 0 ? 422 : 200 },
    );
  }

  const blank = { mail: '', phone: '', language: 'ja', cell: null } as const;

  app.route({
    ...serving,
    method: 'GET',
    url: '/booking/new',
    schema: { query: newQuery },
    handle: async (request) => {
      const { code, q, procedures, day } = request.query;
      const staff = staffOf(request);
      const typed = { ...blank, code, q, procedures };
      if (code.trim() === '') {
        const found = q.trim() === '' || search(q, []).length > 0;
        const message = '見つかりませんでした。別の言葉でさがしてください。';
        return show(staff, typed, day, found ? [] : [{ name: 'q', message }]);
      }
      const found = await caseOf(staff, code);
      if (found === null) {
        const message = '開けませんでした。受付コードを確かめるか、空にして手続きをさがしてください。';
        return show(staff, typed, day, [{ name: 'code', message }]);
      }
      const existing = await booking.ofCase(found.caseId);
      if (existing && existing.booking.state !== 'held')
        return redirect(`/booking/appointments/${existing.booking.id}`);
      return show(staff, { ...typed, procedures: procedures.length > 0 ? procedures : found.procedures }, day);
    },
  });

  app.route({
    ...serving,
    method: 'POST',
    url: '/booking/new',
    schema: { body: newBody },
    handle: async (request) => {
      const { body } = request;
      const staff = staffOf(request);
      const language = languages.find(({ id }) => id === body.language)?.id ?? 'ja';
      const { commandId = newId(), day, cell, mail, phone, code, procedures } = body;
      const typed = { code, q: '', procedures, mail, phone, language, cell: cell ?? null };
      const again = (errors: readonly FormError[]) => show(staff, typed, day, errors);
      const plan = await booking.planFor(
        named(procedures).map(({ id }) => id),
        'staff',
      );
      if (plan.parts.length === 0) return again([{ name: 'q', message: '手続きを選んでください。' }]);
      if (day === undefined || cell === undefined)
        return again([{ name: 'cell', message: '時間を1つ選んでください。' }]);
      const read = readContact({ mail, phone }, false);
      if (read.contact === null) {
        return again(
          Object.entries(read.problems).map(([name, problem]) => ({ name, message: contactProblems[problem] })),
        );
      }
      const known = code.trim() === '' ? null : await caseOf(staff, code);
      const caseId =
        known?.caseId ?? (await cases.createCase(staff, { facts: {}, procedures, undecided: [], language })).caseId;
      const held = await booking.hold(caseId, plan, { commandId, day, cell, language, channel: 'staff' });
      if (held.booking === null) {
        return again([{ name: 'cell', message: 'この時間は、たった今うまりました。ほかの時間を選んでください。' }]);
      }
      const reminders = mail.trim() === '' && phone.trim() === '' ? [] : ['dayBefore'];
      const details = { contact: read.contact, reminders, actor: actorOf(staff) };
      const result = await booking.confirm(held.booking.id, details);
      if (result.outcome === 'tooMany') {
        const message = 'この送り先では、もう3つの予約があります。送り先を空にすると、予約はできます。';
        return again([{ name: mail.trim() === '' ? 'phone' : 'mail', message }]);
      }
      return redirect(`/booking/appointments/${held.booking.id}`);
    },
  });
}
