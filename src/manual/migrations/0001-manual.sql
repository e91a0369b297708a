-- What staff write into the manual beside the records. `page` names the page ('procedure/tennyu_todoke'), `place` where on it:
-- '' for the page as a whole, 'step-3' for a step. A block without a published version is seen by those who write alone.
create table manual_block (
  id uuid primary key,
  page text not null,
  place text not null default '',
  owner uuid not null,
  owner_name text not null,
  review_on date,
  published integer,
  withdrawn boolean not null default false,
  created_at timestamptz not null
);
create index manual_block_page on manual_block (page);

-- Every text that was ever kept. Two who write at once have two versions, and the second is asked what is to stand.
create table manual_block_version (
  block uuid not null references manual_block (id),
  number integer not null,
  title text not null,
  body text not null,
  author uuid not null,
  author_name text not null,
  written_at timestamptz not null,
  primary key (block, number)
);

-- 「分からなかった」 without any name of who asked.
create table manual_question (
  id uuid primary key,
  page text not null,
  place text not null default '',
  question text not null default '',
  asked_at timestamptz not null,
  answer text,
  answered_by text,
  answered_at timestamptz
);
create index manual_question_page on manual_question (page);
create index manual_question_open on manual_question (asked_at) where answered_at is null;

-- How often a page was opened on a day, by nobody in particular.
create table manual_reading (
  page text not null,
  day date not null,
  count integer not null,
  primary key (page, day)
);

-- Pictures and attachments of blocks; the content says what they are.
create table manual_file (
  id uuid primary key,
  name text not null,
  type text not null,
  bytes bytea not null,
  author_name text not null,
  added_at timestamptz not null
);

-- The texts that are searched, with the single signs and pairs of signs in them.
create table manual_search_text (
  number integer generated always as identity primary key,
  id text not null unique,
  kind text not null,
  title text not null,
  sayings jsonb not null,
  weight real not null,
  hash text not null,
  original text not null,
  words text not null,
  spellings text not null,
  word_grams text[] not null,
  spelling_grams text[] not null
);
create index manual_search_word_grams on manual_search_text using gin (word_grams);
create index manual_search_spelling_grams on manual_search_text using gin (spelling_grams);

-- Counts up whenever a text changed, so that each process knows when to read the names again.
create table manual_search_state (
  single boolean primary key default true check (single),
  version integer not null default 0
);
insert into manual_search_state default values;

-- Manuals that were read from a file and wait for a person to confirm each item.
create table manual_import (
  id uuid primary key,
  draft jsonb not null,
  page text,
  choices jsonb not null default '{}',
  author uuid not null,
  author_name text not null,
  read_at timestamptz not null,
  finished_at timestamptz,
  outcome text
);

-- Answers of departments about a record or a counter, by the code of the question.
create table manual_hearing_answer (
  id uuid primary key,
  page text not null,
  question text not null,
  answer text not null,
  answered_by text not null,
  written_by text not null,
  answered_at timestamptz not null
);
create index manual_hearing_page on manual_hearing_answer (page, question);
