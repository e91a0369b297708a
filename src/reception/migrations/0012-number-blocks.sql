-- Numbers lent to a kiosk or tablet for one day, so that it has some to give while it is without a network.
create table number_block (
  id uuid primary key,
  facility_id text not null references facility,
  day date not null,
  series text not null,
  first_number integer not null check (first_number > 0),
  last_number integer not null check (last_number >= first_number),
  holder text not null,
  lent_at timestamptz not null,
  -- No number stands in two blocks.
  unique (facility_id, day, series, first_number)
);
