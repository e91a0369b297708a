import { randomInt } from 'node:crypto';
import type { Audit } from '#platform/audit';
import { hashToken, newId, newToken } from '#platform/codes';
import type { Database } from '#platform/database';
import type { Device } from '#platform/http';
import * as store from './device-store.ts';

export type { ListedDevice } from './device-store.ts';
export type DeviceKind = Device['device'];

/** Kinds of devices with the name they are shown by and where they begin. */
export const deviceKinds: Readonly<Record<DeviceKind, { readonly name: string; readonly start: string }>> = {
  kiosk: { name: '受付機', start: '/kiosk' },
  display: { name: '呼び出し表示', start: '/display/all' },
  concierge: { name: '総合案内のタブレット', start: '/concierge' },
};

const codeLife = 10 * 60_000;
const digits = 8;
/** How exactly the last sign of life of a device is kept; saves a write per request. Milliseconds. */
const seenEvery = 60_000;

interface DevicePlace {
  readonly kind: DeviceKind;
  readonly place: string;
}

/** The machines of the house. What is changed about them stands in the audit trail. */
export interface Devices {
  /** Those that count, and when they were last seen. */
  list(): Promise<readonly store.ListedDevice[]>;
  /** Makes a code that enrols one device within ten minutes; it is read out or typed, so it is made of digits. */
  makeCode(device: DevicePlace, actor: string, now: Date): Promise<string>;
  /** Makes this browser a device of the house; gives its secret and kind, or undefined for a code that is not good. */
  enrol(code: string, now: Date): Promise<{ readonly token: string; readonly kind: DeviceKind } | undefined>;
  /** Adds a device without a code, as for trying the product out; gives its secret. */
  add(device: DevicePlace, now: Date): Promise<string>;
  /** A device that was lost or taken away means nothing from now on. */
  revoke(id: string, actor: string, now: Date): Promise<void>;
  /** The device whose secret this is, unless it was revoked. Notes that it was seen. */
  read(token: string | undefined, now: Date): Promise<Device | undefined>;
}

export function openDevices(database: Database, audit: Audit): Devices {
  const { kysely } = database;

  const add = ({ kind, place }: DevicePlace, now: Date): Promise<string> =>
    database.transaction(async (transaction) => {
      const [id, token] = [newId(), newToken()];
      await store.insertDevice(transaction, { kind, place, id, tokenHash: hashToken(token) }, now);
      const resource = { device: id, change: 'enrol' };
      await audit.append(transaction, { actor: `device:${id}`, action: 'device:enrol', resource, outcome: 'done' });
      return token;
    });

  return {
    list: () => store.listDevices(kysely),
    makeCode: ({ kind, place }, actor, now) =>
      database.transaction(async (transaction) => {
        const code = String(randomInt(10 ** digits)).padStart(digits, '0');
        const endsAt = new Date(now.getTime() + codeLife);
        await store.insertEnrolment(transaction, { kind, place, codeHash: hashToken(code) }, endsAt);
        const resource = { kind, change: 'makeCode' };
        await audit.append(transaction, { actor, action: 'device:administer', resource, outcome: 'done' });
        return code;
      }),
    async enrol(code, now) {
      const enrolment = await store.takeEnrolment(kysely, hashToken(code.replaceAll(/\D/g, '')), now);
      return enrolment && { token: await add(enrolment, now), kind: enrolment.kind };
    },
    add,
    revoke: (id, actor, now) =>
      database.transaction(async (transaction) => {
        await store.revokeDevice(transaction, id, now);
        const resource = { device: id, change: 'revoke' };
        await audit.append(transaction, { actor, action: 'device:administer', resource, outcome: 'done' });
      }),
    async read(token, now) {
      const found = token === undefined ? undefined : await store.findDevice(kysely, hashToken(token));
      if (found === undefined) return undefined;
      if (now.getTime() - found.seenAt.getTime() > seenEvery)
        await store.touchDevice(kysely, found.device.deviceId, now);
      return found.device;
    },
  };
}
