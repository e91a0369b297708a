-- Visits, tickets and queues. One visit has one number and walks an ordered list of legs, one leg per place.

create table facility (
  id text primary key,
  name text not null
);

-- A place with a queue of its own ("1階 3番窓口"). Procedures that are done at the same place share it.
create table service (
  id text primary key,
  facility_id text not null references facility,
  floor integer not null,
  window_label text,
  name text not null,
  departments text[] not null,
  series text not null,
  standard_minutes integer not null check (standard_minutes > 0),
  unique (facility_id, series)
);

-- One seat at a place. `staff_id` is who sits there now.
create table counter (
  id integer generated always as identity primary key,
  service_id text not null references service,
  seat integer not null check (seat > 0),
  staff_id uuid unique,
  seated_at timestamptz,
  unique (service_id, seat),
  check ((staff_id is null) = (seated_at is null))
);

-- The queues that a seat may call from.
create table skill (
  counter_id integer not null references counter,
  service_id text not null references service,
  primary key (counter_id, service_id)
);

-- The last number given out. Numbers of a day and series have no gaps.
create table ticket_series (
  facility_id text not null references facility,
  day date not null,
  series text not null,
  last_number integer not null check (last_number > 0),
  primary key (facility_id, day, series)
);

create table visit (
  id uuid primary key,
  facility_id text not null references facility,
  day date not null,
  series text not null,
  number integer not null,
  source text not null check (source in ('kiosk', 'concierge', 'web', 'machine')),
  case_id uuid,
  language text not null,
  priority_reason text,
  token_hash text not null unique,
  state text not null default 'active' check (state in ('active', 'completed', 'abandoned')),
  arrived_at timestamptz not null,
  command_id uuid not null unique,
  unique (facility_id, day, series, number)
);
create index visit_of_day on visit (facility_id, day);
-- A code that is scanned twice finds the ticket that is already there.
create unique index one_visit_per_case on visit (case_id, day) where state = 'active';

create table leg (
  id uuid primary key,
  visit_id uuid not null references visit on delete cascade,
  position integer not null,
  service_id text not null references service,
  procedures text[] not null,
  minutes integer not null check (minutes > 0),
  state text not null,
  rank_at timestamptz not null,
  counter_id integer references counter,
  call_count integer not null default 0,
  called_at timestamptz,
  serving_at timestamptz,
  ended_at timestamptz,
  hold_reason text,
  hold_until timestamptz,
  moved_from uuid references leg,
  changed_at timestamptz not null,
  unique (visit_id, position) deferrable initially deferred
);
create index leg_next on leg (service_id, rank_at, id) where state = 'waiting';
-- A ticket is at one place at a time.
create unique index one_live_leg on leg (visit_id) where state in ('waiting', 'called', 'serving', 'no_answer', 'on_hold');
-- A seat has one visitor at a time.
create unique index one_customer_per_counter on leg (counter_id) where state in ('called', 'serving');

create table leg_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into leg_transition (from_state, to_state) values
  ('planned', 'waiting'), ('planned', 'cancelled'),
  ('waiting', 'called'), ('waiting', 'on_hold'), ('waiting', 'transferred'), ('waiting', 'cancelled'), ('waiting', 'planned'),
  ('called', 'serving'), ('called', 'no_answer'), ('called', 'on_hold'), ('called', 'waiting'), ('called', 'transferred'),
  ('called', 'cancelled'),
  ('serving', 'done'), ('serving', 'on_hold'), ('serving', 'transferred'), ('serving', 'called'),
  ('no_answer', 'waiting'), ('no_answer', 'called'), ('no_answer', 'cancelled'),
  ('on_hold', 'waiting'), ('on_hold', 'called'), ('on_hold', 'serving'), ('on_hold', 'transferred'), ('on_hold', 'cancelled'),
  ('done', 'serving');

create function leg_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state not in ('planned', 'waiting') then
      raise exception 'a leg cannot begin as %', new.state using errcode = 'HM001';
    end if;
  elsif new.state is distinct from old.state and not exists (
    select 1 from leg_transition where from_state = old.state and to_state = new.state
  ) then
    raise exception 'illegal leg transition % -> %', old.state, new.state using errcode = 'HM001';
  end if;
  return new;
end
$$;
create trigger leg_guard before insert or update on leg for each row execute function leg_guard();

-- What happened, in order. Waiting, holding and serving times are read from here. Never changed, never deleted one by one.
create table queue_event (
  sequence bigint generated always as identity primary key,
  at timestamptz not null,
  facility_id text not null references facility,
  visit_id uuid references visit on delete cascade,
  leg_id uuid references leg on delete cascade,
  counter_id integer references counter,
  kind text not null,
  from_state text,
  to_state text,
  actor text not null,
  -- The tap that caused it. What follows from it by itself (the next leg begins to wait) has none.
  command_id uuid unique
);
create index queue_event_of_leg on queue_event (leg_id, sequence);

create function queue_event_guard() returns trigger language plpgsql as $$
begin
  raise exception 'queue_event is append-only' using errcode = 'HM002';
end
$$;
create trigger queue_event_guard before update on queue_event for each row execute function queue_event_guard();

-- Somebody at a kiosk asked for a person.
create table help_request (
  id uuid primary key,
  facility_id text not null references facility,
  place text not null,
  asked_at timestamptz not null,
  answered_at timestamptz,
  answered_by text
);
create index help_request_open on help_request (facility_id, asked_at) where answered_at is null;
