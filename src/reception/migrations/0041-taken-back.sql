-- Who left by mistake is taken back within the time of undoing: to where they stood, and their other places are planned again.
insert into leg_transition (from_state, to_state) values
  ('cancelled', 'planned'), ('cancelled', 'waiting'), ('cancelled', 'on_hold'), ('cancelled', 'no_answer');

-- Who was put aside until a time that has come.
create index leg_hold_over on leg (hold_until) where state = 'on_hold' and hold_until is not null;
