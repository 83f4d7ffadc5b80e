-- +goose Up
ALTER TABLE cycles ADD COLUMN finished BOOLEAN NOT NULL DEFAULT FALSE;   -- its leader finished it before everybody was called or skipped
