-- Answers of residents who have no case yet: sealed with a key that only their cookie holds, gone after 24 hours.
create table guide_draft (
  id uuid primary key,
  sealed bytea not null check (octet_length(sealed) <= 65536),
  expires_at timestamptz not null
);
create index guide_draft_expires on guide_draft (expires_at);
