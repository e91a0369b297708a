-- What was told about waiting, and what became of it.
create table wait_quote (
  leg_id uuid primary key references leg on delete cascade,
  visit_id uuid not null references visit on delete cascade,
  facility_id text not null references facility,
  service_id text not null references service,
  at timestamptz not null,
  method text not null,
  -- Minutes to the call: the median, P80 as the look-ahead said and as it was told.
  p50 real not null,
  raw80 real not null,
  p80 real not null,
  -- Minutes to the end of the whole visit.
  end50 real not null,
  end80 real not null,
  -- What position times mean time over desks would have said.
  mean_method real not null,
  ahead integer not null,
  desks integer not null,
  -- When it was called, or left without being called: then the wait is only known to be longer than that.
  ended_at timestamptz,
  outcome text check (outcome in ('called', 'left')),
  check ((outcome is null) = (ended_at is null))
);
create index wait_quote_open on wait_quote (facility_id, at) where outcome is null;
create index wait_quote_scored on wait_quote (facility_id, ended_at) where outcome is not null;

-- What the last weeks taught about the time at a place: quantiles, not single visits.
create table place_experience (
  service_id text primary key references service,
  learned_at timestamptz not null,
  experience jsonb not null
);
