-- What somebody says about one record of a change set, or about one line of its difference. An answer names the remark
-- that it answers; the first one of a thread says whether it is settled.
create table studio_remark (
  id uuid primary key,
  change_set uuid not null references studio_change_set (id),
  kind text not null,
  record text not null,
  -- The field down from the record (`documents/honnin/name`), and how it was called then; empty for the whole record.
  place text not null default '',
  place_words text not null default '',
  -- What was saved of the record when it was said: later ones may have followed the advice.
  version integer not null,
  answers uuid references studio_remark (id),
  written_by uuid not null,
  written_at timestamptz not null,
  text text not null check (char_length(text) between 1 and 2000),
  settled_by uuid,
  settled_at timestamptz,
  check ((settled_by is null) = (settled_at is null)),
  check (answers is null or settled_by is null)
);

create index studio_remark_change_set on studio_remark (change_set, written_at);
create index studio_remark_record on studio_remark (kind, record);
