import type { Personal } from '#platform/personal';
import type { Message } from '../notification.ts';

/** One message on its way out. */
export interface Parcel {
  readonly id: string;
  readonly recipient: Personal<string>;
  readonly message: Message;
  readonly notAfter: Date;
}

/** What the other side said about a message after it had taken it. */
export interface Receipt {
  readonly providerId: string;
  readonly state: 'delivered' | 'failed';
  readonly code: string | null;
}

/** Takes a receipt; settles when it is noted. */
export type TakeReceipt = (receipt: Receipt) => Promise<void>;

/**
 * What the other side answers when it is asked after a message: how it ended; `open` – it is on its way, or not known any more;
 * `unasked` – it takes no such questions.
 */
export type Fate = Pick<Receipt, 'state' | 'code'> | 'open' | 'unasked';

/** One way out. */
export interface Transport {
  /** Messages that may be on their way at once. */
  readonly lanes: number;
  /**
   * Hands a message over and settles when the other side has taken it, with its own number for it if it gave one.
   * `begin` is called at the last moment at which nothing can have been taken (see delivery.ts); when it rejects, nothing
   * is sent and its error is thrown. Throws a `DeliveryError` when the message did not go. It always settles: every wait
   * for the other side has an end.
   */
  send(parcel: Parcel, begin: () => Promise<void>): Promise<{ readonly providerId?: string | undefined }>;
  /** Asks what became of a message by the other side's number for it. Throws where it cannot be reached. */
  fateOf?(providerId: string): Promise<Fate>;
  /** Opens what must stand before the first message, such as a line on which receipts come. */
  open?(): void;
  close(): Promise<void>;
}
