import { z } from 'zod';
import { type Application, notFound, page, type Result, redirect, type Staff } from '#platform/http';
import { PeoplePage } from './pages/people-page.tsx';
import { PersonPage, type PersonPageProps } from './pages/person-page.tsx';
import { needsTwoPersons, type Refusal, staffActor } from './people.ts';
import { dutiesOf, loginOf, type PersonProblem, personProblems, type TypedPerson } from './person.ts';
import { forStaff, type RouteParts, several, signedIn } from './route-parts.ts';

const one = { params: z.object({ id: z.uuid() }) };
const typedDuties = z.object({
  name: z.string().max(2000).default(''),
  department: z.string().max(100).default(''),
  roles: several,
  counters: several,
});
const typedPerson = typedDuties.extend({ login: z.string().max(200).default('') });
const nobody: TypedPerson = { login: '', name: '', department: '', roles: [], counters: [] };

const loginTaken: PersonProblem = {
  name: 'login',
  message: 'この職員番号は、ほかの人が使っています。別の番号を入れてください。',
};
const ownRoles: PersonProblem = {
  name: 'roles',
  message: '自分の「管理」は外せません。管理を担当するほかの人に頼んでください。',
};

/** The people who work here: adding them, what they may do, letting them in and out. */
export function addPeopleRoutes(app: Application, parts: RouteParts): void {
  const { house, identity } = parts;
  const { people, secondFactors } = identity;
  const read = { method: 'GET', action: 'account:administer', rate: 'staff' } as const;
  const write = { method: 'POST', action: 'account:administer', rate: 'staff' } as const;

  /** The page of one person, or of one to be added. */
  const show = async (
    staff: Staff,
    shown: Pick<PersonPageProps, 'typed' | 'account' | 'problems' | 'invitation'>,
  ): Promise<Result> => {
    const choices = { departments: house.departments(), counters: await house.counters() };
    const own = shown.account?.id === staff.staffId;
    const secondFactor = shown.account !== undefined && (await secondFactors.state(shown.account.id)) !== undefined;
    const status = shown.problems === undefined ? 200 : 422;
    return page(
      <PersonPage {...shown} {...choices} own={own} secondFactor={secondFactor} staff={signedIn(staff, parts)} />,
      { status },
    );
  };

  const problemsOf = async (typed: TypedPerson): Promise<readonly PersonProblem[]> =>
    personProblems(typed, {
      departments: house.departments().map(({ id }) => id),
      counters: (await house.counters()).map(({ id }) => id),
    });

  /** After a change of how a person gets in: back to their page, which shows it. */
  const settle = (refusal: Refusal | undefined, id: string): Result =>
    refusal === undefined ? redirect(`/staff/people/${id}`) : notFound();

  app.route({
    method: 'GET',
    url: '/staff/people',
    action: 'account:list',
    rate: 'staff',
    handle: forStaff(async (staff) =>
      page(
        <PeoplePage people={await people.list()} departments={house.departments()} staff={signedIn(staff, parts)} />,
      ),
    ),
  });
  app.route({
    ...read,
    url: '/staff/people/new',
    handle: forStaff((staff) => show(staff, { typed: nobody })),
  });
  app.route({
    ...write,
    url: '/staff/people/new',
    schema: { body: typedPerson },
    handle: forStaff(async (staff, { body, now }) => {
      const problems = await problemsOf(body);
      if (problems.length > 0) return show(staff, { typed: body, problems });
      const id = await people.add(loginOf(body), dutiesOf(body), staffActor(staff.staffId), now);
      return id === undefined ? show(staff, { typed: body, problems: [loginTaken] }) : settle(undefined, id);
    }),
  });
  app.route({
    ...read,
    url: '/staff/people/:id',
    schema: one,
    handle: forStaff(async (staff, { params }) => {
      const account = await people.find(params.id);
      return account === undefined ? notFound() : show(staff, { typed: account, account });
    }),
  });
  app.route({
    ...write,
    url: '/staff/people/:id',
    schema: { ...one, body: typedDuties },
    handle: forStaff(async (staff, { params, body }) => {
      const account = await people.find(params.id);
      if (account === undefined) return notFound();
      const typed = { ...body, login: account.login };
      const problems = await problemsOf(typed);
      if (problems.length > 0) return show(staff, { typed, account, problems });
      const refusal = await people.change(params.id, dutiesOf(typed), staffActor(staff.staffId));
      if (refusal === 'ownAccount') return show(staff, { typed, account, problems: [ownRoles] });
      return refusal === undefined ? redirect('/staff/people') : notFound();
    }),
  });
  app.route({
    ...write,
    url: '/staff/people/:id/invite',
    schema: one,
    handle: forStaff(async (staff, { params, now, origin }) => {
      const account = await people.find(params.id);
      // Whoever lost their own way in is let in by somebody else.
      if (account === undefined || account.disabled || account.id === staff.staffId) return notFound();
      if (needsTwoPersons(account)) return redirect('/staff/recoveries');
      const path = await people.invite(params.id, now, { actor: staffActor(staff.staffId) });
      return show(staff, { typed: account, account, invitation: `${origin}${path}` });
    }),
  });
  app.route({
    ...write,
    url: '/staff/people/:id/reset-second-factor',
    schema: one,
    handle: forStaff(async (staff, { params }) => {
      const account = await people.find(params.id);
      if (account === undefined || account.id === staff.staffId || needsTwoPersons(account)) return notFound();
      await secondFactors.remove(params.id, staffActor(staff.staffId));
      return settle(undefined, params.id);
    }),
  });
  app.route({
    ...write,
    url: '/staff/people/:id/sign-out',
    schema: one,
    handle: forStaff(async (staff, { params }) =>
      settle(await people.signOutEverywhere(params.id, staffActor(staff.staffId)), params.id),
    ),
  });
  app.route({
    ...write,
    url: '/staff/people/:id/disable',
    schema: one,
    handle: forStaff(async (staff, { params, now }) =>
      settle(await people.disable(params.id, staffActor(staff.staffId), now), params.id),
    ),
  });
  app.route({
    ...write,
    url: '/staff/people/:id/enable',
    schema: one,
    handle: forStaff(async (staff, { params }) =>
      settle(await people.enable(params.id, staffActor(staff.staffId)), params.id),
    ),
  });
}
