import { z } from 'zod';
import { type Application, json, notFound, page, redirect } from '#platform/http';
import { ReminderStopPage } from './pages/reminder-stop.tsx';
import type { StopTokens } from './reminder-stop.ts';
import type { BookingService } from './service.ts';

/** The address of the page on which reminders stop. */
export const stopPath = '/booking/stop';

const stopParameter = z.object({ stop: z.string().max(80) });

/** Adds the page on which whoever got a reminder says that they want no more of them, without signing in. */
export function addReminderStopRoutes(
  app: Application,
  { booking, stopTokens }: { booking: BookingService; stopTokens: StopTokens },
): void {
  const open = { action: 'booking:manage', rate: 'public', schema: { params: stopParameter } } as const;

  async function appointmentOf(token: string) {
    const id = stopTokens.read(token);
    return id === null ? null : booking.byId(id);
  }

  /** A look changes nothing: programs that check mails open every link. */
  app.route({
    ...open,
    method: 'GET',
    url: `${stopPath}/:stop`,
    handle: async ({ params, language }) => {
      const found = await appointmentOf(params.stop);
      if (found === null) return notFound();
      const base = `${stopPath}/${params.stop}`;
      const isStopped = found.booking.state !== 'confirmed' || found.booking.reminders.length === 0;
      return page(<ReminderStopPage language={language} base={base} isStopped={isStopped} />);
    },
  });

  /** The button of a mail program (RFC 8058): it posts to the link itself, and comes from no page of ours. */
  app.route({
    ...open,
    method: 'POST',
    url: `${stopPath}/:stop`,
    machine: true,
    handle: async ({ params }) => {
      const found = await appointmentOf(params.stop);
      if (found === null) return notFound();
      await booking.chooseReminders(found, [], 'resident');
      return json({ stopped: true });
    },
  });

  app.route({
    ...open,
    method: 'POST',
    url: `${stopPath}/:stop/now`,
    handle: async ({ params }) => {
      const found = await appointmentOf(params.stop);
      if (found === null) return notFound();
      await booking.chooseReminders(found, [], 'resident');
      return redirect(`${stopPath}/${params.stop}`);
    },
  });
}
