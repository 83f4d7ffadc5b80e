-- +goose Up
ALTER TABLE leases ADD COLUMN numbers INTEGER NOT NULL DEFAULT 0;       -- how many contacts it has
ALTER TABLE leases ADD COLUMN away INTEGER NOT NULL DEFAULT 0;          -- how many of them are gone
UPDATE leases SET numbers = length(contacts) - length(replace(contacts, ',', '')) + 1, away = (length(gone) - length(replace(gone, '"o":', ''))) / 4;
