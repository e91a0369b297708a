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

export async function findDevice(executor: Executor, tokenHash: string): Promise<Device | undefined> {
  const row = await tables(executor)
    .selectFrom('device')
    .select(['id', 'kind', 'place'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row && { kind: 'device', deviceId: row.id, device: row.kind, place: row.place };
}

/** A device that was lost or taken away means nothing from now on. */
export async function revokeDevice(executor: Executor, id: string, now: Date): Promise<void> {
  await tables(executor).updateTable('device').set({ revoked_at: now }).where('id', '=', id).execute();
}
