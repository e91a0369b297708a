-- The key of each case, wrapped by the key of a month that lies outside the database. Deleting the row deletes the case.
create table case_key (
  case_id uuid primary key,
  epoch integer not null,
  wrapped bytea not null
);

create index case_key_epoch on case_key (epoch);
