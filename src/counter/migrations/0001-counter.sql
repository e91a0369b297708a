-- What staff have done at the desk for a visit. Neither table holds what the visitor told us.

-- A step of a procedure that was done. `step` names the sentence of the step, so that a tick never moves to another one
-- when the procedure is changed meanwhile.
create table step_tick (
  visit_id uuid not null,
  procedure_id text not null,
  step text not null,
  staff_id text not null,
  at timestamptz not null,
  primary key (visit_id, procedure_id, step)
);

-- An entry that staff compared with the papers: it is right, or has to be looked at. Counts for the very revision of the
-- entries that was looked at.
create table entry_check (
  visit_id uuid not null,
  entry text not null,
  revision integer not null,
  state text not null check (state in ('confirmed', 'look')),
  staff_id text not null,
  at timestamptz not null,
  primary key (visit_id, entry)
);
