-- People who work here.
create table staff (
  id uuid primary key,
  login text not null unique,
  name text not null,
  department text not null,
  roles text[] not null,
  counters text[] not null default '{}',
  -- Made for trying the product out; production does not start while there is one.
  demo boolean not null default false,
  password_hash text,
  created_at timestamptz not null,
  disabled_at timestamptz
);

-- Passkeys. No secret: the public key of what lies on the person's device or security key.
create table staff_credential (
  id text primary key,
  staff_id uuid not null references staff on delete cascade,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  backed_up boolean not null,
  label text not null,
  created_at timestamptz not null,
  used_at timestamptz
);

create index staff_credential_staff on staff_credential (staff_id);

-- One session is one person at one device. Only the hash of the cookie is kept.
create table staff_session (
  id uuid primary key,
  token_hash text not null unique,
  staff_id uuid not null references staff on delete cascade,
  started_at timestamptz not null,
  authenticated_at timestamptz not null,
  seen_at timestamptz not null,
  locked_at timestamptz,
  ends_at timestamptz not null
);

create index staff_session_staff on staff_session (staff_id);
create index staff_session_ends on staff_session (ends_at);

-- Links that open an account once: the first administrator, recovery in person.
create table staff_invitation (
  token_hash text primary key,
  staff_id uuid references staff on delete cascade,
  ends_at timestamptz not null
);

-- Challenges of passkey ceremonies; each is used once.
create table passkey_challenge (
  challenge text primary key,
  staff_id uuid references staff on delete cascade,
  ends_at timestamptz not null
);

-- Tries to sign in, by account and by address block. Counted before the password is looked at.
create table sign_in_try (
  kind text not null check (kind in ('account', 'block')),
  key text not null,
  tries integer not null,
  tried_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, key)
);

-- Kiosks, displays and tablets of the house.
create table device (
  id uuid primary key,
  kind text not null check (kind in ('kiosk', 'display', 'concierge')),
  place text not null,
  token_hash text not null unique,
  enrolled_at timestamptz not null,
  seen_at timestamptz not null,
  revoked_at timestamptz
);

create table device_enrolment (
  code_hash text primary key,
  kind text not null check (kind in ('kiosk', 'display', 'concierge')),
  place text not null,
  ends_at timestamptz not null
);
