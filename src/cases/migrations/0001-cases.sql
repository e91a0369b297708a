-- The resident's case: what they told us and which procedures it is about. Everything personal is encrypted with the key of
-- the case (table case_key); without that key the rows say nothing.
create table "case" (
  id uuid primary key,
  reference_code text not null unique,
  link_token_hash text not null unique,
  state text not null check (state in ('entering', 'deposited', 'closed')),
  language text not null,
  inventory_revision text not null,
  -- Whether the person is protected (支援措置). Encrypted: a list of protected people must not be readable.
  protected bytea not null,
  protected_revision integer not null default 0,
  -- Counts up with every saving of entries, so that two open pages notice each other.
  entries_revision integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create index case_expires_at on "case" (expires_at);

create table case_procedure (
  case_id uuid not null references "case" on delete cascade,
  procedure_id text not null,
  department text not null,
  state text not null check (state in ('wanted', 'undecided', 'done')),
  primary key (case_id, procedure_id)
);

-- One value each for facts, for what opens the case (second values), and for the entries of one class; notes are many.
create table case_value (
  id uuid primary key,
  case_id uuid not null references "case" on delete cascade,
  kind text not null check (kind in ('fact', 'entry', 'access', 'note')),
  class text not null check (class in ('plain', 'personal', 'sensitive')),
  revision integer not null,
  blob bytea not null,
  written_at timestamptz not null
);

create unique index case_value_single on case_value (case_id, kind, class) where kind <> 'note';
create index case_value_case on case_value (case_id);

-- A browser that has opened the case by its link or its code.
create table case_session (
  token_hash text primary key,
  case_id uuid not null references "case" on delete cascade,
  expires_at timestamptz not null
);

create index case_session_case on case_session (case_id);

-- Wrong tries to open a case, by hashed code and by hashed address block. Counted here so that several processes count together.
create table case_attempt (
  subject text primary key,
  wrong integer not null,
  since timestamptz not null,
  locked_until timestamptz
);

create index case_attempt_since on case_attempt (since);
