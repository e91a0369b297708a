-- A rush: booking begins for everybody at one instant. Who comes is counted by second, so that any process can say how
-- many are before somebody without a row for each of them.
create table waiting_room (
  opens_at timestamptz primary key,
  admitted double precision not null default 0,
  admitted_at timestamptz,
  -- How many turns that nobody used were let in again.
  given_back double precision not null default 0
);

-- Second 0: who came before the opening; from 1 on: who came in that second after it.
create table waiting_room_arrival (
  opens_at timestamptz not null references waiting_room on delete cascade,
  second integer not null check (second >= 0),
  count integer not null,
  primary key (opens_at, second)
);

-- A place in the queue serves one case.
create table waiting_room_pass (
  opens_at timestamptz not null references waiting_room on delete cascade,
  ticket text not null,
  case_id uuid not null,
  primary key (opens_at, ticket)
);

-- How many had been let in at which second after the opening. Who is let in is worked out by the process that looks
-- (src/booking/admission.ts): so many a second, and as many again as had their turn and did not use it within its minutes.
create table waiting_room_admission (
  opens_at timestamptz not null references waiting_room on delete cascade,
  second integer not null,
  admitted double precision not null,
  primary key (opens_at, second)
);
