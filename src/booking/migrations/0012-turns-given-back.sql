-- Who is let in is worked out by the process that looks (src/booking/admission.ts): so many a second, and as many again as
-- had their turn and did not use it within its minutes.
drop function waiting_room_tick(timestamptz, integer[], integer[], double precision, timestamptz);

-- How many turns that nobody used were let in again.
alter table waiting_room add column given_back double precision not null default 0;

-- How many had been let in at which second after the opening.
create table waiting_room_admission (
  opens_at timestamptz not null references waiting_room on delete cascade,
  second integer not null,
  admitted double precision not null,
  primary key (opens_at, second)
);
