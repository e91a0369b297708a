import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAudit } from '#platform/audit';
import { addDays, type Clock, toDay, weekday } from '#platform/clock';
import { newId } from '#platform/codes';
import { EventBus } from '#platform/events';
import { createApplication } from '#platform/http';
import { openKeyRing } from '#platform/keys';
import { createLog } from '#platform/log';
import { personal } from '#platform/personal';
import { testDatabase } from '#platform/testing';
import { putAccount } from './account-store.ts';
import { decide } from './decide.ts';
import type { CaseDoor, House } from './house.ts';
import type { Role } from './permissions.ts';
import { registerIdentity } from './routes.tsx';
import { createIdentity, type IdentityParts } from './service.ts';

/** A Friday morning at ten. */
export const start = new Date('2026-11-20T01:00:00Z');

export const later = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);

/** The one case of the house in these tests. */
export const sampleCase = { id: '019aa000-0000-7000-8000-000000000001', code: 'H7K-4M2-P9X' };

/** Cases of which only the sample one exists. */
export const sampleCases: CaseDoor = {
  find: async (code) => (code === sampleCase.code ? sampleCase.id : null),
  codesOf: async (ids) => new Map(ids.includes(sampleCase.id) ? [[sampleCase.id, sampleCase.code]] : []),
  show: async () => ({
    code: sampleCase.code,
    entries: personal([{ key: 'name', label: '氏名', text: ['髙﨑 目印'] }]),
    notes: personal([]),
  }),
};

const departments = ['shiminka', 'kokuhoka'].map((id) => ({ id, name: { ja: `${id}課`, en: id } }));

const sampleHouse: House = {
  departments: () => departments,
  counters: async () => [{ id: '1階 3番窓口', name: '1階 3番窓口' }],
  nextOpenDay(day) {
    while ([0, 6].includes(weekday(day))) day = addDays(day, 1);
    return day;
  },
  cases: sampleCases,
};

interface HouseOptions extends Partial<IdentityParts> {
  /** Modules whose tables are wanted besides our own. */
  readonly modules?: readonly string[];
  readonly cases?: (parts: { database: IdentityParts['database'] }) => CaseDoor;
  /** Style sheet and scripts, for tests that look at the pages. */
  readonly assetsFolder?: string;
}

/** The module in a fresh database, with one clerk, behind an application whose time a test can set. The test closes it. */
export async function makeHouse({ modules = [], assetsFolder, ...options }: HouseOptions = {}) {
  const database = await testDatabase('identity', ...modules);
  const dataFolder = mkdtempSync(join(tmpdir(), 'identity-'));
  const time = { now: start };
  const clock: Clock = { now: () => time.now, today: () => toDay(time.now) };
  const keys = openKeyRing({ mode: 'demo', dataFolder, masterKey: { kind: 'demo' } }, clock);
  const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder });
  const bus = await EventBus.open(database);
  const identity = createIdentity({ database, audit, keys, mode: 'production', passwords: true, ...options });
  const application = createApplication({
    config: { host: '127.0.0.1', port: 0 },
    clock,
    log: createLog({ write: () => true }, 'error'),
    decide,
    resolveSubject: identity.resolveSubject,
    whenDenied: identity.whenDenied,
    assetsFolder: assetsFolder ?? dataFolder,
    renderError: ({ sentence }) => <p>{sentence}</p>,
  });
  const house = { ...sampleHouse, cases: options.cases?.({ database }) ?? sampleCases };
  registerIdentity(application, { identity, database, audit, bus, house });
  const close = async () => {
    await application.close();
    await bus.close();
    await database.close();
    rmSync(dataFolder, { recursive: true });
  };

  const send = (
    method: 'GET' | 'POST',
    url: string,
    payload?: object,
    cookies: Record<string, string> = {},
    json = false,
  ) =>
    application.fastify.inject({
      method,
      url,
      cookies,
      headers: { host: 'localhost', 'sec-fetch-site': 'same-origin', ...(payload && !json ? form : {}) },
      payload: json || payload === undefined ? payload : encoded(payload as Record<string, string | string[]>),
    });

  /** Adds a person and signs them in; gives their id and cookies. */
  const employ = async (login: string, roles: readonly Role[], department = 'shiminka') => {
    const person = { id: newId(), login, name: `${login}さん`, department, roles, counters: [] };
    const id = await putAccount(database.kysely, person, false, start);
    return { id, cookies: { '__Host-hm_s': await identity.signIn(id, {}, time.now) } };
  };

  const clerk = {
    id: newId(),
    login: 'yuki',
    name: '高橋 ゆき',
    department: 'shiminka',
    roles: ['counter'],
    counters: [],
  };
  await putAccount(database.kysely, clerk, false, start);
  return { database, identity, application, clerk, time, clock, keys, send, audit, bus, employ, close };
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

function encoded(fields: Record<string, string | string[]>): string {
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  ).toString();
}

type Answer = { cookies: { name: string; value: string }[] };

/** The value of a cookie that an answer sets. */
export const cookieOf = ({ cookies }: Answer, name = '__Host-hm_s'): string =>
  cookies.find((cookie) => cookie.name === name)?.value ?? '';
