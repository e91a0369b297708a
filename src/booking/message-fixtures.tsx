import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide, type Role } from '#identity';
import { openAudit } from '#platform/audit';
import { newId } from '#platform/codes';
import type { NotifyConfig } from '#platform/config';
import { createApplication } from '#platform/http';
import type { Language } from '#platform/i18n';
import { openKeyRing } from '#platform/keys';
import { createLog } from '#platform/log';
import { createNotifier } from '#platform/notify';
import { testDatabase } from '#platform/testing';
import type { Contact } from './contact.ts';
import { someCases } from './fixture-store.ts';
import { type SampleHall, sampleBooking } from './fixtures.ts';
import { addMessageRoutes } from './message-routes.tsx';
import { noticeComposers } from './notices.ts';
import { createStopTokens } from './reminder-stop.ts';
import { addReminderStopRoutes, stopPath } from './reminder-stop-routes.tsx';

/** A Wednesday, the day after `messageOffice` opens. */
export const tomorrow = '2026-11-25';
export const origin = 'https://madoguchi.city.example';

/** Booking with everything that messages need, in a fresh database: keys, notifier, pages. The test closes it. */
export async function messageOffice(hall: SampleHall, config: Omit<NotifyConfig, 'smsHours'>, assetsFolder?: string) {
  const { clock } = hall;
  const database = await testDatabase('identity', 'inventory', 'cases', 'reception', 'booking');
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-messages-'));
  const keys = openKeyRing({ mode: 'demo', dataFolder: folder, masterKey: { kind: 'demo' } } as never, clock);
  const { booking, inventory, reception } = await sampleBooking(hall, database, keys);
  const entrance = async () => '1階 総合案内(そうごうあんない)';
  const linkOf = (id: string) => `${origin}/booking/${booking.tokenOf(id)}`;
  const stopTokens = createStopTokens(keys);
  const stopLinkOf = (id: string) => `${origin}${stopPath}/${stopTokens.tokenOf(id)}`;
  const notifier = createNotifier({
    database,
    clock,
    keys,
    log: createLog({ write: () => true }, 'error'),
    config: { ...config, smsHours: { from: '09:00', to: '20:00' } },
    composers: noticeComposers({ inventory, entrance, linkOf, stopLinkOf, domain: 'madoguchi.city.example' }),
    environment: {},
  });
  const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder: folder });
  const app = createApplication({
    config: { host: '127.0.0.1', port: 0 },
    clock,
    log: createLog({ write: () => true }, 'error'),
    decide,
    resolveSubject: ({ authorization = '' }) => {
      const role = authorization.replace('Bearer ', '') as Role;
      const who = { staffId: newId(), name: '鈴木', department: 'shiminka', counters: [], sessionId: 's' };
      return role === ('' as Role) ? [] : [{ ...who, kind: 'staff', roles: [role], authenticatedAt: clock.now() }];
    },
    assetsFolder: assetsFolder ?? folder,
    renderError: ({ sentence }) => <p>{sentence}</p>,
  });
  addReminderStopRoutes(app, { booking, stopTokens });
  addMessageRoutes(app, {
    database,
    audit,
    inventory,
    cases: { codesOf: async (ids) => new Map(ids.map((id) => [id, 'H7K-4M2-P9X'])) },
    reception,
    channels: ['mail', 'sms'],
    entrance,
    origin,
    receiptAddress: null,
  });

  /** Somebody books for tomorrow, at a time as a number of ten minutes. */
  async function booked(cell: number, contact: Contact, more: { language?: Language; reminders?: string[] } = {}) {
    const [caseId = ''] = await someCases(database, 1);
    await database.transaction((transaction) => keys.createCaseKey(transaction, caseId));
    const plan = await booking.planFor(['tennyu']);
    const { language = 'ja', reminders = [] } = more;
    const command = { commandId: newId(), day: tomorrow, cell, language, channel: 'web' as const };
    const held = await booking.hold(caseId, plan, command);
    const done = await booking.confirm(held.booking?.id ?? '', { contact, reminders, actor: 'resident' });
    if (done.outcome !== 'confirmed') throw new Error(done.outcome);
    return done.view;
  }

  /** Asks a page as a member of staff, or sends a form. */
  async function ask(role: Role, url: string, form?: Readonly<Record<string, string>>) {
    const headers = { authorization: `Bearer ${role}`, 'sec-fetch-site': 'same-origin' };
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const {
      statusCode,
      body,
      headers: answered,
    } = await app.fastify.inject(
      form === undefined
        ? { method: 'GET', url, headers }
        : { method: 'POST', url, headers: { ...headers, ...type }, payload: new URLSearchParams(form).toString() },
    );
    return { status: statusCode, body, location: String(answered.location ?? '') };
  }

  return {
    app,
    database,
    clock,
    booking,
    notifier,
    audit,
    booked,
    stopLinkOf,
    ask,
    async close() {
      await notifier.stop();
      await app.close();
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}
