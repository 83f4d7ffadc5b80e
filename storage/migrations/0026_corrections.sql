-- +goose Up
ALTER TABLE contact_attempts ADD COLUMN extra BOOLEAN NOT NULL DEFAULT FALSE; -- one that a rule allowed beyond the passes
ALTER TABLE callers ADD COLUMN no_beep BOOLEAN NOT NULL DEFAULT FALSE;        -- they want none when somebody is there
