import type { Generated } from 'kysely';
import type { LegState } from './leg.ts';
import type { VisitSource, VisitState } from './visit.ts';

/** The tables of this module as they stand in `migrations/`. */
export type ReceptionTables = {
  facility: { id: string; name: string; rules: Generated<unknown> };
  service: {
    id: string;
    facility_id: string;
    floor: number;
    window_label: string | null;
    name: string;
    departments: string[];
    series: string;
    standard_minutes: number;
    letter: string;
    first_number: Generated<number>;
    last_number: number | null;
    digits: Generated<number>;
    daily_limit: number | null;
  };
  counter: {
    id: Generated<number>;
    service_id: string;
    seat: number;
    staff_id: string | null;
    seated_at: Date | null;
  };
  skill: { counter_id: number; service_id: string };
  ticket_series: { facility_id: string; day: string; series: string; last_number: number };
  visit: {
    id: string;
    facility_id: string;
    day: string;
    series: string;
    number: number;
    ticket: string;
    source: VisitSource;
    case_id: string | null;
    language: string;
    priority_reason: string | null;
    token_hash: string;
    state: Generated<VisitState>;
    arrived_at: Date;
    command_id: string;
    people: Generated<number>;
    booking_id: string | null;
    appointment_at: Date | null;
  };
  leg: {
    id: string;
    visit_id: string;
    position: number;
    service_id: string;
    procedures: string[];
    minutes: number;
    state: LegState;
    rank_at: Date;
    fair_at: Date;
    queued_at: Date | null;
    not_before: Date | null;
    depends_on: Generated<string[]>;
    target_counter_id: number | null;
    target_staff_id: string | null;
    counter_id: number | null;
    call_count: Generated<number>;
    called_at: Date | null;
    serving_at: Date | null;
    ended_at: Date | null;
    hold_reason: string | null;
    hold_until: Date | null;
    moved_from: string | null;
    changed_at: Date;
  };
  queue_event: {
    sequence: Generated<number>;
    at: Date;
    facility_id: string;
    visit_id: string | null;
    leg_id: string | null;
    counter_id: number | null;
    kind: string;
    from_state: LegState | null;
    to_state: LegState | null;
    actor: string;
    command_id: string | null;
    reason: string | null;
  };
  device_printer: { device_id: string; printer_id: string };
  display_area: {
    id: string;
    facility_id: string;
    name: string;
    floor: number | null;
    places: string[];
    languages: string[];
    volume: number;
    quiet: Generated<unknown>;
  };
  turn_notice: {
    visit_id: string;
    channel: 'mail' | 'sms' | 'push';
    contact: Buffer;
    measure: 'people' | 'minutes';
    amount: number;
    language: string;
    asked_at: Date;
  };
  leg_transition: { from_state: LegState; to_state: LegState };
  help_request: {
    id: string;
    facility_id: string;
    place: string;
    asked_at: Date;
    answered_at: Date | null;
    answered_by: string | null;
  };
};
