-- +goose Up
ALTER TABLE loads ADD COLUMN zones TEXT NOT NULL DEFAULT '{}';       -- rows that can be called by the time zones they may be in, as the scan saw
ALTER TABLE campaigns ADD COLUMN told TEXT NOT NULL DEFAULT '';      -- the state that was told last
