import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { toDay } from '#platform/clock';
import { type Application, json, page, type Subject, text } from '#platform/http';
import { languages } from '#platform/i18n';
import { packageRoot } from '#platform/package';
import type { ReceptionPagesParts } from '../parts.ts';
import { comparePlaces } from '../queue/place.ts';
import { takeInFromDoor } from './door.ts';
import { type LinePlan, linePlan, withUsualFirst } from './line-plan.ts';
import { needs } from './pages/concierge-walk-in.tsx';
import { KioskOfflinePage } from './pages/kiosk-offline.tsx';
import { LinePage } from './pages/line.tsx';

const series = z.string().regex(/^[A-Z]{1,2}$/);
const identifier = z.string().max(64);

/** Somebody whom a machine took in by itself. */
const person = z.object({
  commandId: z.uuid(),
  series,
  number: z.number().int().min(1).max(99_999),
  takenAt: z.iso.datetime(),
  procedures: z.array(identifier).max(50),
  facts: z.array(identifier).max(20),
  serviceId: identifier.optional(),
  language: z.enum(languages.map(({ id }) => id)),
  people: z.number().int().min(1).max(50),
  need: z.enum(needs).optional(),
});

/** Who holds a block of numbers. */
function holderOf(subject: Subject): string {
  if (subject.kind === 'staff') return subject.staffId;
  return subject.kind === 'device' ? `device:${subject.deviceId}` : 'visitor';
}

/**
 * Adds what kiosks and tablets need to go on without a network: the worker that keeps their page, numbers that are lent
 * to them, the plan of decisions, and the door through which those whom they kept come in later.
 */
export function addDoorRoutes(app: Application, parts: ReceptionPagesParts): void {
  const { reception, inventory } = parts;
  let planned: { revision: string; plan: Promise<LinePlan> } | undefined;

  function planNow(): Promise<LinePlan> {
    const current = inventory();
    if (planned?.revision !== current.revision) planned = { revision: current.revision, plan: linePlan(current) };
    return planned.plan;
  }

  app.route({
    method: 'GET',
    url: '/door-worker.js',
    action: 'kiosk:use',
    rate: 'device',
    // It stands at the root, because a worker keeps only what lies below its own address.
    handle: () =>
      text(
        readFileSync(join(packageRoot, 'dist', 'assets', 'door-worker.js'), 'utf8'),
        'text/javascript; charset=utf-8',
        {
          cache: 0,
        },
      ),
  });

  app.route({
    method: 'GET',
    url: '/concierge/line',
    action: 'concierge:read',
    rate: 'staff',
    handle: () => page(<LinePage />),
  });

  app.route({
    method: 'GET',
    url: '/concierge/line/plan',
    action: 'concierge:read',
    rate: 'staff',
    handle: async () => {
      const plan = withUsualFirst(await planNow(), await reception.usualPurposes());
      return json(plan, { cache: 0, tag: plan.revision });
    },
  });

  app.route({
    method: 'GET',
    url: '/kiosk/offline',
    action: 'kiosk:use',
    rate: 'device',
    handle: async ({ language }) => {
      const { services } = await reception.snapshot();
      return page(<KioskOfflinePage language={language} services={services} inventory={inventory()} />);
    },
  });

  app.route({
    method: 'POST',
    url: '/door/numbers',
    action: 'kiosk:checkIn',
    rate: 'device',
    schema: { body: z.object({ series: z.array(series).max(60).optional() }) },
    handle: async ({ body, subject, now }) => {
      const { services } = await reception.snapshot();
      const asked = body.series ?? services.map((service) => service.series);
      const blocks = await reception.lendNumbers(holderOf(subject), asked);
      const places = [...services].sort(comparePlaces).map(({ id, series: letter }) => ({ id, series: letter }));
      return json({ day: toDay(now), blocks, places });
    },
  });

  app.route({
    method: 'POST',
    url: '/door/people',
    action: 'kiosk:checkIn',
    rate: 'device',
    schema: { body: z.object({ people: z.array(person).max(50) }) },
    handle: async ({ body, subject }) => {
      const who = { subject, actor: holderOf(subject) };
      const people = body.people.map(({ need, takenAt, ...one }) => ({
        ...one,
        takenAt: new Date(takenAt),
        priorityReason: need,
      }));
      return json({ results: await takeInFromDoor(parts, who, people) });
    },
  });
}
