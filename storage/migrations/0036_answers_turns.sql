-- +goose Up
ALTER TABLE script_answers ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;   -- of the caller who gave it; 0: from before that was kept, when a talk had no second caller
