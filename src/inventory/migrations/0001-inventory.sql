-- What the city published, each time whole. The newest number is what every channel shows; older ones stay, because cases
-- name the revision they were made under.
create table inventory_revision (
  number bigint primary key check (number > 0),
  -- SHA-256 over the records; publishing older content again gives the older hash a new number.
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  published_at timestamptz not null,
  records jsonb not null
);

create index inventory_revision_hash on inventory_revision (hash);

create function refuse_revision_change() returns trigger language plpgsql as $$
begin
  raise exception 'a published revision is never changed';
end $$;

create trigger inventory_revision_is_final before update or delete on inventory_revision
  for each row execute function refuse_revision_change();
