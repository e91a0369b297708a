import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '#platform/keys';

/** Writes and reads what stands in the link by which somebody stops the reminders of an appointment, and nothing else. */
export interface StopTokens {
  tokenOf(bookingId: string): string;
  /** The appointment that a token was written for; null for one that is not ours. */
  read(token: string): string | null;
}

const shape = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{22})$/;

/** The signed name of an appointment: it says nothing about anybody, and opens nothing but the page on which reminders stop. */
export function createStopTokens(keys: Pick<KeyRing, 'secret'>): StopTokens {
  const secret = keys.secret('booking.stopReminders');
  const sign = (id: string): string => createHmac('sha256', secret).update(id).digest('base64url').slice(0, 22);
  return {
    tokenOf: (id) => `${id}.${sign(id)}`,
    read(token) {
      const [, id = '', signature = ''] = shape.exec(token) ?? [];
      if (signature === '') return null;
      return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(id))) ? id : null;
    },
  };
}
