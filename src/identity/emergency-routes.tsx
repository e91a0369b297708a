import { z } from 'zod';
import { type Application, notFound, page, redirect } from '#platform/http';
import { type EmergencyCategory, emergencyCategories, reasonProblem } from './emergency.ts';
import { EmergencyCasePage, EmergencyPage, type TypedEmergency } from './pages/emergency-pages.tsx';
import { forStaff, type RouteParts, signedIn } from './route-parts.ts';

const categories = Object.keys(emergencyCategories) as [EmergencyCategory, ...EmergencyCategory[]];
const category = z.enum(categories);

/** Opening a case that is not one's own, with a reason, in everybody's sight. */
export function addEmergencyRoutes(app: Application, parts: RouteParts): void {
  const { house, identity } = parts;
  const { emergencies } = identity;
  app.route({
    method: 'GET',
    url: '/staff/emergency',
    action: 'case:breakGlass',
    rate: 'staff',
    handle: forStaff((staff) => page(<EmergencyPage staff={signedIn(staff, parts)} />)),
  });
  app.route({
    method: 'POST',
    url: '/staff/emergency',
    action: 'case:breakGlass',
    rate: 'code',
    schema: {
      body: z.object({
        code: z.string().max(40).default(''),
        category: category.optional(),
        reason: z.string().max(4000).default(''),
      }),
    },
    handle: forStaff(async (staff, { body, now }) => {
      const caseId = await house.cases.find(body.code);
      const problems = emergencyProblems(body, caseId !== null);
      if (caseId === null || body.category === undefined || problems.length > 0) {
        const props = { staff: signedIn(staff, parts), typed: body, problems };
        return page(<EmergencyPage {...props} />, { status: 422 });
      }
      await emergencies.open(staff, caseId, { category: body.category, reason: body.reason.trim() }, now);
      return redirect(`/staff/emergency/${caseId}`);
    }),
  });
  app.route({
    method: 'GET',
    url: '/staff/emergency/:caseId',
    action: 'case:read',
    rate: 'staff',
    schema: { params: z.object({ caseId: z.uuid() }) },
    handle: forStaff(async (staff, { params, now }) => {
      const emergency = await emergencies.live(staff.staffId, params.caseId, now);
      if (emergency === undefined) return notFound();
      const shown = await house.cases.show(staff, params.caseId);
      return page(<EmergencyCasePage shown={shown} endsAt={emergency.endsAt} staff={signedIn(staff, parts)} />);
    }),
  });
}

function emergencyProblems({ category: chosen, reason }: TypedEmergency, found: boolean) {
  const problem = reasonProblem(reason);
  return [
    ...(found ? [] : [{ name: 'code', message: 'このコードの受け付けは見つかりません。コードを確かめてください。' }]),
    ...(chosen === undefined ? [{ name: 'category', message: '何のために開くのかを選んでください。' }] : []),
    ...(problem === undefined ? [] : [{ name: 'reason', message: problem }]),
  ];
}
