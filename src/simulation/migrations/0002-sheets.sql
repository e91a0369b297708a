-- A plan holds all that it is made of: people, ways and desks by the hour. What was kept before were fields of a page without the
-- people they stood for; they cannot be made into such a plan.
delete from simulation_plan;
alter table simulation_plan drop column entries;
alter table simulation_plan add column sheet jsonb not null;
