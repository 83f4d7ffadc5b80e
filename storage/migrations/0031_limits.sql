-- +goose Up
ALTER TABLE campaigns ADD COLUMN wrap_up_ms BIGINT NOT NULL DEFAULT 120000;   -- the time for the answers, once the contact has gone
ALTER TABLE organisations ADD COLUMN daily_cap INTEGER NOT NULL DEFAULT 1;    -- how often within a day somebody is called who answered
