-- A ticket machine that was there before us, or stands beside us. Its id is its name in addresses and files.
create table ticket_machine (
  id text primary key,
  facility_id text not null references facility,
  name text not null,
  -- The secret is made from the city's key, the id and this number; a new number makes the old secret worthless.
  secret_version integer not null default 1,
  -- Its words for our places and seats, who gives the numbers of a series, its folder and its line.
  settings jsonb not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  -- One process at a time holds the line to it.
  reader uuid,
  reader_until timestamptz
);

-- Everything that a machine has said, once. What could not be read stands here too, with a sentence.
create table machine_inbox (
  sequence bigint generated always as identity primary key,
  source text not null references ticket_machine,
  message_id text not null,
  raw text not null,
  -- Where it came in: http, tcp, a file with its line.
  origin text not null,
  day date not null,
  kind text check (kind in ('issued', 'called', 'serving', 'finished', 'cancelled')),
  series text,
  number integer,
  happened_at timestamptz,
  counter text,
  service text,
  received_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'applied', 'refused', 'aside')),
  -- Why it is not applied, for the person who must act.
  error text,
  -- Somebody decided that what should have come before is taken as said.
  forced boolean not null default false,
  applied_at timestamptz,
  visit_id uuid references visit on delete set null,
  decided_by text,
  decided_why text,
  unique (source, message_id),
  check ((kind is null) = (happened_at is null) and (kind is null) = (number is null) and (kind is null) = (series is null)),
  check (state <> 'aside' or decided_why is not null)
);
create index machine_inbox_of_ticket on machine_inbox (source, day, series, number);
create index machine_inbox_open on machine_inbox (source, day) where state in ('waiting', 'refused');
create index machine_inbox_calls on machine_inbox (source, day, counter, happened_at) where kind = 'called';

-- Signatures that were used: the same request is not taken twice.
create table machine_signature (
  source text not null references ticket_machine,
  signature text not null,
  used_at timestamptz not null,
  primary key (source, signature)
);

-- What happened here, numbered for each machine in the order in which it can be read.
create table machine_feed (
  source text not null references ticket_machine,
  position bigint not null,
  event_sequence bigint not null references queue_event on delete cascade,
  primary key (source, position),
  unique (source, event_sequence)
);
