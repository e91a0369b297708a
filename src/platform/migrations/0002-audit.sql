-- Who did or looked at what. Sixteen chains by case, so that writers rarely wait for each other; each row carries the hash
-- of itself and the row before. Holds ids, never what a person entered.
create table audit (
  stream smallint not null check (stream between 0 and 15),
  seq bigint not null check (seq > 0),
  at timestamptz(3) not null,
  actor text not null,
  device text,
  action text not null,
  resource jsonb not null,
  purpose text,
  outcome text not null,
  fields text[] not null,
  prev bytea not null,
  hash bytea not null,
  primary key (stream, seq)
);

create index audit_at on audit (at);
create index audit_resource on audit using gin (resource jsonb_path_ops);

-- A second wall beside the chain: our own programs cannot change what was written, even by mistake.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is only ever added to';
end $$;

create trigger audit_is_append_only before update or delete or truncate on audit
  for each statement execute function refuse_audit_change();
