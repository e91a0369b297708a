-- Plans of a counter day that staff keep, as they were entered.
create table simulation_plan (
  id uuid primary key,
  name text not null,
  entries jsonb not null,
  saved_at timestamptz not null
);
