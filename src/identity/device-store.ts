import type { Executor } from '#platform/database';
import type { Device } from '#platform/http';
import type { Tables } from './tables.ts';

interface DevicePlace {
  readonly kind: Device['device'];
  readonly place: string;
}

const tables = (executor: Executor) => executor.withTables<Tables>();

export async function insertEnrolment(
  executor: Executor,
  { kind, place, codeHash }: DevicePlace & { readonly codeHash: string },
  endsAt: Date,
): Promise<void> {
  await tables(executor)
    .insertInto('device_enrolment')
    .values({ code_hash: codeHash, kind, place, ends_at: endsAt })
    .execute();
}

/** Uses an enrolment code up. */
export async function takeEnrolment(executor: Executor, codeHash: string, now: Date): Promise<DevicePlace | undefined> {
  const row = await tables(executor)
    .deleteFrom('device_enrolment')
    .where('code_hash', '=', codeHash)
    .returning(['kind', 'place', 'ends_at'])
    .executeTakeFirst();
  return row !== undefined && row.ends_at > now ? { kind: row.kind, place: row.place } : undefined;
}

export async function insertDevice(
  executor: Executor,
  { id, kind, place, tokenHash }: DevicePlace & { readonly id: string; readonly tokenHash: string },
  now: Date,
): Promise<void> {
  await tables(executor)
    .insertInto('device')
    .values({ id, kind, place, token_hash: tokenHash, enrolled_at: now, seen_at: now, revoked_at: null })
    .execute();
}

/** The device of a secret with when it was last seen, unless it was revoked. */
export async function findDevice(
  executor: Executor,
  tokenHash: string,
): Promise<{ readonly device: Device; readonly seenAt: Date } | undefined> {
  const row = await tables(executor)
    .selectFrom('device')
    .select(['id', 'kind', 'place', 'seen_at'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return (
    row && { device: { kind: 'device', deviceId: row.id, device: row.kind, place: row.place }, seenAt: row.seen_at }
  );
}

export async function touchDevice(executor: Executor, id: string, now: Date): Promise<void> {
  await tables(executor).updateTable('device').set({ seen_at: now }).where('id', '=', id).execute();
}

/** A device as the list of an administrator shows it. */
export interface ListedDevice extends DevicePlace {
  readonly id: string;
  readonly enrolledAt: Date;
  readonly seenAt: Date;
}

/** Devices that count, by place. */
export async function listDevices(executor: Executor): Promise<readonly ListedDevice[]> {
  return await tables(executor)
    .selectFrom('device')
    .select(['id', 'kind', 'place', 'enrolled_at as enrolledAt', 'seen_at as seenAt'])
    .where('revoked_at', 'is', null)
    .orderBy('place')
    .orderBy('id')
    .execute();
}

export async function revokeDevice(executor: Executor, id: string, now: Date): Promise<void> {
  await tables(executor).updateTable('device').set({ revoked_at: now }).where('id', '=', id).execute();
}
