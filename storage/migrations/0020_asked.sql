-- +goose Up
ALTER TABLE leases ADD COLUMN asked TEXT NOT NULL DEFAULT '';           -- the key of the frame that asked for it
