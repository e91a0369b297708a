-- How the title and the sayings of a text are read aloud; null until they were read, which happens after the text is written.
alter table manual_search_text add column readings jsonb;
