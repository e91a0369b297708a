-- Who published a revision and what for, as the history of the inventory shows it. Revisions made from the files have nobody.
alter table inventory_revision add column published_by text;
alter table inventory_revision add column reason text not null default '';

-- The pack as it was last read in: only what changed in the files since then is taken over at the next start.
create table inventory_import (
  one boolean primary key default true check (one),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  records jsonb not null,
  imported_at timestamptz not null
);
