-- Messages to people outside (outbox), written in the transaction of what they are about. A message is handed to the
-- other side at most once: see src/platform/notify/delivery.ts.
create table notification (
  id uuid primary key,
  -- The same message asked for again is the same row. Made of ids and codes only.
  dedupe_key text not null unique,
  kind text not null,
  channel text not null check (channel in ('mail', 'sms', 'push')),
  -- Encrypted; gone as soon as nothing more is to be sent.
  recipient bytea,
  subject_id text not null,
  subject_revision integer not null,
  due_at timestamptz not null,
  not_after timestamptz not null,
  state text not null default 'pending'
    check (state in ('pending', 'sending', 'sent', 'delivered', 'failed', 'skipped', 'unknown')),
  attempts integer not null default 0,
  -- The next moment at which something has to be done: try (pending; the end of the lease while a process holds the row),
  -- or give up waiting for the answer (sending).
  next_at timestamptz not null,
  -- The process that holds the row, and only it, may begin to send.
  claim uuid,
  provider_id text,
  -- A code, never a text from outside.
  last_error text,
  ended_at timestamptz,
  check ((recipient is not null) = (state in ('pending', 'sending'))),
  check ((ended_at is null) = (state in ('pending', 'sending')))
);

create index notification_next on notification (channel, next_at) where state in ('pending', 'sending');
create index notification_not_after on notification (not_after);
create index notification_subject on notification (subject_id);
create index notification_provider on notification (channel, provider_id) where provider_id is not null;
