import { z } from 'zod';
import { type Application, type CookieChange, cookieNames, notFound, page, redirect, setCookie } from '#platform/http';
import { listDemoAccounts } from './account-store.ts';
import { demoAccounts } from './demo.ts';
import { addDevice, type DeviceKind, deviceKinds, enrol, makeEnrolmentCode } from './devices.ts';
import { DemoPage } from './pages/demo-page.tsx';
import { DevicePage, DevicesPage } from './pages/device-pages.tsx';
import { type RouteParts, sessionCookie, signedIn } from './route-parts.ts';

const year = 365 * 24 * 3600;
const kind = z.enum(Object.keys(deviceKinds) as [DeviceKind, ...DeviceKind[]]);

const deviceCookie = (token: string): { cookies: CookieChange[] } => ({
  cookies: [setCookie(cookieNames.device, token, { maxAge: year })],
});

/** Enrolling devices, and in demo mode choosing what to be. */
export function addDeviceRoutes(app: Application, parts: RouteParts): void {
  addEnrolmentRoutes(app, parts);
  if (parts.identity.mode === 'demo') addDemoRoutes(app, parts);
}

function addEnrolmentRoutes(app: Application, parts: RouteParts): void {
  const { database } = parts;
  const administration = { url: '/staff/devices', action: 'device:administer', rate: 'staff' } as const;
  app.route({
    ...administration,
    method: 'GET',
    handle: ({ subject }) =>
      subject.kind === 'staff' ? page(<DevicesPage staff={signedIn(subject, parts)} />) : notFound(),
  });
  app.route({
    ...administration,
    method: 'POST',
    schema: { body: z.object({ kind, place: z.string().trim().max(40).default('') }) },
    handle: async ({ subject, body, now }) => {
      if (subject.kind !== 'staff') return notFound();
      return page(
        <DevicesPage staff={signedIn(subject, parts)} code={await makeEnrolmentCode(database.kysely, body, now)} />,
      );
    },
  });
  const enrolment = { url: '/device', action: 'device:enrol' } as const;
  app.route({ ...enrolment, method: 'GET', rate: 'public', handle: () => page(<DevicePage />) });
  app.route({
    ...enrolment,
    method: 'POST',
    rate: 'code',
    schema: { body: z.object({ code: z.string().max(20).default('') }) },
    handle: async ({ body, now }) => {
      const device = await enrol(database.kysely, body.code, now);
      if (device === undefined) return page(<DevicePage failed />, { status: 403 });
      return redirect(deviceKinds[device.kind].start, deviceCookie(device.token));
    },
  });
}

function addDemoRoutes(app: Application, { identity, database }: RouteParts): void {
  const demo = { action: 'demo:enter', rate: 'public' } as const;
  app.route({ ...demo, method: 'GET', url: '/staff/demo', handle: () => page(<DemoPage />) });
  app.route({
    ...demo,
    method: 'POST',
    url: '/staff/demo',
    schema: { body: z.object({ login: z.string().max(40) }) },
    handle: async ({ body, cookies, now }) => {
      const account = (await listDemoAccounts(database.kysely)).find(({ login }) => login === body.login);
      const duty = demoAccounts.find(({ login }) => login === body.login);
      if (account === undefined || duty === undefined) return notFound();
      return redirect(duty.start, sessionCookie(await identity.signIn(account.id, cookies, now)));
    },
  });
  app.route({
    ...demo,
    method: 'POST',
    url: '/staff/demo/device',
    schema: { body: z.object({ kind }) },
    handle: async ({ body, now }) => {
      const token = await addDevice(database.kysely, { kind: body.kind, place: 'お試し' }, now);
      return redirect(deviceKinds[body.kind].start, deviceCookie(token));
    },
  });
}
