-- A person may have a message sent again that failed or of which nobody knows, as long as its time is not over. Until then,
-- and no longer, its recipient is kept; the night forgets what is left.
alter table notification drop constraint notification_check;
alter table notification add constraint notification_recipient check (
  (recipient is not null or state not in ('pending', 'sending'))
  and (recipient is null or state in ('pending', 'sending', 'failed', 'unknown'))
);
-- How often a person had it sent again.
alter table notification add column resends integer not null default 0;
-- When a person said that nothing more is to be done about it.
alter table notification add column settled_at timestamptz;
create index notification_open on notification (ended_at) where state in ('failed', 'unknown') and settled_at is null;
