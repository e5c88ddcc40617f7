-- A preview that the agent declined (DD) is a row too, told apart from calls that failed.

ALTER TABLE entry ADD COLUMN declined INTEGER NOT NULL DEFAULT 0;
