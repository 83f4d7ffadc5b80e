-- +goose Up
ALTER TABLE sessions ADD COLUMN preparing TEXT NOT NULL DEFAULT '{}';    -- work on many entries that goes on, and how far it is
ALTER TABLE entries ADD COLUMN prepared BIGINT NOT NULL DEFAULT 0;      -- the number of the last such work that came to the entry ahead of its turn
