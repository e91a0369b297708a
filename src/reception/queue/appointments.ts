import type { Transaction } from '#platform/database';

/** An appointment that somebody has come for. */
export interface Appointment {
  bookingId: string;
  at: Date;
}

/** The appointments as the reception knows them; each step happens in the transaction of the visit. */
export interface Appointments {
  /** Notes that somebody came for the appointment of their case today; null where there is none. */
  take(transaction: Transaction, caseId: string, actor: string): Promise<Appointment | null>;
  /** The visit is over: they were served. */
  fulfil(transaction: Transaction, bookingId: string, actor: string): Promise<void>;
  /** The visit goes on after all. */
  reopen(transaction: Transaction, bookingId: string, actor: string): Promise<void>;
}
