-- Somebody wants to be told before it is their turn. Where to is sealed; the line goes with the end of the visit.
create table turn_notice (
  visit_id uuid primary key references visit on delete cascade,
  channel text not null check (channel in ('mail', 'sms', 'push')),
  contact bytea not null,
  -- `people`: so many are called before; `minutes`: it may come within so many minutes.
  measure text not null check (measure in ('people', 'minutes')),
  amount integer not null check (amount between 1 and 120),
  language text not null,
  asked_at timestamptz not null
);
