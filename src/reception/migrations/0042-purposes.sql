-- How often each purpose was taken in the line, by day: the tablet shows the usual ones first. Nothing of anybody.
create table purpose_use (
  facility_id text not null references facility,
  day date not null,
  code text not null,
  count integer not null check (count > 0),
  primary key (facility_id, day, code)
);
