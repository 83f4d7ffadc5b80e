-- +goose Up
ALTER TABLE leases ADD COLUMN first_ms BIGINT NOT NULL DEFAULT 0;          -- of the first press that counted: the pace of a lease begins there
