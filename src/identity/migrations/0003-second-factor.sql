-- The second factor of a password: codes of an app (RFC 6238). Secrets are sealed with the keys of the city, outside of which
-- this table opens nothing. `pending` is one that was shown but not yet confirmed by a code.
create table staff_second_factor (
  staff_id uuid primary key references staff on delete cascade,
  secret bytea,
  confirmed_at timestamptz,
  -- The latest period whose code was taken: no code counts twice.
  last_step bigint not null default 0,
  pending bytea,
  pending_since timestamptz,
  check ((secret is null) = (confirmed_at is null)),
  check ((pending is null) = (pending_since is null))
);

-- Codes on paper for who has lost the app; each is good once. Found by their first sign, which is another for each.
create table staff_recovery_code (
  staff_id uuid not null references staff on delete cascade,
  first_sign text not null,
  hash text not null,
  used_at timestamptz,
  primary key (staff_id, first_sign)
);

-- Sign-ins whose password was right and whose code is still to come.
create table sign_in_begun (
  token_hash text primary key,
  staff_id uuid not null references staff on delete cascade,
  ends_at timestamptz not null
);

-- 管理者の復旧: an administrator is let in again when two others agree.
create table account_recovery (
  id uuid primary key,
  staff_id uuid not null unique references staff on delete cascade,
  requested_at timestamptz not null,
  ends_at timestamptz not null
);

create table account_recovery_approval (
  recovery_id uuid not null references account_recovery on delete cascade,
  staff_id uuid not null references staff on delete cascade,
  approved_at timestamptz not null,
  primary key (recovery_id, staff_id)
);
