-- Who lies beyond the desks gets one as soon as there is one again: because another left, or because desks came back.
-- Until now only taking desks away seated anew, and such an appointment stayed on the list of what does not fit.

-- Whether somebody of a pool and day has no desk.
create function lies_beyond(at_pool integer, on_day date) returns boolean language sql stable as $$
  select exists (
    select from booking_part as part
    cross join lateral generate_series(lower(part.cells), upper(part.cells) - 1) as place (cell)
    left join capacity_cell as there on there.pool_id = part.pool_id and there.day = part.day and there.cell = place.cell
    where part.pool_id = at_pool and part.day = on_day and part.is_live and part.desk > coalesce(there.desks, 0)
  )
$$;

-- Seats those pools of a day anew in which somebody has no desk. The caller holds the locks.
create function seat_beyond(pools integer[], on_day date) returns void language plpgsql as $$
declare at_pool integer;
begin
  foreach at_pool in array pools loop
    if lies_beyond(at_pool, on_day) then perform reseat(at_pool, on_day); end if;
  end loop;
end
$$;

create or replace function release_due(on_day date, at_time timestamptz) returns integer[] language plpgsql as $$
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

create or replace function move_booking(
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

create or replace function set_desks(at_pool integer, on_day date, first integer, new_desks integer[], new_public integer[])
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
