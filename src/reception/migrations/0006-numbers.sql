-- What stands on the tickets of a place: letter, range and width of its numbers, and how many there are in a day.
alter table service
  add column letter text,
  add column first_number integer not null default 1 check (first_number between 0 and 99999),
  add column last_number integer check (last_number >= first_number),
  add column digits integer not null default 3 check (digits between 1 and 5),
  add column daily_limit integer check (daily_limit > 0);
update service set letter = series;
alter table service alter column letter set not null;

-- The ticket as it was given out: another format changes only the tickets after it.
alter table visit add column ticket text;
update visit set ticket = series || lpad(number::text, greatest(3, length(number::text)), '0');
alter table visit alter column ticket set not null;
create unique index ticket_of_day on visit (facility_id, day, ticket);
