-- A rush: booking begins for everybody at one instant. Who comes is counted by second, so that any process can say how
-- many are before somebody without a row for each of them.
create table waiting_room (
  opens_at timestamptz primary key,
  admitted double precision not null default 0,
  admitted_at timestamptz
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

-- Adds who came since the last time, and lets further people in: so many a second, never more than have come. Any process
-- may call it; time passes once. Gives how many have been let in.
create function waiting_room_tick(
  room timestamptz, seconds integer[], counts integer[], per_second double precision, at_time timestamptz
) returns double precision language plpgsql as $$
declare let_in double precision;
begin
  insert into waiting_room_arrival (opens_at, second, count)
    select room, second, count from unnest(seconds, counts) as came (second, count) order by second
    on conflict (opens_at, second) do update set count = waiting_room_arrival.count + excluded.count;
  update waiting_room set admitted_at = at_time, admitted = least(
      (select coalesce(sum(count), 0) from waiting_room_arrival where opens_at = room),
      -- After a pause nobody is let in for the time in which nobody counted.
      admitted + per_second * least(5, extract(epoch from at_time - coalesce(admitted_at, opens_at)))
    )
    where opens_at = room and opens_at <= at_time
      and coalesce(admitted_at, opens_at) <= at_time - interval '0.9 seconds';
  select admitted into let_in from waiting_room where opens_at = room;
  return coalesce(let_in, 0);
end
$$;
