-- +goose Up
ALTER TABLE webhooks ADD COLUMN resumed_at BIGINT;   -- switched on again: it hears of what happens from then on
