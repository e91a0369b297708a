-- Every version of the city's own words of a notice is kept; the highest one counts, and where it has no words, the
-- product's are used.
alter table message_template add column version integer not null default 1 check (version > 0);
alter table message_template drop constraint message_template_pkey;
alter table message_template add primary key (kind, language, version);
alter table message_template alter column subject drop not null, alter column mail drop not null, alter column sms drop not null;
alter table message_template add check (num_nonnulls(subject, mail, sms) in (0, 3));

-- Which reminders are ticked beforehand for who books a time at a place; the resident changes them as they like.
create table reminder_default (
  service_id text primary key references service on delete cascade,
  choices text[] not null,
  changed_at timestamptz not null,
  changed_by text not null
);
