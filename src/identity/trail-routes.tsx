import { z } from 'zod';
import { addDays, type Day, toDay } from '#platform/clock';
import { sseStream } from '#platform/events';
import { type Application, eventStream, notFound, page, type RouteRequest, redirect, type Staff } from '#platform/http';
import { securityTopic } from './emergencies.ts';
import { TrailPage, type TrailPageProps } from './pages/trail-page.tsx';
import { WeekPage } from './pages/week-page.tsx';
import { forStaff, type RouteParts, signedIn } from './route-parts.ts';
import { isOver, lastWeek, mondayOf } from './trail.ts';
import { openTrailReader, type SignOff } from './trail-reader.ts';

const day = z.iso.date();
const query = z.object({
  day: day.or(z.literal('')).optional(),
  person: z.uuid().or(z.literal('')).optional(),
  code: z.string().max(40).default(''),
  about: z.enum(['looks', 'other', 'all']).default('looks'),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});

const refusals: Readonly<Record<Exclude<SignOff, 'signed'>, string>> = {
  notOver: 'この週はまだ終わっていません。日曜日を過ぎてから確認してください。',
  openEmergencies: '確認していない「非常時の閲覧」があります。先に確認してください。',
  already: 'この週は、ほかの人が先に確認しました。',
};

/** The trail of looks: reading it, checking that nobody changed it, and going through it week by week. */
export function addTrailRoutes(app: Application, parts: RouteParts): void {
  const { bus, house, identity } = parts;
  const reader = openTrailReader({ ...parts, emergencies: identity.emergencies });
  const read = { method: 'GET', action: 'audit:read', rate: 'staff' } as const;
  const review = { method: 'POST', action: 'audit:review', rate: 'staff' } as const;

  const show = async (
    staff: Staff,
    asked: z.output<typeof query>,
    now: Date,
    verification?: TrailPageProps['verification'],
  ) => {
    const code = asked.code.trim();
    const caseId = code === '' ? undefined : await house.cases.find(code);
    // Asked for a person or a case, one wants to see them of all days.
    const chosen = asked.day || (asked.person || code !== '' ? undefined : toDay(now));
    const person = asked.person || undefined;
    const found =
      caseId === null
        ? { lines: [], more: false }
        : await reader.lines({ day: chosen, person, caseId, about: asked.about, page: asked.page });
    return page(
      <TrailPage
        {...found}
        staff={signedIn(staff, parts)}
        query={{ day: chosen, person, code, about: asked.about, page: asked.page }}
        unknownCode={caseId === null}
        people={await reader.people()}
        unreviewed={await reader.unreviewed(now)}
        verification={verification}
        recoveries={staff.roles.includes('security')}
      />,
    );
  };

  app.route({
    ...read,
    url: '/staff/audit',
    schema: { query },
    handle: forStaff((staff, { query: asked, now }) => show(staff, asked, now)),
  });
  app.route({
    ...read,
    url: '/staff/audit/events',
    rate: 'stream',
    handle: ({ lastEventId }) => eventStream(sseStream(bus, [securityTopic], lastEventId)),
  });
  app.route({
    method: 'POST',
    url: '/staff/audit/verify',
    action: 'audit:verify',
    rate: 'staff',
    handle: forStaff(async (staff, { now }: RouteRequest) => {
      const verification = await reader.verify(staff);
      return show(staff, query.parse({}), now, verification);
    }),
  });
  app.route({
    ...review,
    url: '/staff/audit/emergency/:id',
    schema: { params: z.object({ id: z.uuid() }), body: z.object({ week: day.optional() }) },
    handle: forStaff(async (staff, { params, body, now }) => {
      const done = await identity.emergencies.review(staff, params.id, now);
      if (!done) return notFound();
      return redirect(body.week === undefined ? '/staff/audit' : weekPath(body.week));
    }),
  });
  app.route({
    ...read,
    url: '/staff/audit/week',
    schema: { query: z.object({ week: day.optional() }) },
    handle: forStaff(async (staff, { query: asked, now }) => {
      const monday = mondayOf(asked.week ?? lastWeek(now));
      const week = await reader.week(monday, now);
      return page(<WeekPage week={week} staff={signedIn(staff, parts)} {...around(monday, now)} />);
    }),
  });
  app.route({
    ...review,
    url: '/staff/audit/week',
    schema: { body: z.object({ week: day, remark: z.string().trim().max(400).default('') }) },
    handle: forStaff(async (staff, { body, now }) => {
      const monday = mondayOf(body.week);
      const result = await reader.signOff(staff, monday, body.remark, now);
      if (result === 'signed') return redirect(weekPath(monday));
      const problem = refusals[result];
      return page(
        <WeekPage
          week={await reader.week(monday, now)}
          staff={signedIn(staff, parts)}
          remark={body.remark}
          problem={problem}
          {...around(monday, now)}
        />,
        { status: 409 },
      );
    }),
  });
}

const weekPath = (week: Day): string => `/staff/audit/week?week=${week}`;

/** The weeks before and after; the one that runs now is the last. */
function around(monday: Day, now: Date): { before: string; after: string | undefined } {
  return {
    before: weekPath(addDays(monday, -7)),
    after: isOver(monday, now) ? weekPath(addDays(monday, 7)) : undefined,
  };
}
