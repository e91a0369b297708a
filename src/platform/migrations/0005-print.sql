-- Receipt printers, and what each is to print. A document carries no personal data and is kept only until it is on paper.
create table printer (
  id uuid primary key,
  name text not null,
  -- escpos: we connect to its port. cloudprnt, epson: it asks us. virtual: its paper is shown on a page.
  kind text not null check (kind in ('escpos', 'cloudprnt', 'epson', 'virtual')),
  address text,
  -- Half-width characters in a line: 48 on paper of 80 mm, 32 on paper of 58 mm.
  columns smallint not null check (columns between 24 and 64),
  secret_hash text unique,
  state text not null default 'unseen'
    check (state in ('unseen', 'ready', 'paperLow', 'paperOut', 'coverOpen', 'error', 'silent')),
  seen_at timestamptz,
  -- One process at a time talks to a printer: until then it is this process's.
  leased_until timestamptz,
  -- After a failure it is left alone for a moment.
  paused_until timestamptz,
  -- When it is looked at again, even if there is nothing to print.
  due_at timestamptz not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  check ((kind = 'escpos') = (address is not null)),
  check ((kind in ('cloudprnt', 'epson')) = (secret_hash is not null))
);

create table print_job (
  id uuid primary key,
  printer_id uuid not null references printer,
  idempotency_key text not null unique,
  -- What staff call it by: the number of a ticket.
  label text not null,
  document text not null,
  state text not null check (state in ('queued', 'sending', 'printed', 'failed', 'unknown')),
  -- Names one attempt towards the printer; an answer about an earlier attempt matches nothing.
  token text unique,
  attempts integer not null default 0,
  queued_at timestamptz not null,
  expires_at timestamptz not null,
  sending_at timestamptz,
  printed_at timestamptz
);

create unique index one_print_job_at_a_time on print_job (printer_id) where state = 'sending';
create index print_job_open on print_job (printer_id, queued_at) where state in ('queued', 'sending');
create index print_job_queued_at on print_job (queued_at);
