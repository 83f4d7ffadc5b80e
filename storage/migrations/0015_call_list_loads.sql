-- +goose Up
ALTER TABLE loads ADD COLUMN list_id TEXT NOT NULL DEFAULT '';      -- the call list that the people came from, '' for a file
