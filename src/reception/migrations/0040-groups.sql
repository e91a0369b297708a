-- Visitors who came together (a family, a helper with neighbours): called one after the other at the same seat.
alter table visit add column group_id uuid;
create index visit_group on visit (group_id) where group_id is not null;
