-- +goose Up
ALTER TABLE contact_attempts ADD COLUMN surplus INTEGER NOT NULL DEFAULT 0; -- so many more lines than free callers were allowed when it was claimed: it is placed only within that
