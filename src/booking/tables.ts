import type { Generated } from 'kysely';
import type { DayHours, Week } from './hours.ts';
import type { NoticeKind } from './templates.ts';

/** Where a booking stands. */
export type BookingState = 'held' | 'confirmed' | 'checked_in' | 'fulfilled' | 'no_show' | 'cancelled' | 'expired';

export type BookingChannel = 'web' | 'staff' | 'offer';

export type PartOfDay = 'any' | 'morning' | 'afternoon';

/** The tables of this module as they stand in `migrations/`. */
export type BookingTables = {
  pool: {
    id: Generated<number>;
    service_id: string;
    is_open: Generated<boolean>;
    public_percent: Generated<number>;
    lead_minutes: Generated<number>;
    horizon_days: Generated<number>;
    week: Week;
    revision: Generated<number>;
  };
  pool_exception: { pool_id: number; day: string; hours: DayHours; reason: string };
  capacity_cell: {
    pool_id: number;
    day: string;
    cell: number;
    desks: number;
    public_desks: number;
    used: Generated<number>;
    public_used: Generated<number>;
  };
  booking: {
    id: string;
    case_id: string;
    state: BookingState;
    channel: BookingChannel;
    day: string;
    first_cell: number;
    cell_count: number;
    revision: number;
    language: string;
    release_at: Date | null;
    contact: Buffer | null;
    contact_index: number[];
    reminders: string[];
    kept_reason: string | null;
    token_hash: string;
    command_id: string;
    created_at: Date;
    changed_at: Date;
  };
  booking_part: {
    booking_id: string;
    position: number;
    pool_id: number;
    day: string;
    desk: number;
    cells: string;
    procedures: string[];
    is_public: boolean;
    is_live: boolean;
  };
  booking_event: { sequence: Generated<number>; booking_id: string; at: Date; kind: string; actor: string };
  message_template: {
    kind: NoticeKind;
    language: string;
    version: Generated<number>;
    subject: string | null;
    mail: string | null;
    sms: string | null;
    changed_at: Date;
    changed_by: string;
  };
  reminder_default: { service_id: string; choices: string[]; changed_at: Date; changed_by: string };
  waiting_list: {
    id: string;
    case_id: string;
    from_day: string;
    until_day: string;
    part_of_day: PartOfDay;
    procedures: string[];
    language: string;
    contact: Buffer;
    asked_at: Date;
  };
  waiting_room: {
    opens_at: Date;
    admitted: Generated<number>;
    admitted_at: Date | null;
    given_back: Generated<number>;
  };
  waiting_room_admission: { opens_at: Date; second: number; admitted: number };
  waiting_room_arrival: { opens_at: Date; second: number; count: number };
};
