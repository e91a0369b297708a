import { randomInt } from 'node:crypto';
import { hashToken, newId, newToken } from '#platform/codes';
import type { Executor } from '#platform/database';
import type { Device } from '#platform/http';
import * as store from './device-store.ts';

export type DeviceKind = Device['device'];

/** Kinds of devices with the name they are shown by and where they begin. */
export const deviceKinds: Readonly<Record<DeviceKind, { readonly name: string; readonly start: string }>> = {
  kiosk: { name: '受付機', start: '/kiosk' },
  display: { name: '呼び出し表示', start: '/display/all' },
  concierge: { name: '総合案内のタブレット', start: '/concierge' },
};

const codeLife = 10 * 60_000;
const digits = 8;

/** Makes a code that enrols one device within ten minutes; it is read out or typed, so it is made of digits. */
export async function makeEnrolmentCode(
  executor: Executor,
  device: { readonly kind: DeviceKind; readonly place: string },
  now: Date,
): Promise<string> {
  const code = String(randomInt(10 ** digits)).padStart(digits, '0');
  await store.insertEnrolment(executor, { ...device, codeHash: hashToken(code) }, new Date(now.getTime() + codeLife));
  return code;
}

/** Makes this browser a device of the house; gives its secret and kind, or undefined for a code that is not good. */
export async function enrol(
  executor: Executor,
  code: string,
  now: Date,
): Promise<{ readonly token: string; readonly kind: DeviceKind } | undefined> {
  const enrolment = await store.takeEnrolment(executor, hashToken(code.replaceAll(/\D/g, '')), now);
  if (enrolment === undefined) return undefined;
  return { token: await addDevice(executor, enrolment, now), kind: enrolment.kind };
}

/** Adds a device and gives its secret. */
export async function addDevice(
  executor: Executor,
  device: { readonly kind: DeviceKind; readonly place: string },
  now: Date,
): Promise<string> {
  const token = newToken();
  await store.insertDevice(executor, { ...device, id: newId(), tokenHash: hashToken(token) }, now);
  return token;
}

/** The device whose secret this is, unless it was revoked. */
export async function readDevice(executor: Executor, token: string | undefined): Promise<Device | undefined> {
  return token === undefined ? undefined : await store.findDevice(executor, hashToken(token));
}
