-- Booking a time. A pool is a group of desks that do the same; a day is cut into cells of ten minutes, numbered from
-- midnight (cell 54 = 9:00). A booking has one part for each place of the visit, one after the other.
create extension if not exists btree_gist;

-- What a column may hold, as types: a check of a table is read anew by every statement that writes to it.
create domain booking_state as text
  check (value in ('held', 'confirmed', 'checked_in', 'fulfilled', 'no_show', 'cancelled', 'expired'));
-- Who made it: the resident, staff for somebody on the phone, or an offer to somebody on the waiting list.
create domain booking_channel as text check (value in ('web', 'staff', 'offer'));
create domain cell_count as integer check (value between 1 and 60);

create table pool (
  id integer generated always as identity primary key,
  service_id text not null unique references service,
  -- Whether residents can book here. Staff book wherever there are desks.
  is_open boolean not null default true,
  -- How many of the desks residents may take, in percent; the rest is kept for staff who book by phone.
  public_percent integer not null default 70 check (public_percent between 0 and 100),
  -- Residents book at least so many minutes ahead, and at most so many days.
  lead_minutes integer not null default 120 check (lead_minutes >= 0),
  horizon_days integer not null default 45 check (horizon_days between 1 and 400),
  -- Desks by weekday: {"monday": [{"from": "08:45", "until": "17:15", "desks": 2}], …}
  week jsonb not null,
  revision integer not null default 1
);

-- A day that is unlike its weekday: closed (no hours) or with hours of its own.
create table pool_exception (
  pool_id integer not null references pool on delete cascade,
  day date not null,
  hours jsonb not null,
  reason text not null,
  primary key (pool_id, day)
);

create table capacity_cell (
  pool_id integer not null references pool on delete cascade,
  day date not null,
  cell integer not null,
  desks integer not null,
  public_desks integer not null,
  used integer not null default 0,
  public_used integer not null default 0,
  primary key (pool_id, day, cell),
  constraint capacity_counts check (
    cell between 0 and 143 and 0 <= public_desks and public_desks <= desks and 0 <= public_used and public_used <= used
  )
) with (fillfactor = 70);

