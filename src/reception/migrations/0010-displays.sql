-- Calling displays as the city has set them up. Floors without a line are shown in the usual way.
create table display_area (
  id text primary key check (id ~ '^[a-z0-9-]{1,40}$'),
  facility_id text not null references facility,
  name text not null,
  floor integer,
  places text[] not null default '{}',
  languages text[] not null,
  volume integer not null check (volume between 0 and 100),
  quiet jsonb not null default '[]'
);
