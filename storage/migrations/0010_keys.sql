-- +goose Up
ALTER TABLE answers ADD COLUMN claim TEXT NOT NULL DEFAULT '';   -- of the request that holds the key
ALTER TABLE answers ADD COLUMN done INTEGER NOT NULL DEFAULT 0;  -- its transactions that were committed
ALTER TABLE answers ADD COLUMN did TEXT NOT NULL DEFAULT '[]';   -- what they were about: family/id
