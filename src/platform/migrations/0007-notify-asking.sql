-- When the provider is asked what became of a message that it took and of which no receipt came; null: it is not asked.
alter table notification add column ask_at timestamptz;
create index notification_ask on notification (channel, ask_at) where ask_at is not null;

-- Addresses to which a mail or an SMS could not be delivered for good: a keyed hash, never the address itself.
create table dead_address (
  hash bytea primary key,
  channel text not null,
  -- The code of the failure, for the advice that staff read.
  code text not null,
  noted_at timestamptz not null
);
-- The hash of the recipient, by which a bounce that comes when the recipient is forgotten marks it.
alter table notification add column recipient_hash bytea;
