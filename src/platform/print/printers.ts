import { hashToken, newId, newToken } from '#platform/codes';
import type { Transaction } from '#platform/database';
import { announce } from './jobs.ts';
import { pollingPath } from './polling-routes.ts';
import type { Printer } from './printer.ts';
import { insertPrinter, markRemoved } from './printer-store.ts';

export type NewPrinter = Pick<Printer, 'name' | 'kind' | 'address' | 'columns'>;

/**
 * Adds a printer. Gives its id and, for one that asks by itself, the path that is typed into it; the secret in it is shown this
 * once, and only its hash is kept.
 */
export async function addPrinter(
  transaction: Transaction,
  { name, kind, address, columns }: NewPrinter,
  now: Date,
): Promise<{ readonly id: string; readonly path: string | undefined }> {
  const id = newId();
  const secret = kind === 'cloudprnt' || kind === 'epson' ? newToken() : null;
  const secretHash = secret === null ? null : hashToken(secret);
  await insertPrinter(
    transaction,
    { id, name, kind, columns, secretHash, address: kind === 'escpos' ? address : null },
    now,
  );
  await announce(transaction, id, 'printer.added');
  const path = kind === 'cloudprnt' || kind === 'epson' ? `${pollingPath[kind]}/${secret}` : undefined;
  return { id, path };
}

/** Takes a printer out of use; what waited for it is given up. */
export async function removePrinter(transaction: Transaction, id: string, now: Date): Promise<void> {
  await markRemoved(transaction, id, now);
  await announce(transaction, id, 'printer.removed');
}
