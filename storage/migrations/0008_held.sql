-- +goose Up
ALTER TABLE supporters ADD COLUMN held_session TEXT NOT NULL DEFAULT ''; -- in which session they answered and were never logged
UPDATE supporters SET held_session = substantive_session WHERE held_until IS NOT NULL;
