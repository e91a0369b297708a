import { z } from 'zod';
import {
  type Application,
  type CookieChange,
  cookieNames,
  notFound,
  page,
  redirect,
  type Staff,
  setCookie,
} from '#platform/http';
import { isRecent } from './decide.ts';
import { type DeviceKind, deviceKinds } from './devices.ts';
import { DevicePage, DevicesPage } from './pages/device-pages.tsx';
import { staffActor } from './people.ts';
import { type RouteParts, signedIn } from './route-parts.ts';

const year = 365 * 24 * 3600;

export const deviceKind = z.enum(Object.keys(deviceKinds) as [DeviceKind, ...DeviceKind[]]);

/** The cookie by which a browser is a device of the house. */
export const deviceCookie = (token: string): { cookies: CookieChange[] } => ({
  cookies: [setCookie(cookieNames.device, token, { maxAge: year })],
});

/** Enrolling devices and taking their rights away. */
export function addDeviceRoutes(app: Application, parts: RouteParts): void {
  const { devices } = parts.identity;
  const props = async (staff: Staff, now: Date) => ({
    staff: signedIn(staff, parts),
    devices: await devices.list(),
    recent: isRecent(staff, now),
  });
  app.route({
    method: 'GET',
    url: '/staff/devices',
    action: 'device:list',
    rate: 'staff',
    handle: async ({ subject, now }) =>
      subject.kind === 'staff' ? page(<DevicesPage {...(await props(subject, now))} />) : notFound(),
  });
  const administration = { method: 'POST', action: 'device:administer', rate: 'staff' } as const;
  app.route({
    ...administration,
    url: '/staff/devices',
    schema: { body: z.object({ kind: deviceKind, place: z.string().trim().max(40).default('') }) },
    handle: async ({ subject, body, now }) => {
      if (subject.kind !== 'staff') return notFound();
      if (body.place === '') return page(<DevicesPage {...(await props(subject, now))} failed />, { status: 422 });
      const code = await devices.makeCode(body, staffActor(subject.staffId), now);
      return page(<DevicesPage {...(await props(subject, now))} code={code} />);
    },
  });
  app.route({
    ...administration,
    url: '/staff/devices/revoke',
    schema: { body: z.object({ id: z.uuid() }) },
    handle: async ({ subject, body, now }) => {
      if (subject.kind !== 'staff') return notFound();
      await devices.revoke(body.id, staffActor(subject.staffId), now);
      return redirect('/staff/devices');
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
      const device = await devices.enrol(body.code, now);
      if (device === undefined) return page(<DevicePage failed />, { status: 403 });
      return redirect(deviceKinds[device.kind].start, deviceCookie(device.token));
    },
  });
}