create table booking (
  id uuid primary key,
  case_id uuid not null references "case" on delete cascade,
  state booking_state not null,
  channel booking_channel not null,
  day date not null,
  first_cell integer not null,
  cell_count cell_count not null,
  -- Counts up with every change that the resident must be told; reminders for an older revision are not sent.
  revision integer not null default 1,
  language text not null,
  -- When its places go back: the end of a hold, or some minutes after a cancellation.
  release_at timestamptz,
  -- {"mail", "phone"} under the key of the case.
  contact bytea,
  -- Keyed fingerprints of the addresses, to limit how much one person can take.
  contact_index integer[] not null default '{}',
  -- On which days they want to be reminded.
  reminders text[] not null default '{}',
  -- Why it was kept although desks were taken away: staff decided that the visitor is served all the same.
  kept_reason text,
  token_hash text not null unique,
  command_id uuid not null unique,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index booking_of_day on booking (day, first_cell);
create index booking_due on booking (day, release_at) where release_at is not null;
create index booking_contact on booking using gin (contact_index) where state in ('held', 'confirmed') and contact_index <> '{}';
-- A case has one appointment at a time.
create unique index one_live_booking_per_case on booking (case_id) where state in ('held', 'confirmed', 'checked_in');

create table booking_part (
  booking_id uuid not null references booking on delete cascade,
  position integer not null,
  -- A pool is there as long as its cells, and only `seat_parts` writes here, which has looked at those. A foreign key would make
  -- all who book at the same moment share a lock on the row of the pool.
  pool_id integer not null,
  day date not null,
  desk integer not null check (desk > 0),
  cells int4range not null,
  procedures text[] not null,
  is_public boolean not null,
  -- Whether it takes a place now.
  is_live boolean not null default true,
  primary key (booking_id, position),
  -- The safety net: a desk has one visitor at a time. Deferrable, because visitors are moved from desk to desk.
  constraint no_double_booking exclude using gist (pool_id with =, day with =, desk with =, cells with &&)
    where (is_live) deferrable initially immediate
);

create table booking_event (
  sequence bigint generated always as identity primary key,
  booking_id uuid not null references booking on delete cascade,
  at timestamptz not null,
  kind text not null,
  actor text not null
);
create index booking_event_of on booking_event (booking_id, sequence);

-- Somebody who wants to be told when a place becomes free on a day.
create table waiting_list (
  id uuid primary key,
  case_id uuid not null unique references "case" on delete cascade,
  from_day date not null,
  until_day date not null,
  part_of_day text not null check (part_of_day in ('any', 'morning', 'afternoon')),
  -- What the time is for, as it stood when they asked.
  procedures text[] not null,
  language text not null,
  contact bytea not null,
  asked_at timestamptz not null
);
create index waiting_list_days on waiting_list (from_day, until_day, asked_at);

-- The city's own words of a notice; without them the product's are used.
create table message_template (
  kind text not null check (kind in ('confirmed', 'reminder', 'moved', 'cancelled', 'calledOff', 'offer')),
  language text not null,
  subject text not null,
  mail text not null,
  sms text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (kind, language)
);

-- The numbers of used desks follow the parts, whoever writes them.
create function count_booking_part() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.is_live then
    update capacity_cell set used = used - 1, public_used = public_used - old.is_public::int
      where pool_id = old.pool_id and day = old.day and cell >= lower(old.cells) and cell < upper(old.cells);
  end if;
  if tg_op <> 'DELETE' and new.is_live then
    update capacity_cell set used = used + 1, public_used = public_used + new.is_public::int
      where pool_id = new.pool_id and day = new.day and cell >= lower(new.cells) and cell < upper(new.cells);
  end if;
  return null;
end
$$;
create trigger count_booking_part after insert or delete or update of pool_id, day, cells, is_public, is_live on booking_part
  for each row execute function count_booking_part();

-- Takes the locks of some pools on some days, always in the same order. Whoever changes who sits where holds them.
create function lock_pool_days(pools integer[], days date[]) returns void language plpgsql as $$
declare one record;
begin
  if cardinality(pools) = 1 then
    perform pg_advisory_xact_lock(pools[1], days[1] - date '2000-01-01');
    return;
  end if;
  for one in select distinct p, d from unnest(pools, days) as wanted (p, d) order by p, d loop
    perform pg_advisory_xact_lock(one.p, one.d - date '2000-01-01');
  end loop;
end
$$;

-- Gives back the places of holds that ended and of cancellations whose time has come. The caller holds the locks of the pools.
create function release_places(pools integer[], on_day date, at_time timestamptz) returns void language plpgsql as $$
declare due uuid[];
begin
  -- The row of the booking is locked first: a confirmation of the same moment waits, or makes this one skip. Its parts are asked
  -- one by one: there are few that are due, and a join would read all parts of the pools with every claim.
  select array_agg(id) into due from (
    select id from booking where release_at <= at_time and day = on_day
      and (select true from booking_part where booking_id = booking.id and is_live and pool_id = any (pools) limit 1)
    for update skip locked
  ) as locked;
  if due is null then return; end if;
  update booking_part set is_live = false where booking_id = any (due) and is_live and pool_id = any (pools) and day = on_day;
end
$$;

-- How many desks are there in all cells of a range, when every cell has one left (for residents: within their share); else null.
-- In plpgsql, which keeps the plan of its query: a function in SQL would be planned anew with every claim.
create function desks_with_room(at_pool integer, on_day date, first integer, count integer, for_public boolean) returns integer
language plpgsql stable as $$
begin
  return (
    select case when count(*) = desks_with_room.count then min(desks) end from capacity_cell
    where pool_id = at_pool and day = on_day and cell >= first and cell < first + desks_with_room.count and used < desks
      and (not for_public or public_used < public_desks)
  );
end
$$;

-- The lowest of so many desks that nobody has in a range; null when there is none.
create function free_desk(at_pool integer, on_day date, wanted int4range, desks integer) returns integer language plpgsql stable as $$
declare
  taken integer[];
begin
  select coalesce(array_agg(desk), '{}') into taken from booking_part
    where pool_id = at_pool and day = on_day and cells && wanted and is_live;
  for desk in 1 .. desks loop
    if desk <> all (taken) then return desk; end if;
  end loop;
  return null;
end
$$;

-- Seats everybody of a pool and day anew, from the morning on, each at the lowest desk that is free: visitors who lie
-- scattered over the desks leave gaps that nobody fits in. Who fits nowhere stays beyond the desks there are, for staff to
-- solve. The caller holds the lock. Gives how many lie beyond.
create function reseat(at_pool integer, on_day date) returns integer language plpgsql as $$
declare
  part record;
  chosen integer;
  there integer;
  beyond integer := 0;
begin
  set constraints no_double_booking deferred;
  create temporary table if not exists seating (booking_id uuid, position integer, desk integer, cells int4range) on commit drop;
  truncate seating;
  for part in
    select * from booking_part where pool_id = at_pool and day = on_day and is_live
    order by lower(cells), upper(cells) desc, booking_id
  loop
    select coalesce(min(desks), 0) into there from capacity_cell
      where pool_id = at_pool and day = on_day and cell >= lower(part.cells) and cell < upper(part.cells);
    chosen := 1;
    while exists (select from seating where desk = chosen and cells && part.cells) loop chosen := chosen + 1; end loop;
    if chosen > there then
      beyond := beyond + 1;
      -- Beyond the last desk of the day, so that they stand in nobody's way.
      chosen := greatest(chosen, 1 + (select coalesce(max(desks), 0) from capacity_cell where pool_id = at_pool and day = on_day));
      while exists (select from seating where desk = chosen and cells && part.cells) loop chosen := chosen + 1; end loop;
    end if;
    insert into seating values (part.booking_id, part.position, chosen, part.cells);
  end loop;
  update booking_part set desk = seating.desk from seating
    where seating.booking_id = booking_part.booking_id and seating.position = booking_part.position
      and booking_part.desk <> seating.desk;
  set constraints no_double_booking immediate;
  return beyond;
end
$$;

-- Whether somebody of a pool and day has no desk.
create function lies_beyond(at_pool integer, on_day date) returns boolean language sql stable as $$
  select exists (
    select from booking_part as part
    cross join lateral generate_series(lower(part.cells), upper(part.cells) - 1) as place (cell)
    left join capacity_cell as there on there.pool_id = part.pool_id and there.day = part.day and there.cell = place.cell
    where part.pool_id = at_pool and part.day = on_day and part.is_live and part.desk > coalesce(there.desks, 0)
  )
$$;

-- Seats those pools of a day anew in which somebody has no desk, because another left or desks came back. The caller holds the locks.
create function seat_beyond(pools integer[], on_day date) returns void language plpgsql as $$
declare at_pool integer;
begin
  foreach at_pool in array pools loop
    if lies_beyond(at_pool, on_day) then perform reseat(at_pool, on_day); end if;
  end loop;
end
$$;

-- Puts a booking on its places: parts one after the other. Raises HM010 when one of them is not free, so that the whole
-- transaction leaves everything as it was. The caller holds the locks.
create function seat_parts(
  for_booking uuid, on_day date, pools integer[], firsts integer[], counts integer[], procedures jsonb, for_public boolean
) returns void language plpgsql as $$
declare
  desks integer[];
  seat integer;
  place int4range;
begin
  for i in 1 .. cardinality(pools) loop
    desks[i] := desks_with_room(pools[i], on_day, firsts[i], counts[i], for_public);
    if desks[i] is null then raise exception 'full' using errcode = 'HM010'; end if;
  end loop;
  for i in 1 .. cardinality(pools) loop
    place := int4range(firsts[i], firsts[i] + counts[i]);
    seat := free_desk(pools[i], on_day, place, desks[i]);
    if seat is null then
      perform reseat(pools[i], on_day);
      seat := free_desk(pools[i], on_day, place, desks[i]);
    end if;
    if seat is null then raise exception 'full' using errcode = 'HM010'; end if;
    insert into booking_part (booking_id, position, pool_id, day, desk, cells, procedures, is_public)
      values (for_booking, i, pools[i], on_day, seat, place,
        array(select jsonb_array_elements_text(procedures -> (i - 1))), for_public);
  end loop;
end
$$;

-- Claims places for a case: all parts or none, once per command. A hold that the case has already is given up for it.
-- Gives the booking and 'held', 'again' (the command came before) or 'taken' (the case has an appointment); raises HM010
-- when the places are not free.
create function claim_booking(
  new_id uuid, for_case uuid, by_command uuid, by_channel text, in_language text, with_token_hash text,
  on_day date, pools integer[], firsts integer[], counts integer[], procedures jsonb,
  at_time timestamptz, hold_until timestamptz
) returns table (booking_id uuid, outcome text) language plpgsql as $$
declare
  for_public boolean := by_channel <> 'staff';
  earlier booking;
  old_pools integer[] := '{}';
  old_days date[] := '{}';
  room boolean := true;
begin
  select * into earlier from booking where command_id = by_command;
  if found then return query select earlier.id, 'again'; return; end if;
  select * into earlier from booking where case_id = for_case and state in ('held', 'confirmed', 'checked_in') for update;
  if found and (earlier.state <> 'held') then return query select earlier.id, 'taken'; return; end if;
  if found then
    select coalesce(array_agg(pool_id), '{}'), coalesce(array_agg(day), '{}') into old_pools, old_days
      from booking_part where booking_part.booking_id = earlier.id and is_live;
  else
    -- A look without a lock: who comes when all is taken must not hold up the others.
    for i in 1 .. cardinality(pools) loop
      room := room and desks_with_room(pools[i], on_day, firsts[i], counts[i], for_public) is not null;
    end loop;
    if not room and not exists (
      select from booking where release_at <= at_time and day = on_day
    ) then
      raise exception 'full' using errcode = 'HM010';
    end if;
  end if;
  perform lock_pool_days(pools || old_pools, array_fill(on_day, array[cardinality(pools)]) || old_days);
  perform release_places(pools, on_day, at_time);
  if earlier.id is not null then
    update booking_part set is_live = false where booking_part.booking_id = earlier.id and is_live;
    update booking set state = 'expired', release_at = null, changed_at = at_time where id = earlier.id;
  end if;
  insert into booking (id, case_id, state, channel, day, first_cell, cell_count, language, release_at, token_hash, command_id,
    created_at, changed_at)
  values (new_id, for_case, 'held', by_channel, on_day, firsts[1],
    firsts[cardinality(firsts)] + counts[cardinality(counts)] - firsts[1], in_language, hold_until, with_token_hash, by_command,
    at_time, at_time);
  perform seat_parts(new_id, on_day, pools, firsts, counts, procedures, for_public);
  insert into booking_event (booking_id, at, kind, actor) values (new_id, at_time, 'held', by_channel);
  return query select new_id, 'held';
end
$$;

-- Moves an appointment to other places in one step. Raises HM010 when those are not free: then the old ones are kept.
-- Gives false when it is no longer at `expected_revision`, or no appointment any more.
create function move_booking(
  of_booking uuid, expected_revision integer, on_day date, pools integer[], firsts integer[], counts integer[],
  procedures jsonb, for_public boolean, by_actor text, at_time timestamptz
) returns boolean language plpgsql as $$
declare
  old booking;
  old_pools integer[];
  old_days date[];
begin
  select * into old from booking where id = of_booking for update;
  if old.state is distinct from 'confirmed' or old.revision <> expected_revision then return false; end if;
  select array_agg(pool_id), array_agg(day) into old_pools, old_days from booking_part where booking_id = of_booking;
  perform lock_pool_days(pools || old_pools, array_fill(on_day, array[cardinality(pools)]) || old_days);
  perform release_places(pools, on_day, at_time);
  delete from booking_part where booking_id = of_booking;
  perform seat_beyond(old_pools, old.day);
  perform seat_parts(of_booking, on_day, pools, firsts, counts, procedures, for_public);
  update booking set day = on_day, first_cell = firsts[1],
    cell_count = firsts[cardinality(firsts)] + counts[cardinality(counts)] - firsts[1],
    revision = revision + 1, kept_reason = null, changed_at = at_time where id = of_booking;
  insert into booking_event (booking_id, at, kind, actor) values (of_booking, at_time, 'moved', by_actor);
  return true;
end
$$;

-- Makes a hold an appointment. Gives false when the hold has ended, by the clock or because its places are gone.
create function confirm_booking(
  of_booking uuid, sealed_contact bytea, contact_indexes integer[], chosen_reminders text[], by_actor text, at_time timestamptz
) returns boolean language plpgsql as $$
declare held booking;
begin
  select * into held from booking where id = of_booking for update;
  if held.state is distinct from 'held' or held.release_at <= at_time then return false; end if;
  -- Another machine's clock may have ended the hold already; the places decide, not the clock.
  if exists (select from booking_part where booking_id = of_booking and not is_live) then return false; end if;
  update booking set state = 'confirmed', release_at = null, contact = sealed_contact, contact_index = contact_indexes,
    reminders = chosen_reminders, changed_at = at_time where id = of_booking;
  insert into booking_event (booking_id, at, kind, actor) values (of_booking, at_time, 'confirmed', by_actor);
  return true;
end
$$;

-- Gives back what is due on one day and ends the holds. Gives the pools in which something became free.
create function release_due(on_day date, at_time timestamptz) returns integer[] language plpgsql as $$
declare
  pools integer[];
begin
  select coalesce(array_agg(distinct pool_id), '{}') into pools from booking_part
    where day = on_day and is_live and booking_id in (select id from booking where release_at <= at_time and day = on_day);
  perform lock_pool_days(pools, array_fill(on_day, array[cardinality(pools)]));
  perform release_places(pools, on_day, at_time);
  perform seat_beyond(pools, on_day);
  update booking set state = case state when 'held' then 'expired' else state end, release_at = null, changed_at = at_time
    where id in (select id from booking where release_at <= at_time and day = on_day for update skip locked)
      and not exists (select from booking_part where booking_id = booking.id and is_live);
  return pools;
end
$$;

-- Sets the desks of a pool for one day, cell by cell from `first`, and seats everybody anew where desks went.
-- Gives how many visitors lie beyond the desks that are left.
create function set_desks(at_pool integer, on_day date, first integer, new_desks integer[], new_public integer[])
returns integer language plpgsql as $$
begin
  perform lock_pool_days(array[at_pool], array[on_day]);
  insert into capacity_cell (pool_id, day, cell, desks, public_desks)
    select at_pool, on_day, first + place - 1, desks, public
    from unnest(new_desks, new_public) with ordinality as wanted (desks, public, place)
    on conflict (pool_id, day, cell) do update set desks = excluded.desks, public_desks = excluded.public_desks;
  update capacity_cell set desks = 0, public_desks = 0
    where pool_id = at_pool and day = on_day and (cell < first or cell >= first + cardinality(new_desks));
  if not lies_beyond(at_pool, on_day) then return 0; end if;
  return reseat(at_pool, on_day);
end
$$;
