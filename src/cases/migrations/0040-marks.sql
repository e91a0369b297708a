-- By what a person who is expected is found at the entrance: keyed, cut fingerprints of how their name begins and of their
-- telephone number. Made when somebody is looked for, deleted every night and with the case.
create table case_mark (
  case_id uuid not null references "case" on delete cascade,
  kind text not null check (kind in ('kana', 'phone')),
  mark integer not null,
  primary key (case_id, kind, mark)
);
create index case_mark_found on case_mark (kind, mark);

-- The revision of the entries that the marks were made of; null where there are none.
alter table "case" add column marked_revision integer;
