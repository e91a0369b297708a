import type { Transaction } from '#platform/database';
import type { Contact } from './contact.ts';
import type { Booking } from './store.ts';

/** What a resident is told about an appointment. Each is written in the transaction of the change itself. */
export interface Notices {
  confirmed(transaction: Transaction, booking: Booking, contact: Contact): Promise<void>;
  moved(transaction: Transaction, booking: Booking, contact: Contact | null): Promise<void>;
  cancelled(transaction: Transaction, booking: Booking, contact: Contact | null): Promise<void>;
}
