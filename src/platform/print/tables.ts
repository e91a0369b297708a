import type { Generated } from 'kysely';
import type { JobState, PrinterKind, PrinterState } from './printer.ts';

/** The tables of this part as they stand in the platform's migrations. */
export type PrintTables = {
  printer: {
    id: string;
    name: string;
    kind: PrinterKind;
    address: string | null;
    columns: number;
    secret_hash: string | null;
    state: Generated<PrinterState>;
    seen_at: Date | null;
    leased_until: Date | null;
    paused_until: Date | null;
    due_at: Date;
    added_at: Date;
    removed_at: Date | null;
  };
  print_job: {
    id: string;
    printer_id: string;
    idempotency_key: string;
    label: string;
    document: string;
    state: JobState;
    token: string | null;
    attempts: Generated<number>;
    queued_at: Date;
    expires_at: Date;
    sending_at: Date | null;
    printed_at: Date | null;
  };
};
