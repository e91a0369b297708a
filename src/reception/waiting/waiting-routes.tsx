import { shownStaff } from '#identity';
import { type Application, notFound, page } from '#platform/http';
import type { ReceptionPagesParts } from '../parts.ts';
import { WaitingPage } from './pages/waiting.tsx';

const days = 28;

/** Adds the page on which staff see how good the waits told were. */
export function addWaitingRoutes(app: Application, { reception, inventory }: ReceptionPagesParts): void {
  app.route({
    method: 'GET',
    url: '/hall/waiting',
    action: 'waiting:read',
    rate: 'staff',
    handle: async ({ subject }) => {
      if (subject.kind !== 'staff') return notFound();
      const quotes = await reception.waiting.judged(days);
      return page(<WaitingPage staff={shownStaff(subject, inventory())} days={days} quotes={quotes} />);
    },
  });
}
