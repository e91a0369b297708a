-- Emergencies: a published revision was wrong, and one person brought back what stood before it, at once. Somebody else
-- looks at it afterwards and keeps it or takes it back.
create table studio_return (
  id uuid primary key,
  -- The revision that was wrong, the one whose content stands again, and the one that was made by bringing it back.
  wrong bigint not null,
  good bigint not null,
  revision bigint not null unique,
  reason text not null check (char_length(reason) between 1 and 500),
  returned_by uuid not null,
  returned_at timestamptz not null,
  outcome text check (outcome in ('kept', 'undone')),
  checked_by uuid check (checked_by <> returned_by),
  checked_at timestamptz,
  check ((outcome is null) = (checked_by is null) and (outcome is null) = (checked_at is null))
);

create index studio_return_waiting on studio_return (returned_at) where outcome is null;
