-- What the step said beside which a block was written: when steps change their order or are rewritten, the block follows its step,
-- or is listed to be looked at.
alter table manual_block add column step text;
