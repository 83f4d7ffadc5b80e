-- +goose Up
ALTER TABLE loads ADD COLUMN later BOOLEAN NOT NULL DEFAULT FALSE;  -- its campaign had contacts, or was loading them
UPDATE loads SET later = TRUE WHERE state IN ('loading', 'done', 'failed')
  AND created_at > (SELECT c.started_at FROM campaigns c WHERE c.id = loads.campaign_id);
