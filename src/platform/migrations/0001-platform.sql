-- What happened, for whoever has to hear of it (outbox). Written in the transaction of what happened; holds ids only.
create table event (
  -- First on purpose: a column's default is worked out in this order, so the writer has its transaction number before
  -- it takes a number in `seq`. A reader can then tell a gap that is still to be filled from one that never will be.
  transaction xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  topic text not null,
  subject_id text not null,
  kind text not null,
  payload jsonb not null default '{}'
);

create index event_at on event (at);
