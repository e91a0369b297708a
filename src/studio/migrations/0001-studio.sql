-- A change set: corrections of the inventory that are reviewed and published together. Several live at once.
create table studio_change_set (
  id uuid primary key,
  name text not null,
  reason text not null default '',
  -- Null for what came from the files.
  owner uuid,
  state text not null check (state in ('draft', 'review', 'approved', 'scheduled', 'published', 'withdrawn')),
  reviewer uuid,
  approved_by uuid,
  -- Published at midnight of this day in Japan.
  scheduled_for date,
  -- What stopped its publication, in words for those who put it right.
  problem text,
  published_revision bigint,
  created_at timestamptz not null,
  changed_at timestamptz not null
);

create index studio_change_set_state on studio_change_set (state, scheduled_for);

-- What a change set makes of a record: every saved state, the highest version is the one that counts. `base` is what was
-- published when the record was first changed; a value of null takes the record out.
create table studio_change (
  change_set uuid not null references studio_change_set (id),
  kind text not null,
  record text not null,
  version integer not null check (version > 0),
  base jsonb,
  value jsonb,
  -- The change was taken back: the record is as published again.
  dropped boolean not null default false,
  saved_by uuid,
  saved_at timestamptz not null,
  primary key (change_set, kind, record, version)
);

create index studio_change_record on studio_change (kind, record);

-- What people said, and what became of the change set, in one line of time.
create table studio_note (
  id uuid primary key,
  change_set uuid not null references studio_change_set (id),
  written_by uuid,
  written_at timestamptz not null,
  -- 'comment', or the step that was taken.
  step text not null,
  text text not null default ''
);

create index studio_note_change_set on studio_note (change_set, written_at);
