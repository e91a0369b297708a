-- Appointments, priority and fairness: who is called when.
alter table facility add column rules jsonb not null default '{}';

alter table visit
  -- How many people came together with one number.
  add column people integer not null default 1 check (people between 1 and 50),
  -- The appointment that they came for, and when it begins.
  add column booking_id uuid,
  add column appointment_at timestamptz;

alter table leg
  -- The place in the line that is theirs by right: the arrival, or the appointment. `rank_at` may lie before it.
  add column fair_at timestamptz,
  -- Those whose appointment is still ahead are called after everybody whose turn it is now.
  add column not_before timestamptz,
  -- Since when they wait at this place.
  add column queued_at timestamptz,
  -- Legs of the same visit that have to be done first.
  add column depends_on uuid[] not null default '{}',
  -- Only this seat, or whoever this is wherever they sit, calls them.
  add column target_counter_id integer references counter,
  add column target_staff_id uuid;
update leg set fair_at = rank_at, queued_at = rank_at;
alter table leg alter column fair_at set not null;

alter table queue_event add column reason text;

-- Who was called at a place since somebody began to wait there.
create index leg_called on leg (service_id, called_at, fair_at) where called_at is not null;

-- A transfer can be taken back as long as nobody has called at the new place.
insert into leg_transition (from_state, to_state) values
  ('transferred', 'waiting'), ('transferred', 'called'), ('transferred', 'serving'), ('transferred', 'on_hold');
